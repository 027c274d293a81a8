"""Reads quantities told without a number: "for a year", "a pallet of", "полгода", and Arabic duals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.things import STAFF, Thing
from nlu.components.entities.units import small_words, unit_at
from nlu.components.entities.wordlists import word_list

OF_TIME = ("hour", "day", "week", "month", "year")
OF_GOODS = ("pallet", "container", "box", "t")

DUAL_ENDINGS = ("تين", "تان")
"""Behind the stem of an Arabic noun in -a: two of it."""


def without_a_number(writing: Writing, things: Sequence[Thing], *, taken: Taken) -> list[Candidate]:
    """All such quantities of a text. `things`: the goods found."""
    found = [*_half_years(writing), *_single(writing)]
    if not writing.text.isascii():
        found += [*_doubled_units(writing), *_duals(writing, things)]
    return [quantity for quantity in found if (quantity.start, quantity.end) not in taken]


def _half_years(writing: Writing) -> Iterator[Candidate]:
    halves, longest = _half_year_names()
    for first in range(len(writing.tokens)):
        for size in range(1, longest + 1):
            if writing.norms(first, first + size) in halves and first + size <= len(writing.tokens):
                yield _quantity(writing, 6, "month", first, first + size)


def _single(writing: Writing) -> Iterator[Candidate]:
    """ "for a month", "на месяц", "a pallet of masks"."""
    for index, token in enumerate(writing.tokens):
        if token.norm in small_words("a"):
            unit, end = unit_at(writing, index + 1)
            led = writing.words[index - 1] in small_words("for_a") if index else False
            of = writing.norms(end, end + 1)
            if (led and unit in OF_TIME) or (unit in OF_GOODS and bool(of) and of[0] in small_words("of")):
                yield _quantity(writing, 1, unit, index, end)
        elif token.norm in small_words("for_one"):
            unit, end = unit_at(writing, index + 1)
            if unit in OF_TIME and end == index + 2 and writing.tokens[index + 1].norm in small_words("one_of_time"):
                yield _quantity(writing, 1, unit, index + 1, end)


def _doubled_units(writing: Writing) -> Iterator[Candidate]:
    """ "حاويتين", "شهرين"."""
    for index, token in enumerate(writing.tokens):
        if not _doubled().isdisjoint(token.forms):
            yield _quantity(writing, 2, unit_at(writing, index)[0] or "piece", index, index + 1)


def _duals(writing: Writing, things: Sequence[Thing]) -> Iterator[Candidate]:
    """ "ممرضتان": two of a good."""
    for thing in things:
        token = writing.tokens[thing.first]
        if token.norm.endswith(DUAL_ENDINGS) and _doubled().isdisjoint(token.forms):
            value = {"value": 2, "unit": "person" if thing.contribution_type == STAFF else "piece"}
            yield Candidate("quantity", value, thing.start, token.end)


def _quantity(writing: Writing, value: int, unit: str, first: int, end: int) -> Candidate:
    start, stop = writing.tokens[first].start, writing.tokens[end - 1].end
    return Candidate("quantity", {"value": value, "unit": unit}, start, stop)


@lru_cache(maxsize=1)
def _doubled() -> frozenset[str]:
    return frozenset(words_of(str(word))[0] for word in word_list("units")["doubled"][2])


@lru_cache(maxsize=1)
def _half_year_names() -> tuple[frozenset[tuple[str, ...]], int]:
    names = frozenset(words_of(str(name)) for name in word_list("units")["half_years"])
    return names, max(map(len, names))
