"""Tells money that is given from other money: a sum offered or wired is a contribution in cash, a fee or a price is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.cues import has, sentence_around, singles
from nlu.components.entities.numbers import Number, written
from nlu.components.entities.spelling import Writing

LEAST_UNNAMED = 1_000
"""A bare number from this size on is a sum of money beside words of giving or funding ("we could wire 20000")."""

MOST_TO_SALES = 10
"""Words between a percentage and the sales that it is of."""

NEAR = 4
"""Words between such a word and the bare number."""


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


def unnamed_sums(writing: Writing, *, numbers: Sequence[Number], taken: Taken) -> Iterator[Candidate]:
    """Sums without a currency ("an NGO looking for 50k", "we could wire 20000"): the currency is None."""
    for number in numbers:
        if (number.start, number.end) in taken or number.value < LEAST_UNNAMED or number.written:
            continue
        after = writing.tokens[number.last : number.last + 1]
        is_counted = (
            bool(after) and after[0].kind in ("word", "han") and after[0].norm not in singles("giving", "after_sums")
        )
        before = writing.words[max(0, number.first - NEAR) : number.first]
        if not is_counted and has(before, "giving", "of_money"):
            value = {"amount": written(number.value), "currency": None}
            yield Candidate("money", value, number.start, number.end)
