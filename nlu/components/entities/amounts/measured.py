"""Reads a number with its unit: "4,000 kg", "12 pallets", "四十个伤员", "50 TB of storage"."""

from __future__ import annotations

from dataclasses import replace

from nlu.components.entities.amounts.durations import OF_TIME
from nlu.components.entities.amounts.goods_beside import MOST_BETWEEN, Goods, in_feet, may_stand_between
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import measure_at, person_at, quantity_of, small_words, unit_at
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.cues import has, phrases, singles
from nlu.components.entities.spelling import Writing
from nlu.components.entities.things import STAFF

PACKINGS = ("container", "pallet", "box")
"""Units that a Chinese measure word may count."""

KITS = ("kit", "набор", "комплект")
"""Beginnings of words for sets that are counted as such though a good is named by them."""

SHORTEST_UNIT = 4
"""Letters of a Russian unit that may stand before its number; shorter ones are abbreviations."""

LEAST_WORDS = 10
"""Fewer words are no text to translate ("these two words")."""

LEAST_SPOKEN = 10
"""A smaller Chinese number in words counts only what is known to be a good."""

MOST_TO_PERSONS = 6
"""Characters between a Chinese measure word and the people that it counts."""


def of_measure(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """ "50 TB of storage", "rope, 12 km": a measure that tells how much of the thing; "a disk of 2 TB" tells which."""
    unit, after = measure_at(writing, number.last)
    if not unit:
        return None
    of = writing.norms(after, after + 1)
    is_apart = not of or writing.tokens[after].kind == "sign"
    begins = writing.norms(number.first - 1, number.first)
    is_of = bool(of) and of[0] in small_words("of") and after + 1 < len(writing.tokens)
    behind = begins in ((",",), (":",), ("،",)) and number.first - 1 in goods.ends
    if is_of and not (begins and begins[0] in small_words("of")) or (is_apart and behind):
        return quantity_of(number, unit, number.start, writing.tokens[after - 1].end)
    return None


def with_unit(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """The quantity of a number with a unit behind it, or behind small words ("200 new warm pieces")."""
    index = in_feet(writing, number.last) or number.last
    for _ in range(3):
        unit, at, after = _unit_behind(writing, index)
        if unit and (_is_other(writing, number, unit, after, goods) or _is_a_rate(writing, number, unit, index)):
            return None
        if unit and writing.tokens[index].raw != "M":
            return _in_unit(writing, number, unit, at, after, goods)
        if index >= len(writing.tokens) or writing.tokens[index].norm not in small_words("between"):
            return _in_pieces(writing, number, index, goods)
        index += 1
    return None


def behind_unit(writing: Writing, number: Number) -> Candidate | None:
    """ "штук 30", "рулонов двести": in Russian a number behind its unit tells about how many."""
    first = number.first - 1
    if writing.language != "ru" or first < 0 or (first and writing.tokens[first - 1].kind == "number"):
        return None
    unit, end = unit_at(writing, first)
    following = writing.norms(number.last, number.last + 1)
    of_work = unit == "hour" and following in phrases("units", "works")
    ends = not following or not following[0].isalpha() or following[0] in small_words("stops") or of_work
    if (
        not unit
        or end != number.first
        or not ends
        or len(writing.words[first]) < SHORTEST_UNIT
        or not writing.tokens[first].raw.islower()
    ):
        return None
    return quantity_of(number, unit, writing.tokens[first].start, number.end)


def _in_pieces(writing: Writing, number: Number, index: int, goods: Goods) -> Candidate | None:
    """ "four heated classroom units": words of no list between the number and its pieces or kits."""
    for at in range(index, min(index + MOST_BETWEEN, len(writing.tokens))):
        if at in goods.starts or not may_stand_between(writing.tokens[at]) or writing.tokens[at].kind == "han":
            return None
        unit, after = unit_at(writing, at)
        if unit in ("piece", "kit") and at > index:
            return _in_unit(writing, number, unit, at, after, goods)
    return None


def _unit_behind(writing: Writing, index: int) -> tuple[str, int, int]:
    """The unit at a token, with its first token and the one behind it; or the container that "个" counts ("两个四十呎货柜")."""
    unit, after = unit_at(writing, index)
    if (
        unit
        and writing.text[writing.tokens[after - 1].end :][:1] == "-"
        and after - index == 1
        and len(writing.words[index]) == 1
    ):
        return "", index, index
    if unit != "piece" or writing.tokens[index].kind != "han":
        return unit, index, after
    first = in_feet(writing, after) or after
    for at in range(first, min(first + 2, len(writing.tokens))):
        packing, end = unit_at(writing, at)
        if packing in PACKINGS:
            return packing, at, end
    return unit, index, after


def _in_unit(writing: Writing, number: Number, unit: str, index: int, after: int, goods: Goods) -> Candidate:
    """A unit that is part of a good's name ("40 sacos de dormir") counts that good by the piece, kits as kits."""
    if unit == "piece" and (goods.ends.get(number.first) == STAFF or person_at(writing, after)):
        return quantity_of(number, "person", number.start, writing.tokens[after - 1].end)
    if _is_in_a_name(writing, number, index, after, goods):
        return quantity_of(number, "piece", number.start, number.end)
    if index in goods.inside and after in goods.inside and after not in goods.starts:
        is_set = unit == "kit" and not writing.tokens[index].norm.startswith(KITS)
        return quantity_of(number, "piece" if is_set else unit, number.start, number.end)
    half = _half_behind(writing, after)
    number = replace(number, value=number.value + 0.5) if half else number
    return quantity_of(number, unit, number.start, writing.tokens[(half or after) - 1].end)


def _half_behind(writing: Writing, after: int) -> int:
    """The token behind "y media" in "tres toneladas y media"; 0 when no half follows the unit."""
    left = len(writing.tokens) - after
    sizes = (size for size in (3, 2, 1) if size <= left)
    return next((after + s for s in sizes if writing.norms(after, after + s) in phrases("units", "halves")), 0)


def _is_in_a_name(writing: Writing, number: Number, index: int, after: int, goods: Goods) -> bool:
    """ "40 sacs de couchage", "300 family tents", "900 t-shirts": the word for a unit belongs to what is counted."""
    if any(writing.norms(index, index + size) in phrases("counting", "no_units") for size in (2, 3)):
        return True
    inside = after in goods.starts or (index in goods.inside and after in goods.inside)
    return (
        writing.language == "en"
        and number.value != 1
        and inside
        and writing.words[index] in small_words("singular_units")
    )


def _is_other(writing: Writing, number: Number, unit: str, after: int, goods: Goods) -> bool:
    """ "一个" of nothing, "3个国家", "我是一名记者", "one hour's wage"."""
    if writing.norms(after, after + 1) == ("s",) and writing.text[writing.tokens[after].start - 1] in "'’":
        return True
    if number.value < LEAST_WORDS and writing.norms(after - 1, after) in phrases("counting", "few_words"):
        return True
    papers = writing.tokens[number.last].kind == "word" and writing.norms(number.last, number.last + 2)
    if papers and len(papers) == 2 and papers in phrases("counting", "uncounted"):
        return True
    if writing.tokens[after - 1].kind == "han" and writing.words[after - 1] in singles("counting", "beside_only"):
        return after not in goods.starts and number.first not in goods.ends
    if writing.tokens[after - 1].kind != "han" or unit not in ("piece", "person"):
        return False
    people = any(person_at(writing, at) for at in range(after, after + MOST_TO_PERSONS))
    if number.value == 1 and unit == "person":
        return not (people and has(writing.norms(number.first - MOST_BETWEEN, number.first), "durations", "given"))
    if number.value == 1 and number.written:
        return after not in goods.starts and not person_at(writing, after)
    if unit == "person" or goods.beside(writing, number.first, after) or people:
        return False
    return _is_uncounted(writing, after) or (number.written and number.value < LEAST_SPOKEN)


def _is_a_rate(writing: Writing, number: Number, unit: str, index: int) -> bool:
    """ "200k a month": so many in each of them."""
    return unit in OF_TIME and index > number.last and writing.words[index - 1] in ("a", "an")


def _is_uncounted(writing: Writing, after: int) -> bool:
    """ "17个可持续发展目标": what a Chinese measure word counts is no good."""
    for at in range(after, min(after + MOST_TO_PERSONS, len(writing.tokens))):
        if writing.tokens[at].kind == "sign":
            return False
        if any(writing.norms(at, at + size) in phrases("counting", "uncounted") for size in (1, 2, 3)):
            return True
    return False
