"""Reads a number without a unit that counts goods or people: "two agronomists", "blankets 400", "8 encarts"."""

from __future__ import annotations

from nlu.components.entities.amounts.around_numbers import is_in_danger
from nlu.components.entities.amounts.counted_apart import counts_unlisted, is_apart, looks_counted
from nlu.components.entities.amounts.goods_beside import (
    MOST_BETWEEN,
    Goods,
    behind_ours,
    describes_goods,
    may_stand_between,
    unit_of,
)
from nlu.components.entities.amounts.no_amounts import is_a_year, is_no_amount
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import person_at, quantity_of, small_words
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.cues import has, phrases, singles
from nlu.components.entities.spelling import Writing
from nlu.components.entities.things import STAFF

LARGEST = 100_000_000
"""A longer bare number is some other number."""

MOST_TO_PERSONS = 3
"""Words between a number and the people that it counts ("two of our radio engineers")."""

LEAST_SPOKEN = 10
"""A smaller Chinese number in words counts only with a measure word."""

LEAST_OPENING = 3
"""From so many on, a plural that opens a message is counted though nothing is said of giving ("120 seats on our flight")."""

JOINED = frozenset(",،、，&;+")
"""Signs between the members of a row."""


def of_persons(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """ "two agronomists", "eleven of our nurses", "14 дипломированных медсестёр", "four lab techs"."""
    if number.written and number.value == 1:
        return None
    first = behind_ours(writing, number.last)
    for at in range(first, min(first + MOST_TO_PERSONS, len(writing.tokens))):
        end = person_at(writing, at)
        if end and not _owns(writing, end) and not (at > first and is_a_year(writing, number)):
            return quantity_of(number, "person", number.start, number.end)
        if end or at in goods.starts or not may_stand_between(writing.tokens[at]):
            return None
    return None


def _owns(writing: Writing, end: int) -> bool:
    """ "30 widows' sewing machines"."""
    return writing.text[writing.tokens[end - 1].end :][:1] in ("'", "’")


def of_team(writing: Writing, number: Number) -> Candidate | None:
    """ "a rescue squad of 24", "équipe de 7", "on est 200 avec des bébés"."""
    following = writing.tokens[number.last : number.last + 1]
    ends = not following or following[0].kind == "sign" or following[0].norm in small_words("stops")
    before = writing.norms(number.first - MOST_BETWEEN * 2, number.first)
    of_team = (
        len(before) > 1 and before[-1] in small_words("of") and has(before[-MOST_BETWEEN:-1], "company_sizes", "teams")
    )
    of_us = any(before[-size:] in phrases("company_sizes", "we_are") for size in (1, 2, 3))
    is_told = (of_team or of_us) and (ends or is_in_danger(writing.words))
    return quantity_of(number, "person", number.start, number.end) if is_told else None


def of_things(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """ "300 warm blankets", "twelve of our trucks"."""
    if number.written and (
        number.value < 1 or (number.value < LEAST_SPOKEN and writing.tokens[number.first].kind == "han")
    ):
        return None
    first = behind_ours(writing, number.last)
    for index in range(first, min(first + MOST_BETWEEN + 1, len(writing.tokens))):
        if index in goods.starts:
            unit = unit_of(goods.starts[index])
            if unit == "person" and not singles("people", "animals").isdisjoint(writing.norms(first, index + 3)):
                unit = "piece"
            return quantity_of(number, unit, number.start, number.end)
        is_plain = may_stand_between(writing.tokens[index]) or describes_goods(writing, index)
        if not is_plain or writing.norms(index, index + 1) in phrases("counting", "uncounted"):
            return None
    return None


def after_thing(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """ "blankets 400", "mattresses: 250", "repas prêts, 600 par jour", "quantity 75"."""
    before = number.first - 1
    while before >= 0 and writing.words[before] in (":", "=", "x", "(", ",", "،", "，", "–", "+"):
        before -= 1
    following = writing.tokens[number.last] if number.last < len(writing.tokens) else None
    if before < 0 or (following and following.kind == "word" and following.norm not in small_words("stops")):
        staff = goods.ends.get(number.first) == STAFF and writing.language == "ar" and not number.written
        return quantity_of(number, "person", number.start, number.end) if staff else None
    if number.value < 1:
        return None
    if before + 1 in goods.ends:
        return quantity_of(number, unit_of(goods.ends[before + 1]), number.start, number.end)
    if not small_words("quantity_words").isdisjoint(writing.tokens[before].forms):
        return quantity_of(number, "piece", number.start, number.end)
    return None


def behind_in_arabic(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """ "مدربين اثنين", "مهندسين اتنين": two of the people or goods right before."""
    if writing.language != "ar" or not number.written or number.value != 2 or not number.first:
        return None
    at = number.first - 1
    if at + 1 in goods.ends:
        return quantity_of(number, unit_of(goods.ends[at + 1]), number.start, number.end)
    is_person = any(person_at(writing, first) == number.first for first in range(max(0, at - 1), at + 1))
    return quantity_of(number, "person", number.start, number.end) if is_person else None


def apart_from_thing(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """The number of goods named before, which do not stand beside it."""
    if number.value >= LARGEST or not is_apart(writing, number, named=bool(_named(number, goods))):
        return None
    named = _named(number, goods)
    return quantity_of(number, unit_of(goods.ends[max(named)] if named else ""), number.start, number.end)


def is_changed_to(writing: Writing, number: Number, goods: Goods) -> bool:
    """Whether a number takes the place of one told before ("it was 15 cartons, make it 51")."""
    return not is_no_amount(writing, number, goods) and is_apart(writing, number, named=True)


def _named(number: Number, goods: Goods) -> list[int]:
    return [end for end in goods.ends if end <= number.first]


def unlisted(writing: Writing, number: Number) -> Candidate | None:
    """Something that no list holds, counted where something is offered or changed, or where the message begins with it."""
    opens = number.first == 0 and number.value >= LEAST_OPENING and looks_counted(writing, number)
    told = not is_a_year(writing, number) and (opens or counts_unlisted(writing, number))
    return quantity_of(number, "piece", number.start, number.end) if told else None


def unlisted_in_row(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    """Something that no list holds in a row with what is counted: "30 laptops, 10 мониторов"."""
    if is_no_amount(writing, number, goods) or is_a_year(writing, number) or not looks_counted(writing, number):
        return None
    before = writing.norms(number.first - 1, number.first)
    joined = bool(before) and (before[0] in JOINED or before in phrases("units", "ands"))
    return quantity_of(number, "piece", number.start, number.end) if joined else None
