"""Reads dates and intervals relative to the moment of the message; a duration ("for six months") is not a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.dates.calendar_days import CalendarDays
from nlu.components.entities.dates.calendar_words import CalendarWords, calendar_words
from nlu.components.entities.dates.chinese_days import ChineseDays
from nlu.components.entities.dates.days import Days
from nlu.components.entities.dates.days_of_month import DaysOfMonth
from nlu.components.entities.dates.feasts import Feasts
from nlu.components.entities.dates.joined_days import JoinedDays
from nlu.components.entities.dates.numeric_days import NumericDays
from nlu.components.entities.dates.period_parts import PeriodParts
from nlu.components.entities.dates.relative_days import RelativeDays
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.dates.weekdays import Weekdays
from nlu.components.entities.dates.year_parts import YearParts
from nlu.components.entities.dates.years import Years
from nlu.components.entities.spelling import Writing, normal
from nlu.components.entities.wordlists import word_list

Rule = Callable[[int], Days | None]


def dates(writing: Writing, *, numbers: Sequence[Number], language: str, at: datetime, taken: Taken) -> list[Candidate]:
    """Every date and interval of the text, as ISO 8601 (an interval half-open), relative to `at`."""
    reading = _Reading(writing, calendar_words(), numbers, language, at.date())
    found = [days for days in reading.days() if not _is_taken(writing, days, taken)]
    return [_candidate(writing, days) for days in reading.joined(_without_overlaps(found))]


@dataclass(frozen=True)
class _Reading:
    """One text with what its dates are read by."""

    writing: Writing
    words: CalendarWords
    numbers: Sequence[Number]
    language: str
    today: date

    def days(self) -> Iterator[Days]:
        """Every day and stretch of days, some of them one inside the other."""
        parts = PeriodParts(self.writing, self.words, self.tenses, self.today)
        for days in self._proposed():
            narrowed = parts.narrowed(days)
            if narrowed and not self._is_a_street(narrowed.first, narrowed.end):
                yield narrowed

    def joined(self, found: Sequence[Days]) -> Iterator[Days]:
        """The same with those as one that belong together."""
        return JoinedDays(self.writing, self.words, self.tenses, self.today).of(found)

    @cached_property
    def tenses(self) -> Tenses:
        """What the words around tell of what is over and what is to come."""
        return Tenses(self.writing, self.words)

    def _proposed(self) -> Iterator[Days]:
        tenses = self.tenses
        by_token = {number.first: number for number in self.numbers}
        relative = RelativeDays(self.writing, self.words, by_token, tenses, self.today)
        calendar = CalendarDays(self.writing, self.words, by_token, tenses, self.today, self.language)
        weekdays = Weekdays(self.writing, self.words, tenses, self.today)
        of_month = DaysOfMonth(self.writing, self.words, tenses, self.today, self.language)
        parts = YearParts(self.writing, self.words, tenses, self.today)
        years = Years(self.writing, self.words, self.today)
        feasts = Feasts(self.writing, self.words, tenses, self.today)
        yield from NumericDays(self.writing, self.words, tenses, self.today, self.language).read()
        yield from ChineseDays(self.writing, self.words, tenses, self.today).read()
        yield from relative.counted()
        of_numbers: tuple[Rule, ...] = (years.year, of_month.day_of_month, parts.quarter, parts.half)
        of_numbers += (parts.week, relative.day, weekdays.weekday)
        of_words: tuple[Rule, ...] = (
            parts.weekend,
            relative.day,
            relative.period,
            calendar.month,
            calendar.numbered_month,
        )
        of_words += (weekdays.weekday, parts.season, parts.quarter, parts.half)
        for index, token in enumerate(self.writing.tokens):
            if token.kind == "number":
                yield from _by(of_numbers, index)
            elif self.words.may_begin(self.writing, index):
                yield from _by(of_words, index)
            if token.kind != "sign":
                yield from _by((feasts.feast, of_month.first_of_month), index)

    def _is_a_street(self, first: int, end: int) -> bool:
        """ "Avenida 24 de Julho", "rue du 4 Septembre", "5 March Street"."""
        named_behind = self.words.size_after(self.writing, end, "streets_behind") > 0
        if named_behind and self.writing.tokens[end].raw[:1].isupper():
            return True
        at = first - 1
        while at > 0 and first - at <= 3 and self.writing.words[at] in _singles("street_links"):
            at -= 1
        if at < 0:
            return False
        token = self.writing.tokens[at]
        return token.norm in _singles("streets") or (token.norm in _singles("squares") and token.raw[:1].isupper())


def _by(rules: Sequence[Rule], index: int) -> Iterator[Days]:
    return (days for rule in rules if (days := rule(index)))


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


@lru_cache(maxsize=4)
def _singles(name: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")[name])
