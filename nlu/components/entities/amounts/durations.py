"""Tells whether a span of time counts work or use that is given ("200 hours of advice", "two trucks for six months")."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.components.entities.amounts.units import small_words, unit_at
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.cues import has, phrases, sentence_around
from nlu.components.entities.spelling import Writing, normal

OF_TIME = ("hour", "day", "week", "month", "year")

OF_WORK = ("hour", "day")
"""Units in which work is counted."""

BESIDE = 3
"""Words before and behind a span that tell what it is the length of."""

LONGEST_ANSWER = 5
"""Words of a message that says nothing but the span ("for six months")."""


def without_idle_spans(writing: Writing, found: Sequence[Candidate]) -> list[Candidate]:
    """The quantities without spans of time that nobody gives: ages, waits, deadlines, the length of a partnership."""
    spans = [quantity for quantity in found if is_of_time(quantity)]
    if not spans:
        return list(found)
    is_given = (
        writing.size <= LONGEST_ANSWER
        or has(writing.words, "durations", "given")
        or any(quantity not in spans for quantity in found)
    )
    return [
        span
        for span in found
        if span not in spans or ((is_given or _is_of_work(writing, span)) and _is_of_use(writing, span))
    ]


def is_of_time(quantity: Candidate) -> bool:
    """Whether it tells a span of time."""
    return quantity.value["unit"] in OF_TIME or (normal(quantity.value["unit"]),) in phrases("units", "minutes")


def _is_of_work(writing: Writing, span: Candidate) -> bool:
    """ "60 hours of translation", also where the hours are part of the work's name."""
    last = writing.index_at(span.end - 1)
    if writing.tokens[last].kind == "number":
        last = unit_at(writing, last + 1)[1] - 1
    behind = writing.norms(last + 1, last + 2)
    of_work = behind in phrases("units", "works") or (bool(behind) and behind[0] in small_words("of"))
    return span.value["unit"] in OF_WORK and of_work


def _is_of_use(writing: Writing, span: Candidate) -> bool:
    first, last = writing.index_at(span.start), writing.index_at(span.end - 1) + 1
    before, behind = writing.norms(first - BESIDE, first), writing.norms(last, last + BESIDE)
    is_led = bool(before) and before[-1] in small_words("for_a")
    if span.value["unit"] == "year" and not is_led and first:
        return False
    if (
        (_ends(before, "not_before") and not _ends(before, "given") and not _is_work_up_to(writing, span, before))
        or _begins(behind, "not_behind")
        or _is_joined(writing, span)
    ):
        return False
    return not has(sentence_around(writing, span.start, span.end), "durations", "silence")


def _is_work_up_to(writing: Writing, span: Candidate, before: tuple[str, ...]) -> bool:
    """ "up to 300 hours of translation", "до 300 часов работы": work, and no deadline."""
    return span.value["unit"] == "hour" and _ends(before, "at_most") and _is_of_work(writing, span)


def _ends(words: tuple[str, ...], name: str) -> bool:
    return any(words[first:] in phrases("durations", name) for first in range(len(words)))


def _begins(words: tuple[str, ...], name: str) -> bool:
    return any(words[:size] in phrases("durations", name) for size in range(1, len(words) + 1))


def _is_joined(writing: Writing, span: Candidate) -> bool:
    """ "a five-year programme", "a 40-year-old firm": a span joined by a hyphen describes."""
    return writing.language == "en" and "-" in writing.text[span.start : span.end]
