"""Finds the goods and services of a text: those of the catalogue, other goods by name, and what else is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import people_names, small_words, unit_at, worker_at
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.phrases import Found
from nlu.components.entities.spelling import Token, Writing

STAFF = "staff"
"""The contribution type of people."""

PEOPLES_TYPES = (STAFF, "pro_bono")
"""Contribution types of goods that people may be ("two translators")."""

LEAST_COUNTED = 2
"""A smaller number says nothing of the word behind it."""

SHORTEST = 4
"""Letters of an unlisted word that may be a good."""

OF_GOODS = frozenset(
    ("box", "pallet", "container", "kg", "t", "bag", "sack", "sac", "saco", "sacos", "sacas", "bulto", "costal", "quintal",
     "truckload", "bale", "fardo", "fardos", "мешков", "мешка", "袋")
)  # fmt: skip
"""Units whose content is a good, whatever it is called ("200 crates of oranges")."""


@dataclass(frozen=True)
class Thing:
    """A good or service in the text: its tokens, where it starts, its value and the kind of contribution it is."""

    first: int
    end: int
    start: int
    value: str
    contribution_type: str


def things_in(writing: Writing, found: Sequence[Found], *, item_types: Mapping[str, str]) -> list[Thing]:
    """All listed goods and services, the longest of overlapping names only, in order."""
    items = [(f, m) for f in found for m in f.meanings if m.kind == "item"]
    items.sort(key=lambda pair: (pair[0].first - pair[0].end, pair[0].first))
    used: set[int] = set()
    things = []
    for name, meaning in items:
        tokens = set(range(name.first, name.end))
        if not tokens & used:
            used |= tokens
            kind = item_types.get(meaning.value, "")
            if kind in PEOPLES_TYPES and are_people(writing, name.first, name.end):
                kind = STAFF
            value = meaning.value or name.text_in(writing)
            things.append(Thing(name.first, name.end, name.start_in(writing), value, kind))
    return sorted(things, key=lambda thing: thing.first)


def are_people(writing: Writing, first: int, end: int) -> bool:
    """Whether a name is one for people ("translators"), not for what they do ("translation")."""
    if writing.tokens[first].kind == "han":
        return writing.norms(first, end) in people_names()
    return any(worker_at(writing, at) for at in range(first, end))


def counted_goods(
    writing: Writing, *, numbers: Sequence[Number], known: Collection[int], taken: Taken
) -> Iterator[Thing]:
    """Unlisted goods right behind a number, in a message that offers something: "we have 300 wheelbarrows".

    `known`: tokens inside names that mean something else.
    """
    if not any(_offers(token) for token in writing.tokens):
        return
    for number in numbers:
        token = writing.tokens[number.last] if number.last < len(writing.tokens) else None
        if token is None or number.value < LEAST_COUNTED or (number.start, number.end) in taken:
            continue
        if number.last not in known and _is_plural(token, writing.language) and not unit_at(writing, number.last)[0]:
            yield _as_written(token, number.last)


def packed_goods(
    writing: Writing, *, amounts: Sequence[Candidate], known: Collection[int], taken: Taken
) -> Iterator[Candidate]:
    """Unlisted goods behind a unit: "200 crates of oranges"."""
    for amount in amounts:
        if amount.entity != "quantity" or amount.value["unit"] not in OF_GOODS:
            continue
        index = writing.index_at(amount.end)
        if index + 1 >= len(writing.tokens) or writing.words[index] not in small_words("of"):
            continue
        token = writing.tokens[index + 1]
        if index + 1 not in known and (token.start, token.end) not in taken and _may_be_goods(token):
            yield Candidate("item", token.raw, token.start, token.end)


def _offers(token: Token) -> bool:
    return token.norm in small_words("offering")


def _is_plural(token: Token, language: str) -> bool:
    ends = {"fr": ("s", "x")}.get(language, ("s",))
    is_latin = language in ("en", "fr", "es", "pt", "und") and token.norm.isascii()
    return is_latin and token.norm.endswith(ends) and _may_be_goods(token)


def _may_be_goods(token: Token) -> bool:
    is_word = token.kind == "word" and len(token.norm) >= SHORTEST and token.raw.islower()
    others = (small_words("not_goods"), small_words("stops"), small_words("specifications"), small_words("near"))
    return is_word and all(token.norm not in words for words in others)


def _as_written(token: Token, index: int) -> Thing:
    return Thing(index, index + 1, token.start, token.raw, "")
