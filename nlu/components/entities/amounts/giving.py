"""Tells money that is given from other money: a sum offered or wired is a contribution in cash, a fee or a price is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nlu.components.entities.amounts.numbers import Number, written
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.cues import has, phrases, sentence_around, singles
from nlu.components.entities.spelling import Writing
from nlu.components.entities.wordlists import word_list

LEAST_UNNAMED = 1_000
"""A bare number from this size on is a sum of money beside words of giving or funding ("we could wire 20000")."""

MOST_TO_SALES = 10
"""Words between a percentage and the sales that it is of."""

LEAST_SPOKEN = 10
"""A smaller number in words is no sum ("这一块")."""

NEAR = 4
"""Words between such a word and the bare number."""

CHINESE, NEAR_CHINESE, LEAST_CHINESE = "zh", 9, 10_000
"""Chinese is taken apart by characters; there a sum without a currency is in yuan, and from so many on may be in words."""


def cash_given(writing: Writing, money: Sequence[Candidate]) -> Iterator[Candidate]:
    """Contributions in cash at the sums that are given, by the words of their sentence."""
    for told in money:
        words = sentence_around(writing, told.start, told.end)
        if has(words, "giving", "giving") and not has(words, "giving", "not_giving"):
            yield Candidate("contribution_type", "cash", told.start, told.end)


def shares_of_sales(writing: Writing, *, numbers: Sequence[Number]) -> Iterator[Candidate]:
    """ "1% of our December sales", "2% du prix de chaque bouteille vendue": cause marketing, where it is given."""
    for number in numbers:
        at = number.last
        if writing.norms(at, at + 1) == ("%",) or not singles("giving", "percent").isdisjoint(
            writing.norms(at, at + 2)
        ):
            sold = range(at, min(at + MOST_TO_SALES, len(writing.tokens)))
            end = next((i + 1 for i in sold if writing.words[i] in singles("giving", "sales")), 0)
            told = writing.tokens[end - 1]
            if end and has(sentence_around(writing, number.start, told.end), "giving", "giving"):
                yield Candidate("contribution_type", "cause_marketing", told.start, told.end)


def sums_of_each_sale(writing: Writing, money: Sequence[Candidate]) -> Iterator[Candidate]:
    """ "a pound for every pint sold", "1 euro par baguette vendue": cause marketing, behind a sum that is no price."""
    for told in money:
        at, first = writing.index_at(told.start), writing.index_at(told.end)
        is_each = any(writing.norms(first, first + size) in phrases("giving", "each") for size in (1, 2, 3))
        end = _sold_behind(writing, first) if is_each else None
        if end and not has(writing.norms(at - MOST_TO_SALES, at), "giving", "not_giving"):
            yield Candidate("contribution_type", "cause_marketing", writing.tokens[first].start, end)


def _sold_behind(writing: Writing, first: int) -> int | None:
    """Where a word of sales ends that no comma or stop parts from the words from `first` on."""
    for token in writing.tokens[first : first + MOST_TO_SALES]:
        if token.kind == "sign":
            return None
        if token.norm in singles("giving", "sales"):
            return token.end
    return None


def unnamed_sums(writing: Writing, *, numbers: Sequence[Number], taken: Taken) -> Iterator[Candidate]:
    """Sums whose currency is not named ("we could wire 20000"): None, unless they imply it ("15 lakhs", "500块", "差十五万")."""
    implied: Mapping[str, str] = word_list("giving")["implied"]
    for number in numbers:
        if (number.start, number.end) in taken:
            continue
        near = NEAR_CHINESE if writing.language == CHINESE else NEAR
        before = writing.words[max(0, number.first - near) : number.first]
        after = writing.words[number.last : number.last + 1]
        unit = next((word for word in (*after, *writing.norms(number.last - 1, number.last)) if word in implied), "")
        if unit and number.written and number.value < LEAST_SPOKEN:
            continue
        if not has(before, "giving", "of_money") or not (unit or _may_be_a_sum(writing, number)):
            continue
        end = writing.tokens[number.last].end if unit and unit in after else number.end
        currency = implied.get(unit) or (implied["块"] if writing.language == CHINESE else None)
        value = {"amount": written(number.value), "currency": currency}
        yield Candidate("money", value, number.start, end)


def _may_be_a_sum(writing: Writing, number: Number) -> bool:
    """Whether a bare number is great enough and counts no word behind it."""
    after = writing.tokens[number.last : number.last + 1]
    is_counted = (
        bool(after) and after[0].kind in ("word", "han") and after[0].norm not in singles("giving", "after_sums")
    )
    is_told = not number.written or (writing.tokens[number.first].kind == "han" and number.value >= LEAST_CHINESE)
    return number.value >= LEAST_UNNAMED and not is_counted and is_told
