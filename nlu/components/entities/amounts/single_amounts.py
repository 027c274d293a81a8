"""Reads quantities told without a number: "for a year", "a pallet of", "полгода", and Arabic duals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.components.entities.amounts.around_numbers import firm_words
from nlu.components.entities.amounts.durations import OF_TIME
from nlu.components.entities.amounts.units import articles, small_words, unit_at
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.cues import phrases
from nlu.components.entities.spelling import Token, Writing, words_of
from nlu.components.entities.things import STAFF, Thing
from nlu.components.entities.wordlists import word_list

OF_GOODS = ("pallet", "container", "box", "t")
HALVED = ("hour", "t", "kg", "l")
ALONE = ("pallet", "container")
"""Units of which one is an amount whatever it holds ("if I send a container")."""

_ARABIC = re.compile("[\u0620-\u064a]")

DUAL_ENDINGS = ("تين", "تان")
"""Behind the stem of an Arabic noun in -a: two of it."""


def without_a_number(writing: Writing, things: Sequence[Thing], *, taken: Taken) -> list[Candidate]:
    """All such quantities of a text. `things`: the goods found."""
    found = [*_half_years(writing), *_single(writing, things)]
    if _ARABIC.search(writing.text):
        found += [*_doubled_units(writing, things), *_duals(writing, things), *_ones_behind(writing, things)]
    return [quantity for quantity in found if (quantity.start, quantity.end) not in taken]


def _half_years(writing: Writing) -> Iterator[Candidate]:
    halves, longest, firsts = _half_year_names()
    if firsts.isdisjoint(writing.words):
        return
    for first in range(len(writing.tokens)):
        for size in range(1, longest + 1):
            if writing.norms(first, first + size) in halves and first + size <= len(writing.tokens):
                yield _quantity(writing, 6, "month", first, first + size)


def _single(writing: Writing, things: Sequence[Thing]) -> Iterator[Candidate]:
    """ "for a month", "на месяц", "a pallet of masks", "if I send a container", "half an hour".

    A word for a firm as well ("une boîte de 17") counts only right before goods.
    """
    ones = articles(writing.language)
    for index, token in enumerate(writing.tokens):
        if token.norm in ones:
            unit, end = unit_at(writing, index + 1)
            led = writing.words[index - 1] in small_words("for_a") if index else False
            of = writing.norms(end, end + 1)
            is_of = bool(of) and of[0] in small_words("of")
            if unit in OF_GOODS and is_of and writing.words[index + 1] in firm_words():
                is_of = any(thing.first == end + 1 for thing in things)
            of_work = unit == "hour" and is_of and writing.norms(end + 1, end + 2) in phrases("units", "works")
            if (led and unit in OF_TIME) or unit in ALONE or (unit in OF_GOODS and is_of) or of_work:
                yield _quantity(writing, 1, unit, index, end)
        elif token.raw in ("ساعة", "час") and writing.norms(index + 1, index + 2) in phrases("units", "works"):
            if not index or writing.tokens[index - 1].kind != "number":
                yield _quantity(writing, 1, "hour", index, index + 1)
        elif token.norm in small_words("for_one"):
            unit, end = unit_at(writing, index + 1)
            if unit in OF_TIME and end == index + 2 and writing.tokens[index + 1].norm in small_words("one_of_time"):
                yield _quantity(writing, 1, unit, index + 1, end)
        elif token.norm in small_words("half_a") and token.kind != "number":
            unit, end = unit_at(writing, index + 1)
            if unit in HALVED and not token.raw[:1].isupper():
                yield _quantity(writing, 0.5, unit, index, end)


def _doubled_units(writing: Writing, things: Sequence[Thing]) -> Iterator[Candidate]:
    """ "حاويتين", "شهرين", "بسيارتين"."""
    inside = {at for thing in things for at in range(thing.first, thing.end)}
    for index, token in enumerate(writing.tokens):
        if index not in inside and _is_doubled(token):
            yield _quantity(writing, 2, unit_at(writing, index)[0] or "piece", index, index + 1)


def _ones_behind(writing: Writing, things: Sequence[Thing]) -> Iterator[Candidate]:
    """ "رافعة واحدة", "رافعة شوكية وحدة": one of the good right before."""
    for thing in things:
        for at in (thing.end, thing.end + 1):
            if writing.norms(at, at + 1) and writing.tokens[at].raw in word_list("units")["one_behind"]:
                unit = "person" if thing.contribution_type == STAFF else "piece"
                yield _quantity(writing, 1, unit, at, at + 1)
                break


def _is_doubled(token: Token) -> bool:
    """Whether a token is one of the listed duals, with nothing but a prefix written onto it."""
    return any(form in _doubled() and token.norm.endswith(form) for form in token.forms)


def _duals(writing: Writing, things: Sequence[Thing]) -> Iterator[Candidate]:
    """ "ممرضتان", "سيارتين إسعاف": two of a good."""
    for thing in things:
        token = writing.tokens[thing.first]
        looks_doubled = token.norm.endswith(DUAL_ENDINGS) and small_words("not_doubled").isdisjoint(token.forms)
        if looks_doubled or _is_doubled(token):
            own = unit_at(writing, thing.first)[0]
            unit = own if own in OF_GOODS else "person" if thing.contribution_type == STAFF else "piece"
            value = {"value": 2, "unit": unit}
            yield Candidate("quantity", value, thing.start, writing.tokens[thing.end - 1].end)


def _quantity(writing: Writing, value: float, unit: str, first: int, end: int) -> Candidate:
    start, stop = writing.tokens[first].start, writing.tokens[end - 1].end
    return Candidate("quantity", {"value": value, "unit": unit}, start, stop)


@lru_cache(maxsize=1)
def _doubled() -> frozenset[str]:
    return frozenset(words_of(str(word))[0] for word in word_list("units")["doubled"][2])


@lru_cache(maxsize=1)
def _half_year_names() -> tuple[frozenset[tuple[str, ...]], int, frozenset[str]]:
    """The names, the words of the longest, and the first words of all."""
    names = frozenset(words_of(str(name)) for name in word_list("units")["half_years"])
    return names, max(map(len, names)), frozenset(name[0] for name in names)
