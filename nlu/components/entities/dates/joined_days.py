"""Joins dates that belong together: a weekday and its date to one day, days of a list to their month, two to an interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nlu.components.entities.cues import SENTENCE_ENDS
from nlu.components.entities.dates.calendar_words import CalendarWords, single_words
from nlu.components.entities.dates.days import ONE_DAY, Days, day_or_none, months_later
from nlu.components.entities.dates.intervals import LIST_SIGNS, SATURDAY, Intervals, is_a_day_alone, number_at
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing

FOLLOWING_WITHIN = 12
"""Tokens at most between a day and the number of a later one in its month."""

GAP = 3
"""Tokens at most between a weekday and its date."""


@dataclass(frozen=True)
class JoinedDays:
    """The dates of one text as they belong together."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

    def of(self, found: Sequence[Days]) -> Iterator[Days]:
        """The dates in order, those that belong together as one."""
        told = self._merged(self._following(self._with_listed(found)))
        return self._weekends(Intervals(self.writing, self.words, self.tenses, self.today).of(told))

    def _with_listed(self, found: Sequence[Days]) -> list[Days]:
        """With the days of which only the last has its month: "3 or 4 December", "nos dias 3 e 10 de fevereiro"."""
        told: list[Days] = []
        for days in found:
            listed = self._listed_before(days)
            while listed and told and told[-1].end > listed[0].first and is_a_day_alone(self.writing, told[-1]):
                told.pop()
            if not (listed and told and told[-1].end > listed[0].first):
                told += listed
            told.append(days)
        return told

    def _listed_before(self, days: Days) -> list[Days]:
        """Those days in order; consecutive ones with "and" are a stretch, which is read as one."""
        if not days.is_single or days.unit or self.writing.tokens[days.first].kind != "number":
            return []
        at = days.first - 1
        at -= at > 0 and self.writing.words[at] in single_words("to_articles") and not self._is_or(at)
        before = at - 1 - (at > 1 and self.writing.words[at - 1] in single_words("ordinals"))
        number = number_at(self.writing, before) if at > 0 else 0
        day = day_or_none(days.start.year, days.start.month, number) if number else None
        if day is None or day >= days.start or self.words.before(self.writing, at - 1, "between") >= 0:
            return []
        if not (self._is_or(at) or self._is_listed(at, day, days)):
            return []
        one = replace(days, start=day, stop=day + ONE_DAY, first=before, end=at)
        return [*self._listed_before(one), one]

    def _is_or(self, at: int) -> bool:
        return self.writing.norms(at, at + 1) in self.words.phrases["or"]

    def _is_listed(self, at: int, day: date, days: Days) -> bool:
        """ "dias 3 e 10", "les 3 et 10": behind a word for several days."""
        joint = self.writing.norms(at, at + 1) in self.words.phrases["and"] or self.writing.words[at] in LIST_SIGNS
        led = self.words.before(self.writing, at - 1, "several_days") >= 0
        return joint and led and day + ONE_DAY != days.start

    def _following(self, found: Iterable[Days]) -> Iterator[Days]:
        """ "chega a 9 de janeiro, sai no dia 12": a number behind a day to come is of the same month."""
        dated: Days | None = None
        for days in found:
            near = dated is not None and self._is_same_sentence(dated.end, days.first)
            if dated is not None and near and self._is_a_bare_number(days):
                day = day_or_none(dated.start.year, dated.start.month, days.start.day)
                days = replace(days, start=day, stop=day + ONE_DAY) if day and day > dated.start else days
            elif days.is_single and not days.unit and days.start > self.today and not self._is_a_bare_number(days):
                dated = days
            yield days

    def _is_same_sentence(self, first: int, end: int) -> bool:
        between = self.writing.words[first:end]
        return len(between) <= FOLLOWING_WITHIN and SENTENCE_ENDS.isdisjoint(between)

    def _is_a_bare_number(self, days: Days) -> bool:
        """Whether neither month nor year is told of a day."""
        told = self.writing.norms(days.first, days.end)
        others = any((word,) in self.words.months for word in told) or not {"/", ".", "-", "月"}.isdisjoint(told)
        return days.is_single and days.floating and not days.unit and not others

    def _weekends(self, found: Iterable[Days]) -> Iterator[Days]:
        """ "the weekend of 12 December", "no fim de semana de 12 e 13 de dezembro": one weekend told twice."""
        waiting: Days | None = None
        for days in found:
            if waiting is not None and waiting.unit == "weekend" and self._is_its_date(waiting, days):
                saturday = days.start - timedelta(days=days.start.weekday() - SATURDAY)
                days = replace(waiting, start=saturday, stop=saturday + timedelta(days=2), end=days.end)
            elif waiting is not None:
                yield waiting
            waiting = days
        if waiting is not None:
            yield waiting

    def _is_its_date(self, weekend: Days, days: Days) -> bool:
        of_days = days.unit == "" and days.start.weekday() >= SATURDAY and days.stop - days.start <= timedelta(days=2)
        return of_days and self._is_beside(weekend, days)

    def _merged(self, found: Iterable[Days]) -> Iterator[Days]:
        """A weekday and its date, a weekday and its week, "tomorrow, 26 November": one day told twice."""
        waiting: Days | None = None
        for days in found:
            one = self._one(waiting, days) if waiting is not None and self._is_beside(waiting, days) else None
            if waiting is not None and one is None:
                yield waiting
            waiting = one or days
        if waiting is not None:
            yield waiting

    def _is_beside(self, first: Days, second: Days) -> bool:
        between = self.writing.norms(first.end, second.first)
        joints, past = single_words("weekday_joints"), self.words.phrases["past"]
        return len(between) <= GAP and all(word in joints or (word,) in past for word in between)

    def _one(self, first: Days, second: Days) -> Days | None:
        days = {first.unit: first, second.unit: second}
        if "weekday" in days and "week" in days:
            day = days["week"].start + timedelta(days=days["weekday"].start.weekday())
            return Days.single(day, first.first, second.end)
        if not (first.is_single and second.is_single):
            return None
        if first.unit == "weekday" and second.unit != "weekday":
            return replace(self._of_weekday(second, first.start.weekday()), first=first.first)
        same_weekday = second.unit == "weekday" and first.start.weekday() == second.start.weekday()
        return replace(first, end=second.end) if first.start == second.start or same_weekday else None

    def _of_weekday(self, days: Days, weekday: int) -> Days:
        """ "quinta que vem, dia 3": of the days of that number the nearest one that is such a weekday, if any is near."""
        if not is_a_day_alone(self.writing, days) or days.start.weekday() == weekday:
            return days
        months = (months_later(days.start.replace(day=1), shift) for shift in (1, -1, 2))
        found = (day_or_none(month.year, month.month, days.start.day) for month in months)
        day = next((each for each in found if each and each.weekday() == weekday), None)
        return replace(days, start=day, stop=day + ONE_DAY) if day else days
