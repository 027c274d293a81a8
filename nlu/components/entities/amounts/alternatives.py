"""Numbers that count the same thing though it is said once: "300 not 200 tents", "between 15 000 and 20 000 euros"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words
from nlu.components.entities.cues import SENTENCE_ENDS, phrases
from nlu.components.entities.spelling import Writing


def count_the_same(
    writing: Writing, numbers: Sequence[Number], *, told: Container[int]
) -> Iterator[tuple[Number, Number]]:
    """Pairs of a number of which nothing is told and its neighbour that counts the same. `told`: starts of such neighbours."""
    for number, following in zip(numbers, numbers[1:], strict=False):
        for beside, other in ((following, number), (number, following)):
            if beside.start in told and other.start not in told and _either(writing, number, following, beside):
                yield other, beside


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
        return len(between) <= 5 and between[-1] in small_words("rather_than")
    ors = [word for word in between if word not in small_words("ands") and word != ","]
    return len(between) <= 4 and bool(ors) and all(word in small_words("either") for word in ors)
