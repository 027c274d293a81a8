"""Reads dates and intervals relative to the moment of the message; a duration ("for six months") is not a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from nlu.components.entities.calendar_days import CalendarDays
from nlu.components.entities.calendar_words import CalendarWords, calendar_words
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.chinese_days import ChineseDays
from nlu.components.entities.days import WEEK, Days, day_or_none, months_later
from nlu.components.entities.numbers import Number
from nlu.components.entities.relative_days import RelativeDays
from nlu.components.entities.spelling import Writing
from nlu.components.entities.year_parts import YearParts

_DASH = re.compile(r"\s*[-–—~]\s*")
_AND = frozenset({"and", "et", "y", "e", "и", "و", "by", "和"})
"""Words that join a list as well: they make an interval only after "between" or "from"."""

Rule = Callable[[int], Days | None]


def dates(writing: Writing, *, numbers: Sequence[Number], language: str, at: datetime, taken: Taken) -> list[Candidate]:
    """Every date and interval of the text, as ISO 8601 (an interval half-open), relative to `at`."""
    words = calendar_words()
    found = [days for days in _days(writing, words, numbers, language, at) if not _is_taken(writing, days, taken)]
    intervals = _Intervals(writing, words, at.date())
    return [_candidate(writing, days) for days in intervals.joined(_without_overlaps(found))]


def _days(
    writing: Writing, words: CalendarWords, numbers: Sequence[Number], language: str, at: datetime
) -> Iterator[Days]:
    by_token = {number.first: number for number in numbers}
    relative = RelativeDays(writing, words, by_token, at.date())
    calendar = CalendarDays(writing, words, by_token, at.date(), language)
    parts = YearParts(writing, words, at.date())
    yield from calendar.in_digits()
    yield from ChineseDays(writing, at.date()).read()
    yield from relative.counted()
    of_numbers: tuple[Rule, ...] = (calendar.year, calendar.day_of_month)
    of_words: tuple[Rule, ...] = (relative.day, relative.period, calendar.month, relative.weekday)
    of_words += (parts.season, parts.quarter, parts.weekend)
    for index, token in enumerate(writing.tokens):
        if token.kind == "number":
            yield from (days for rule in of_numbers if (days := rule(index)))
        elif words.may_begin(writing, index):
            yield from (days for rule in of_words if (days := rule(index)))


def _is_taken(writing: Writing, days: Days, taken: Taken) -> bool:
    return (writing.tokens[days.first].start, writing.tokens[days.end - 1].end) in taken


def _candidate(writing: Writing, days: Days) -> Candidate:
    return Candidate("date", days.value(), writing.tokens[days.first].start, writing.tokens[days.end - 1].end)


def _without_overlaps(found: Sequence[Days]) -> list[Days]:
    used: set[int] = set()
    kept = []
    for days in sorted(found, key=lambda days: (days.first - days.end, days.first)):
        tokens = set(range(days.first, days.end))
        if not tokens & used:
            used |= tokens
            kept.append(days)
    return sorted(kept, key=lambda days: days.first)


@dataclass(frozen=True)
class _Intervals:
    """Joins two dates to an interval: "from May to June", "10-14 April"; "until 14 April" begins today."""

    writing: Writing
    words: CalendarWords
    today: date

    def joined(self, found: Sequence[Days]) -> Iterator[Days]:
        """The dates in order, two that belong together as one."""
        return map(self._from_today, self._pairs(found))

    def _from_today(self, days: Days) -> Days:
        led = self.words.before(self.writing, days.first, "up_to") >= 0
        return replace(days, start=self.today) if led and days.start > self.today else days

    def _pairs(self, found: Sequence[Days]) -> Iterator[Days]:
        waiting: Days | None = None
        for days in map(self._with_bare_start, found):
            if waiting is not None and self._belong(waiting, days):
                stop = days.stop if days.stop > waiting.start else _later(days, waiting.start)
                waiting = replace(waiting, start=_near(waiting, stop), stop=stop, end=days.end)
                continue
            if waiting is not None:
                yield waiting
            waiting = days
        if waiting is not None:
            yield waiting

    def _belong(self, first: Days, second: Days) -> bool:
        between = self.writing.norms(first.end, second.first)
        introduced = self.words.before(self.writing, first.first, "since", "between") >= 0
        if not between:
            attached = introduced and self.writing.tokens[second.first].raw.startswith("و")
            return attached or bool(_DASH.fullmatch(self._gap(first.end, second.first)))
        if len(between) > 1 and between[-1] in ("the", "el", "le", "o", "la"):
            between = between[:-1]
        return between in self.words.phrases["to"] and (introduced or between[0] not in _AND)

    def _gap(self, first: int, second: int) -> str:
        return self.writing.text[self.writing.tokens[first - 1].end : self.writing.tokens[second].start]

    def _with_bare_start(self, days: Days) -> Days:
        """The day with a bare number before it: the "10" of "between 10 and 14 April" and of "10-14 April"."""
        index = days.first - 1
        while index > 0 and self.writing.words[index] in ("el", "le", "the", "o"):
            index -= 1
        if index > 0 and self.writing.norms(index, index + 1) in self.words.phrases["to"]:
            index -= 1
        elif index < 0 or not _DASH.fullmatch(self._gap(index + 1, days.first)):
            return days
        token = self.writing.tokens[index]
        if not days.is_single or token.kind != "number" or len(token.norm) > 2:
            return days
        start = day_or_none(days.start.year, days.start.month, int(token.norm))
        return replace(days, start=start, first=index) if start and start < days.start else days


def _later(days: Days, start: date) -> date:
    """The end of an interval that would lie before its start: the weekday after it, else the date a year later."""
    a_week_on = days.stop + WEEK
    return a_week_on if days.is_single and a_week_on > start else months_later(days.stop, 12)


def _near(first: Days, stop: date) -> date:
    """The start of an interval whose year is told at its end only: "from May to June 2028"."""
    earlier = months_later(first.start, 12 * (stop.year - first.start.year))
    return earlier if first.start < earlier < stop else first.start
