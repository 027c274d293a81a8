"""Reads how big a company is, from words ("a family business") or from its head count ("we are 8 people")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.numbers import Number
from nlu.components.entities.phrases import Found
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

LIMITS = ((10, "micro"), (50, "small"), (250, "medium"))
"""Employees under which a company is of a size; from 250 on it is large."""

SHORTEST_SPAN = 14
"""A single short word in capitals ("PME") counts too; else one word is too little."""


def company_sizes(writing: Writing, *, found: Sequence[Found], numbers: Sequence[Number]) -> list[Candidate]:
    """Sizes by head count or, where none is told, by words."""
    counted = [size for number in numbers if (size := _by_heads(writing, number))]
    return counted or list(_by_words(writing, found))


def size_of(heads: float) -> str:
    """micro under 10 people, small under 50, medium under 250, large."""
    return next((name for limit, name in LIMITS if heads < limit), "large")


def _by_words(writing: Writing, found: Sequence[Found]) -> Iterator[Candidate]:
    for name in found:
        for meaning in name.meanings:
            if meaning.kind == "company_size":
                yield Candidate("company_size", meaning.value, name.start_in(writing), name.end_in(writing))


def _by_heads(writing: Writing, number: Number) -> Candidate | None:
    after = writing.tokens[number.last : number.last + 3]
    end = _ends_with(writing, number.last, "heads")
    if not end and _told_before(writing, number):
        end = _ends_with(writing, number.last, "people")
    if not end or not after or number.value > 5_000_000:
        return None
    return Candidate("company_size", size_of(number.value), number.start, writing.tokens[end - 1].end)


def _ends_with(writing: Writing, index: int, name: str) -> int:
    phrases = _phrases(name)
    for size in (3, 2, 1):
        words = writing.norms(index, index + size)
        if len(words) == size and (words in phrases or (size == 1 and (writing.tokens[index].forms[-1],) in phrases)):
            return index + size
    return 0


def _told_before(writing: Writing, number: Number) -> bool:
    phrases = _phrases("before_people")
    before = writing.norms(number.first - 5, number.first)
    return any(tuple(before[i:j]) in phrases for i in range(len(before)) for j in range(i + 1, len(before) + 1))


@lru_cache(maxsize=4)
def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(str(entry)) for entry in word_list("company_sizes")[name])
