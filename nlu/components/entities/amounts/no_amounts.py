"""Tells numbers that are no amount: measures that describe a thing, places in a row, labels, names, pronouns."""

from __future__ import annotations

import re

from nlu.components.entities.amounts.durations import OF_TIME
from nlu.components.entities.amounts.goods_beside import Goods, in_feet
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import measure_at, small_words, unit_at
from nlu.components.entities.cues import SENTENCE_ENDS, has, phrases, singles
from nlu.components.entities.spelling import Writing

YEARS = range(1990, 2040)

COUNTED = ("piece", "box", "pallet", "kit", "person")
"""Units of which so many are no dimension ("3,000 pcs long span roofing")."""

PACKED = ("container", "pallet")
"""Units behind which a measure tells how much they hold in all ("2 containers of rice (48 t)")."""

MEASURED = ("kg", "t", "l", "m")
"""Units that tell how much one of several things holds."""

_ORDINAL = re.compile(
    r"(?:st|nd|rd|th|e|er|ère|ème|eme|º|ª|°|-?(?:й|го|я|ая|ое|м|му|х|е))(?![^\W\d_])|/\d", re.IGNORECASE
)
"""Right behind a number that tells a place in a row, a date or hours ("24/7"), and no amount."""


def is_no_amount(writing: Writing, number: Number, goods: Goods) -> bool:
    """Whether a number counts nothing, whatever stands behind it."""
    return (
        _is_a_label(writing, number)
        or _is_a_specification(writing, number, goods)
        or _is_a_name(writing, number)
        or _is_a_pronoun(writing, number, goods)
    )


def is_a_year(writing: Writing, number: Number) -> bool:
    """ "the 2026 Jordan refugee response"."""
    return number.end - number.start == 4 and number.value in YEARS


def describes(writing: Writing, number: Number, after: int, goods: Goods) -> bool:
    """ "a 5 litre jerrycan", "10-ton trucks", "1.2 m high": a measure that tells what a thing is like."""
    if unit_at(writing, number.last)[0] not in COUNTED and any(
        writing.norms(after, after + size) in phrases("units", "dimensions") for size in (1, 2, 3, 4)
    ):
        return True
    if writing.language != "en" or writing.words[number.last] not in small_words("singular_measures"):
        return False
    return after in goods.starts and number.value != 1


def _is_a_label(writing: Writing, number: Number) -> bool:
    """ "№ 5", "clause 4", "RFQ 2291"."""
    before = writing.norms(number.first - 2, number.first)
    is_not = writing.language == "es" and number.first > 0 and writing.tokens[number.first - 1].raw == "no"
    return not number.written and not is_not and any(before[-size:] in phrases("counting", "labels") for size in (1, 2))


def _is_a_specification(writing: Writing, number: Number, goods: Goods) -> bool:
    """ "20 kVA", "4x6 m", "第五天", "N95", "100/box": what a thing is like, its name or place in a row, and no amount."""
    before, after = writing.norms(number.first - 1, number.first), writing.norms(number.last, number.last + 2)
    described = any(
        writing.norms(number.last, number.last + n) in phrases("units", "specifications") for n in (1, 2, 3)
    )
    if described and not measure_at(writing, number.last)[0]:
        return True
    if before == ("第",) or (
        number.value == 1 and has(writing.norms(number.first - 3, number.first), "counting", "not_one")
    ):
        return True
    if _ORDINAL.match(writing.text, number.end) or _is_in_a_word(writing, number) or _is_per_packing(writing, number):
        return True
    unit, behind = unit_at(writing, number.last)
    if unit and (
        describes(writing, number, behind, goods) or (unit in MEASURED and _is_of_counted(writing, number, goods))
    ):
        return True
    if (
        unit
        and before
        and before[0] in small_words("of")
        and writing.norms(number.last, behind) in phrases("units", "pages")
    ):
        return True
    crossed = len(after) == 2 and after[0] in ("x", "×") and after[1].isdigit() and not in_feet(writing, number.last)
    return crossed or (bool(before) and before[0] in ("x", "×") and number.first >= 2 and _is_digit(writing, number))


def _is_of_counted(writing: Writing, number: Number, goods: Goods) -> bool:
    """ "٤٥ خزان ٥٠٠ لتر", "600 jerrycans (20 l)": a measure right behind counted goods tells what one of them holds."""
    first = number.first
    is_bracketed = writing.norms(first - 1, first) in (("(",), ("（",))
    first -= is_bracketed
    if first not in goods.ends or not (is_bracketed or writing.language == "ar"):
        return False
    while first and first - 1 in goods.inside:
        first -= 1
    is_packed = unit_at(writing, first)[0] in PACKED
    return first > 0 and writing.tokens[first - 1].kind == "number" and not is_packed


def _is_in_a_word(writing: Writing, number: Number) -> bool:
    """ "N95", "RFQ-1180": letters are written onto the front; "6-person tents", "3ashan" (Arabic): onto the end."""
    if number.written or not number.start:
        front = False
    else:
        char, further = writing.text[number.start - 1], writing.text[max(0, number.start - 2) : number.start - 1]
        front = char.isascii() and char.isalpha() and char not in "xX"
        front |= char in "-‑" and further.isalpha()
    behind = writing.text[number.end : number.end + 1]
    if behind in ("-", "‑") and writing.text[number.end + 1 : number.end + 2].isalpha() and number.first:
        return True
    is_glued = not number.written and behind.isascii() and behind.isalpha()
    return front or (is_glued and not unit_at(writing, number.last)[0] and not measure_at(writing, number.last)[0]
                     and writing.norms(number.last, number.last + 1) not in (("x",), ("pcs",)))  # fmt: skip


def _is_per_packing(writing: Writing, number: Number) -> bool:
    """ "100/box", "每箱24瓶", and the hours in "24/7"."""
    after = writing.norms(number.last, number.last + 2)
    if len(after) == 2 and after[0] == "/" and after[1] in singles("counting", "packings"):
        return True
    before = writing.norms(number.first - 2, number.first)
    if len(before) == 2 and before[0] == "每" and unit_at(writing, number.first - 1)[0] not in ("", *OF_TIME):
        return True
    return len(before) == 2 and before[1] == "/" and before[0].isdigit() and not number.written


def _is_a_name(writing: Writing, number: Number) -> bool:
    """ "Doce Cajá": a number in words written large amid a sentence is part of a name."""
    last = number.last - 1
    if not number.written or not last or not writing.tokens[last].raw.istitle():
        return False
    before = writing.tokens[last - 1]
    return before.norm not in SENTENCE_ENDS and before.kind != "sign"


def _is_a_pronoun(writing: Writing, number: Number, goods: Goods) -> bool:
    """ "one of these days", "every one of them", "另有一批": a written one counts only goods, people and real units."""
    if not number.written or number.value != 1:
        return False
    if writing.tokens[number.first].kind == "han":
        return any(
            writing.norms(number.last, number.last + size) in phrases("units", "not_one_behind") for size in (1, 2, 3)
        )
    unit, end = unit_at(writing, number.last)
    return number.last not in goods.starts and (not unit or (unit == "piece" and end - number.last > 1))


def _is_digit(writing: Writing, number: Number) -> bool:
    return writing.tokens[number.first - 2].kind == "number"
