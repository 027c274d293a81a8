"""Reads quantities: a number with its unit, or a number that counts goods or people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nlu.components.entities.amounts import counted
from nlu.components.entities.amounts.alternatives import corrections, count_the_same
from nlu.components.entities.amounts.durations import is_of_time, without_idle_spans
from nlu.components.entities.amounts.goods_beside import Goods, unit_of
from nlu.components.entities.amounts.measured import behind_unit, of_measure, with_unit
from nlu.components.entities.amounts.no_amounts import is_a_year, is_no_amount
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.single_amounts import without_a_number
from nlu.components.entities.amounts.units import measure_at, quantity_of, small_words, unit_at
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.spelling import Writing
from nlu.components.entities.things import Thing

LARGEST_ALONE = 100_000_000
"""A longer bare number is some other number."""

MOST_CONFIRMING = 4
"""Words beside a number that is the whole message ("yes, exactly 400")."""


def quantities(
    writing: Writing, *, numbers: Sequence[Number], things: Sequence[Thing], taken: Taken
) -> list[Candidate]:
    """Quantities of the text. `things`: the goods found."""
    goods = Goods.of(things)
    free = [number for number in numbers if (number.start, number.end) not in taken]
    found = {number.start: quantity for number in free if (quantity := _read(writing, number, goods))}
    if not all(map(is_of_time, found.values())):
        found |= {
            n.start: q for n in free if n.start not in found and (q := counted.unlisted_in_row(writing, n, goods))
        }
    for number in free:
        before = [quantity for start, quantity in found.items() if start < number.start]
        if number.start not in found and before and counted.is_changed_to(writing, number, goods):
            unit = max(before, key=lambda quantity: quantity.start).value["unit"]
            found[number.start] = quantity_of(number, unit, number.start, number.end)
    for number in _corrected(writing, free, goods, found):
        found[number.start] = _of_goods_named(number, goods)
    ends = {start: quantity.end for start, quantity in found.items()}
    same = [pair for pair in count_the_same(writing, free, told=ends) if pair[0].value != 1 or not pair[0].written]
    for other, told in same:
        found[other.start] = quantity_of(other, found[told.start].value["unit"], other.start, other.end)
    told_alone = without_a_number(writing, things, taken=taken.with_more(found.values()))
    return without_idle_spans(writing, [*found.values(), *told_alone])


def _corrected(
    writing: Writing, numbers: Sequence[Number], goods: Goods, found: Mapping[int, Candidate]
) -> Iterator[Number]:
    """The bare numbers of "900, not 600", where neither is something else."""
    for pair in corrections(writing, numbers):
        read = any(n.start in found or is_no_amount(writing, n, goods) or is_a_year(writing, n) for n in pair)
        yield from () if read else pair


def _of_goods_named(number: Number, goods: Goods) -> Candidate:
    """So many of the goods named last before, or so many pieces."""
    named = [end for end in goods.ends if end <= number.first]
    return quantity_of(number, unit_of(goods.ends[max(named)] if named else ""), number.start, number.end)


def _read(writing: Writing, number: Number, goods: Goods) -> Candidate | None:
    if is_no_amount(writing, number, goods):
        return None
    if measure_at(writing, number.last)[0]:
        return of_measure(writing, number, goods)
    return (
        with_unit(writing, number, goods)
        or behind_unit(writing, number)
        or counted.behind_in_arabic(writing, number, goods)
        or counted.of_persons(writing, number, goods)
        or counted.of_team(writing, number)
        or counted.of_things(writing, number, goods)
        or counted.after_thing(writing, number, goods)
        or counted.apart_from_thing(writing, number, goods)
        or counted.unlisted(writing, number)
        or _alone(writing, number)
    )


def _alone(writing: Writing, number: Number) -> Candidate | None:
    """ "200", "about 300": the whole message is the number."""
    if number.value >= LARGEST_ALONE or writing.size - (number.last - number.first) > MOST_CONFIRMING:
        return None
    rest = [t for i, t in enumerate(writing.tokens) if not number.first <= i < number.last and t.kind != "sign"]
    if len(rest) == 1 and number.last == len(writing.tokens) and (unit := unit_at(writing, number.first - 1)[0]):
        return quantity_of(number, unit, rest[0].start, number.end)
    if any(token.norm not in small_words("near") | small_words("confirming") for token in rest):
        return None
    return quantity_of(number, "piece", number.start, number.end)
