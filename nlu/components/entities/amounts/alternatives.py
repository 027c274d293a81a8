"""Numbers that count the same thing though it is said once: "300 not 200 tents", "between 15 000 and 20 000 euros"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words
from nlu.components.entities.cues import SENTENCE_ENDS, phrases
from nlu.components.entities.spelling import Writing

NOT_WITHIN = 3
"""Tokens before a number among which "not" makes it the wrong one ("ce ne sont pas 500 mais 350")."""

MOST_BETWEEN = 6
"""Tokens between the two numbers of a correction."""

_PAUSES = (",", "،", "，", ":", '"', "'", "»", "«")


def count_the_same(
    writing: Writing, numbers: Sequence[Number], *, told: Mapping[int, int]
) -> Iterator[tuple[Number, Number]]:
    """Pairs of a number of which nothing is told and its neighbour that counts the same. `told`: where what is told of those
    that start there ends."""
    for number, following in zip(numbers, numbers[1:], strict=False):
        for beside, other in ((following, number), (number, following)):
            if beside.start not in told or other.start in told:
                continue
            end = writing.index_at(told[beside.start] - 1) + 1 if beside is number else number.last
            if _either(writing, number, following, beside) or is_corrected(writing, number, following, end=end):
                yield other, beside


def corrections(writing: Writing, numbers: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """The numbers of "900, not 600" and "not 600 but 900" that stand there bare, both of them."""
    for number, following in zip(numbers, numbers[1:], strict=False):
        if is_corrected(writing, number, following, end=number.last) and ends_a_part(writing, following.last):
            yield number, following


def is_corrected(writing: Writing, number: Number, following: Number, *, end: int) -> bool:
    """Whether one of two numbers takes the place of the other. `end`: the token behind what is told of the first."""
    between = tuple(word for word in writing.norms(end, following.first) if word not in _PAUSES)
    if following.first < end or len(between) > MOST_BETWEEN or not SENTENCE_ENDS.isdisjoint(between):
        return False
    if _ends(between, "rather_than") and len(between) <= 3:
        return True
    before = writing.norms(number.first - NOT_WITHIN, number.first)
    if _ends(between, "but_rather") and len(between) <= 3 and any(_ends(before[:n], "not_this") for n in (1, 2, 3)):
        return True
    led = tuple(word for word in writing.norms(number.first - 4, number.first) if word not in _PAUSES)
    return _ends(led, "where_written") and ends_a_part(writing, following.last, or_goods=end == number.last)


def ends_a_part(writing: Writing, at: int, *, or_goods: bool = False) -> bool:
    """Whether a part of the sentence ends before a token, so that a number there counts nothing behind it."""
    following = writing.tokens[at] if at < len(writing.tokens) else None
    return or_goods or following is None or following.kind == "sign" or following.norm in small_words("stops")


def _ends(words: tuple[str, ...], name: str) -> bool:
    return any(words[first:] in phrases("units", name) for first in range(len(words)))


def _either(writing: Writing, number: Number, following: Number, told: Number) -> bool:
    """ "300 not 200 tents", "200 or 300", "20-30 pallets": both count the same; "300 tents, not 200" so does the second."""
    between = writing.norms(number.last, following.first)
    if not SENTENCE_ENDS.isdisjoint(between):
        return False
    if not between:
        return told is following and writing.text[number.end : following.start].strip() in ("-", "–", "—", "~", "/")
    led = writing.norms(number.first - 1, number.first)
    if between in phrases("units", "ranges_to") and led in phrases("units", "ranges"):
        return told is following
    if between in phrases("units", "of_the"):
        return told is following
    if told is number:
        return len(between) <= 5 and _ends(between, "rather_than")
    ors = [word for word in between if word not in small_words("ands") and word != ","]
    return len(between) <= 4 and bool(ors) and all(word in small_words("either") for word in ors)
