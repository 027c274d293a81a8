"""Reads quantities: a number with its unit, or a number directly before or after goods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import Number
from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

PERSONS = "staff"
"""Goods of this contribution type are people."""

MOST_BETWEEN = 4
"""Words that may stand between a number and the thing that it counts."""


@lru_cache(maxsize=1)
def _units() -> tuple[Mapping[tuple[str, ...], str], int]:
    lists = word_list("units")
    table = {words_of(str(name)): str(unit) for unit, names in lists["units"].items() for name in names}
    table |= {words_of(str(name)): normal(str(name)) for name in lists["as_written"] if words_of(str(name)) not in table}
    return table, max(map(len, table))


@lru_cache(maxsize=16)
def _small(name: str) -> frozenset[str]:
    return frozenset(word for entry in word_list("units")[name] for word in words_of(str(entry)))


def quantities(
    writing: Writing, *, numbers: Sequence[Number], things: Iterable[tuple[int, int, str]], taken: Taken
) -> list[Candidate]:
    """Quantities of the text. `things`: the goods found, as first token, end token and contribution type."""
    at = {first: (end, kind) for first, end, kind in things}
    ends = {end: kind for _, end, kind in things_list(at)}
    found = [*_doubled(writing, taken)]
    for number in numbers:
        if (number.start, number.end) in taken:
            continue
        quantity = _with_unit(writing, number) or _of_things(writing, number, at) or _after_thing(writing, number, ends)
        quantity = quantity or _alone(writing, number)
        if quantity:
            found.append(quantity)
    return found


def things_list(at: Mapping[int, tuple[int, str]]) -> list[tuple[int, int, str]]:
    """The goods again as first token, end token, contribution type."""
    return [(first, end, kind) for first, (end, kind) in at.items()]


def unit_at(writing: Writing, index: int) -> tuple[str, int]:
    """The unit that starts at a token and the token after it; an empty unit when there is none."""
    table, longest = _units()
    for size in range(min(longest, len(writing.tokens) - index), 0, -1):
        for words in _spellings(writing.tokens[index : index + size]):
            if words in table:
                return table[words], index + size
    return "", index


def _spellings(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    yield tuple(token.norm for token in tokens)
    if len(tokens) == 1:
        yield from ((form,) for form in tokens[0].forms[1:])


def _with_unit(writing: Writing, number: Number) -> Candidate | None:
    index = number.last
    for _ in range(3):
        unit, after = unit_at(writing, index)
        if unit and not _is_bare_metre(writing, index, unit):
            return _quantity(number, unit, number.start, writing.tokens[after - 1].end)
        if index >= len(writing.tokens) or writing.tokens[index].norm not in _small("between"):
            return None
        index += 1
    return None


def _is_bare_metre(writing: Writing, index: int, unit: str) -> bool:
    """A single letter counts as a unit only directly behind its number or with a space between, never a capital M."""
    token = writing.tokens[index]
    return unit == "m" and token.raw == "M"


def _of_things(writing: Writing, number: Number, at: Mapping[int, tuple[int, str]]) -> Candidate | None:
    for index in range(number.last, min(number.last + MOST_BETWEEN + 1, len(writing.tokens) + 1)):
        if index in at:
            unit = "person" if at[index][1] == PERSONS else "piece"
            return _quantity(number, unit, number.start, number.end)
        if index >= len(writing.tokens) or not _may_stand_between(writing.tokens[index]):
            return None
    return None


def _may_stand_between(token: Token) -> bool:
    return token.kind == "han" or (token.kind == "word" and token.norm not in _stops())


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    """Words that end the search: they begin another part of the sentence."""
    return frozenset("and or for to in from with at is are we our i have on by et ou pour avec dans y o para con en или и для в с на e ou com em".split())


def _after_thing(writing: Writing, number: Number, ends: Mapping[int, str]) -> Candidate | None:
    """ "blankets 400", "mattresses: 250", "quantity 75"."""
    before = number.first - 1
    while before >= 0 and writing.tokens[before].norm in (":", "=", "x", "("):
        before -= 1
    if before < 0 or not _ends_here(writing, number):
        return None
    if before + 1 in ends:
        return _quantity(number, "person" if ends[before + 1] == PERSONS else "piece", number.start, number.end)
    if writing.tokens[before].norm in _small("quantity_words"):
        return _quantity(number, "piece", number.start, number.end)
    return None


def _ends_here(writing: Writing, number: Number) -> bool:
    return number.last >= len(writing.tokens) or writing.tokens[number.last].kind == "sign" or number.last + 1 < len(writing.tokens)


def _alone(writing: Writing, number: Number) -> Candidate | None:
    """ "200", "about 300": the whole message is the number."""
    rest = [t for i, t in enumerate(writing.tokens) if not number.first <= i < number.last and t.kind != "sign"]
    if len(rest) > 3 or any(token.norm not in _small("near") for token in rest):
        return None
    return _quantity(number, "piece", number.start, number.end)


def _doubled(writing: Writing, taken: Taken) -> Iterator[Candidate]:
    """Arabic duals: one word for two containers."""
    if writing.text.isascii():
        return
    table, doubled = _units()[0], _doubles()
    for token in writing.tokens:
        form = next((form for form in token.forms if form in doubled), "")
        if form and (token.start, token.end) not in taken:
            unit = table.get((form,), "piece")
            yield Candidate("quantity", {"value": 2, "unit": unit}, token.start, token.end)


@lru_cache(maxsize=1)
def _doubles() -> frozenset[str]:
    return frozenset(words_of(str(word))[0] for word in word_list("units")["doubled"][2])


def _quantity(number: Number, unit: str, start: int, end: int) -> Candidate:
    return Candidate("quantity", {"value": plain(number.value), "unit": unit}, start, end)


def plain(value: float) -> Any:
    """A whole number as int, anything else with at most six places."""
    return int(value) if value == int(value) else round(value, 6)
