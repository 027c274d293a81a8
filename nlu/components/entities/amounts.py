"""Reads quantities: a number with its unit, or a number directly before or after goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import Number, written
from nlu.components.entities.single_amounts import without_a_number
from nlu.components.entities.spelling import Token, Writing
from nlu.components.entities.things import STAFF, Thing
from nlu.components.entities.units import small_words, unit_at

LARGEST_ALONE = 100_000_000
"""A longer bare number is some other number."""

MOST_BETWEEN = 4
"""Words that may stand between a number and the thing that it counts."""


def quantities(
    writing: Writing, *, numbers: Sequence[Number], things: Sequence[Thing], taken: Taken
) -> list[Candidate]:
    """Quantities of the text. `things`: the goods found."""
    goods = _Goods.of(things)
    free = [number for number in numbers if (number.start, number.end) not in taken]
    found = {number.start: quantity for number in free if (quantity := _read(writing, number, goods))}
    for number, following in zip(free, free[1:], strict=False):
        for told, other in ((following, number), (number, following)):
            if told.start in found and other.start not in found and _either(writing, number, following, told):
                unit = found[told.start].value["unit"]
                found[other.start] = quantity_of(other, unit, other.start, other.end)
    return [*found.values(), *without_a_number(writing, things, taken=taken.with_more(found.values()))]


@dataclass(frozen=True)
class _Goods:
    """Contribution types of the goods of a text, by the token where each begins and by the one behind it."""

    starts: Mapping[int, str]
    ends: Mapping[int, str]

    @classmethod
    def of(cls, things: Sequence[Thing]) -> _Goods:
        starts = {thing.first: thing.contribution_type for thing in things}
        return cls(starts, {thing.end: thing.contribution_type for thing in things})

    def beside(self, writing: Writing, first: int, after: int) -> bool:
        """Whether goods stand next to a Chinese number and measure word, or nothing else does ("200件")."""
        near = any(at in self.starts for at in range(after, after + MOST_BETWEEN + 1))
        return (
            near
            or any(at in self.ends for at in range(first - 2, first + 1))
            or len(writing.tokens) - after + first <= 3
        )


def _read(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    if _is_a_specification(writing, number):
        return None
    return (
        _with_unit(writing, number, goods)
        or _of_things(writing, number, goods)
        or _after_thing(writing, number, goods)
        or _had(writing, number, goods)
        or _alone(writing, number)
    )


def _either(writing: Writing, number: Number, following: Number, told: Number) -> bool:
    """ "300 not 200 tents", "200 or 300", "20-30 pallets": both count the same; "300 tents, not 200" so does the second."""
    between = writing.norms(number.last, following.first)
    if not between:
        return told is following and writing.text[number.end : following.start].strip() in ("-", "–", "—", "~", "/")
    if told is number:
        return len(between) <= 5 and between[-1] in small_words("rather_than")
    return (
        len(between) <= 4
        and all(word in small_words("either") or word == "," for word in between)
        and between != (",",)
    )


def _is_a_specification(writing: Writing, number: Number) -> bool:
    """ "20 kVA", "4x6 m", "第五天": a measure of the thing, or its place in a row, and no amount of it."""
    before, after = writing.norms(number.first - 1, number.first), writing.norms(number.last, number.last + 2)
    if after and after[0] in small_words("specifications"):
        return True
    if before == ("第",):
        return True
    crossed = len(after) == 2 and after[0] in ("x", "×") and after[1].isdigit() and not _in_feet(writing, number.last)
    return crossed or (bool(before) and before[0] in ("x", "×") and number.first >= 2 and _is_digit(writing, number))


def _is_digit(writing: Writing, number: Number) -> bool:
    return writing.tokens[number.first - 2].kind == "number"


def _in_feet(writing: Writing, index: int) -> int:
    """The token behind "x 40ft" or "40 foot", which stand between a number and its containers; 0 when they do not."""
    at = index + (writing.norms(index, index + 1) in (("x",), ("×",)))
    said = writing.norms(at, at + 2)
    return at + 2 if len(said) == 2 and said[0] in ("20", "40") and said[1] in ("ft", "feet", "foot", "pieds") else 0


def _with_unit(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    index = _in_feet(writing, number.last) or number.last
    for _ in range(3):
        unit, after = unit_at(writing, index)
        if unit and _is_other(writing, number, unit, after, goods):
            return None
        if unit and writing.tokens[index].raw != "M":
            return quantity_of(number, unit, number.start, writing.tokens[after - 1].end)
        if index >= len(writing.tokens) or writing.tokens[index].norm not in small_words("between"):
            return None
        index += 1
    return None


def _is_other(writing: Writing, number: Number, unit: str, after: int, goods: _Goods) -> bool:
    """ "一个" of nothing, "one hour's wage"."""
    if writing.norms(after, after + 1) == ("s",) and writing.text[writing.tokens[after].start - 1] in "'’":
        return True
    is_measured = unit == "piece" or (unit == "person" and number.value == 1)
    is_measured &= writing.tokens[after - 1].kind == "han"
    return is_measured and not goods.beside(writing, number.first, after)


def _of_things(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    if number.written and number.value < 10 and writing.tokens[number.first].kind == "han":
        return None
    for index in range(number.last, min(number.last + MOST_BETWEEN + 1, len(writing.tokens))):
        if index in goods.starts:
            return quantity_of(number, _unit_of(goods.starts[index]), number.start, number.end)
        if not _may_stand_between(writing.tokens[index]):
            return None
    return None


def _unit_of(contribution_type: str) -> str:
    return "person" if contribution_type == STAFF else "piece"


def _may_stand_between(token: Token) -> bool:
    return token.kind == "han" or (token.kind == "word" and token.norm not in small_words("stops"))


def _after_thing(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    """ "blankets 400", "mattresses: 250", "quantity 75"."""
    before = number.first - 1
    while before >= 0 and writing.words[before] in (":", "=", "x", "("):
        before -= 1
    following = writing.tokens[number.last] if number.last < len(writing.tokens) else None
    if before < 0 or (following and following.kind == "word" and following.norm not in small_words("stops")):
        return None
    if before + 1 in goods.ends:
        return quantity_of(number, _unit_of(goods.ends[before + 1]), number.start, number.end)
    if writing.words[before] in small_words("quantity_words"):
        return quantity_of(number, "piece", number.start, number.end)
    return None


def _had(writing: Writing, number: Number, goods: _Goods) -> Candidate | None:
    """ "do they need blankets? we have about 600": the number of goods named before."""
    following = writing.tokens[number.last] if number.last < len(writing.tokens) else None
    if following and following.kind != "sign" or number.value >= LARGEST_ALONE or number.written:
        return None
    begin = number.first
    while begin > 0 and writing.words[begin - 1] in small_words("near"):
        begin -= 1
    named = [end for end in goods.ends if end <= begin]
    if not named or not begin or writing.words[begin - 1] not in small_words("have_words"):
        return None
    return quantity_of(number, _unit_of(goods.ends[max(named)]), number.start, number.end)


def _alone(writing: Writing, number: Number) -> Candidate | None:
    """ "200", "about 300": the whole message is the number."""
    if number.value >= LARGEST_ALONE or writing.size - (number.last - number.first) > 3:
        return None
    rest = [t for i, t in enumerate(writing.tokens) if not number.first <= i < number.last and t.kind != "sign"]
    if any(token.norm not in small_words("near") for token in rest):
        return None
    return quantity_of(number, "piece", number.start, number.end)


def quantity_of(number: Number, unit: str, start: int, end: int) -> Candidate:
    """The quantity told by a number and a unit, from `start` to `end`; parts of years are told in months."""
    if unit == "year" and number.value != int(number.value):
        return Candidate("quantity", {"value": written(number.value * 12), "unit": "month"}, start, end)
    return Candidate("quantity", {"value": written(number.value), "unit": unit}, start, end)
