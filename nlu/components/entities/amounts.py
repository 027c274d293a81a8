"""Reads quantities: a number with its unit, or a number directly before or after goods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import Number
from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

PERSONS = "staff"
"""Goods of this contribution type are people."""

LARGEST_ALONE = 100_000_000
"""A longer bare number is some other number."""

MOST_BETWEEN = 4
"""Words that may stand between a number and the thing that it counts."""


@lru_cache(maxsize=1)
def _units() -> tuple[Mapping[tuple[str, ...], str], int]:
    lists = word_list("units")
    table = {words_of(str(name)): str(unit) for unit, names in lists["units"].items() for name in names}
    table |= {
        words_of(str(name)): normal(str(name)).removesuffix(" of")
        for name in lists["as_written"]
        if words_of(str(name)) not in table
    }
    return table, max(map(len, table))


@lru_cache(maxsize=16)
def _small(name: str) -> frozenset[str]:
    return frozenset(word for entry in word_list("units")[name] for word in words_of(str(entry)))


def quantities(
    writing: Writing, *, numbers: Sequence[Number], things: Iterable[tuple[int, int, str]], taken: Taken
) -> list[Candidate]:
    """Quantities of the text. `things`: the goods found, as first token, end token and contribution type."""
    goods = _Goods.of(things)
    free = [number for number in numbers if (number.start, number.end) not in taken]
    found = {number.start: quantity for number in free if (quantity := _read(writing, number, goods))}
    for number, following in zip(free, free[1:], strict=False):
        if number.start not in found and following.start in found and _either(writing, number, following):
            unit = found[following.start].value["unit"]
            found[number.start] = _quantity(number, unit, number.start, number.end)
    return [*found.values(), *_doubled(writing, taken)]


@dataclass(frozen=True)
class _Goods:
    """Contribution types of the goods of a text, by the token where each begins and by the one behind it."""

    starts: Mapping[int, str]
    ends: Mapping[int, str]

    @classmethod
    def of(cls, things: Iterable[tuple[int, int, str]]) -> _Goods:
        listed = list(things)
        return cls({first: kind for first, _, kind in listed}, {end: kind for _, end, kind in listed})

    def beside(self, writing: Writing, first: int, after: int) -> bool:
        """Whether goods stand next to a Chinese number and measure word, or nothing else does ("200件")."""
        near = any(at in self.starts for at in range(after, after + MOST_BETWEEN + 1))
        return (
            near
            or any(at in self.ends for at in range(first - 2, first + 1))
            or len(writing.tokens) - after + first <= 3
        )


def _read(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    if writing.norms(number.last, number.last + 1) and writing.words[number.last] in _small("specifications"):
        return None
    return (
        _with_unit(writing, number, goods)
        or _of_things(writing, number, goods)
        or _after_thing(writing, number, goods)
        or _alone(writing, number)
    )


def _either(writing: Writing, number: Number, following: Number) -> bool:
    """ "300 not 200 tents", "200 or 300", "20-30 pallets": the first number counts the same thing."""
    between = writing.norms(number.last, following.first)
    if not between:
        return writing.text[number.end : following.start].strip() in ("-", "–", "—", "~", "/")
    return len(between) <= 4 and all(word in _small("either") or word == "," for word in between) and between != (",",)


def unit_at(writing: Writing, index: int) -> tuple[str, int]:
    """The unit that starts at a token and the token after it; an empty unit when there is none."""
    table, longest = _units()
    for size in range(min(longest, len(writing.tokens) - index), 0, -1):
        for words in _spellings(writing.tokens[index : index + size]):
            if words in table and (words != ("an",) or writing.language == "fr"):
                return table[words], index + size
    return "", index


def _spellings(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    yield tuple(token.norm for token in tokens)
    if len(tokens) == 1:
        yield from ((form,) for form in tokens[0].forms[1:])


def _with_unit(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    index = number.last
    for _ in range(3):
        unit, after = unit_at(writing, index)
        if unit == "piece" and writing.tokens[index].kind == "han" and not goods.beside(writing, number.first, after):
            return None
        if unit and writing.tokens[index].raw != "M":
            return _quantity(number, unit, number.start, writing.tokens[after - 1].end)
        if index >= len(writing.tokens) or writing.tokens[index].norm not in _small("between"):
            return None
        index += 1
    return None


def _of_things(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    if number.written and number.value < 10 and writing.tokens[number.first].kind == "han":
        return None
    for index in range(number.last, min(number.last + MOST_BETWEEN + 1, len(writing.tokens))):
        if index in goods.starts:
            return _quantity(number, _unit_of(goods.starts[index]), number.start, number.end)
        if not _may_stand_between(writing.tokens[index]):
            return None
    return None


def _unit_of(contribution_type: str) -> str:
    return "person" if contribution_type == PERSONS else "piece"


def _may_stand_between(token: Token) -> bool:
    return token.kind == "han" or (token.kind == "word" and token.norm not in _stops())


def _stops() -> frozenset[str]:
    """Words that begin another part of the sentence."""
    return _small("stops")


def _after_thing(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    """ "blankets 400", "mattresses: 250", "quantity 75"."""
    before = number.first - 1
    while before >= 0 and writing.words[before] in (":", "=", "x", "("):
        before -= 1
    following = writing.tokens[number.last] if number.last < len(writing.tokens) else None
    if before < 0 or (following and following.kind == "word" and following.norm not in _stops()):
        return None
    if before + 1 in goods.ends:
        return _quantity(number, _unit_of(goods.ends[before + 1]), number.start, number.end)
    if writing.words[before] in _small("quantity_words"):
        return _quantity(number, "piece", number.start, number.end)
    return None


def _alone(writing: Writing, number: Number) -> Candidate | None:
    """ "200", "about 300": the whole message is the number."""
    if number.value >= LARGEST_ALONE or writing.size - (number.last - number.first) > 3:
        return None
    rest = [t for i, t in enumerate(writing.tokens) if not number.first <= i < number.last and t.kind != "sign"]
    if any(token.norm not in _small("near") for token in rest):
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
