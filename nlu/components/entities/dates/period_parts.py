"""Makes a month, week or year smaller by the part of it that is named: "end of June", "mi-décembre", "first week of May"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nlu.components.entities.dates.calendar_words import CalendarWords, links
from nlu.components.entities.dates.days import ONE_DAY, WEEK, Days, months_later, start_of
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing

TEN_DAYS = timedelta(days=10)
FORTNIGHT = timedelta(days=14)
MIDDLE = timedelta(days=14)
"""From a month's first day to its fifteenth."""

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_BEHIND = {"初": "early", "末": "end", "底": "end"}
_UNITS = frozenset(("week", *_MONTHS))

Stretch = tuple[date, date]


@dataclass(frozen=True)
class PeriodParts:
    """The parts of periods of one text."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

    def narrowed(self, days: Days) -> Days | None:
        """The part that is named before these days, or the days themselves; None for "the month" of which no part is named."""
        if days.unit not in _UNITS:
            return self._week_of(days)
        part, first = self.words.part_before(self.writing, days.first)
        if not part:
            return None if days.bare else self._narrowed_behind(days)
        if days.bare and self._says_something_else(part, days.unit, first):
            return None
        start, stop = part_of(part, days.unit, days.start, days.stop)
        if days.bare and stop <= self.today and self._is_ahead(first, days.end):
            following = start_of(days.unit, self.today, 1)
            start, stop = part_of(part, days.unit, following, start_of(days.unit, self.today, 2))
        return replace(days, start=start, stop=stop, first=first, unit="", bare=False)

    def _narrowed_behind(self, days: Days) -> Days:
        """ "下周初", "一季度末": the part is named behind in Chinese."""
        part = _BEHIND.get("".join(self.writing.norms(days.end, days.end + 1)))
        if not part or days.unit not in ("week", "quarter", "half") or self.writing.tokens[days.end - 1].kind != "han":
            return days
        start, stop = part_of(part, days.unit, days.start, days.stop)
        return replace(days, start=start, stop=stop, end=days.end + 1, unit="")

    def _is_ahead(self, first: int, end: int) -> bool:
        return self.tenses.lean(first, end) >= 1 and not self.tenses.is_since(first, end)

    def _says_something_else(self, part: str, unit: str, first: int) -> bool:
        """ "fin de semana" is the weekend, and the beginning of "the week" of none in particular no date."""
        return bool(self.words.at(self.writing, first, self.words.weekends)[0]) or (part == "start" and unit == "week")

    def _week_of(self, days: Days) -> Days:
        """ "the week of 7 December": the week in which that day is."""
        told = self.writing.norms(days.first, days.end)
        if not days.is_single or days.unit or told in self.words.days:
            return days
        first = self._week_before(days.first)
        size = self.words.size_after(self.writing, days.end, "weeks_after")
        if first < 0 and not size:
            return days
        start = start_of("week", days.start, 0)
        first = first if first >= 0 else days.first
        return Days(start, start + WEEK, first, days.end + size, "", days.floating)

    def _week_before(self, first: int) -> int:
        for at in range(first, max(-1, first - 3), -1):
            found = self.words.before(self.writing, at, "weeks_of")
            if found >= 0:
                return found
            if at == 0 or self.writing.words[at - 1] not in links():
                break
        return -1


def part_of(part: str, unit: str, start: date, stop: date) -> Stretch:
    """From when to when that part of a week, month, quarter, half year or year lasts."""
    return _PARTS[part](unit, start, stop)


def _day(day: date) -> Stretch:
    return day, day + ONE_DAY


def _middle(unit: str, start: date) -> date:
    """A month's fifteenth day, a week's Wednesday, the first of July; in a quarter the middle of its middle month."""
    if unit == "week":
        return start + timedelta(days=2)
    months = _MONTHS[unit]
    middle = months_later(start, months // 2)
    return middle + MIDDLE if months % 2 else middle


def _early(unit: str, start: date) -> date:
    """Where the early part ends: after ten days, a quarter of the year, two days of a week."""
    if unit == "week":
        return start + timedelta(days=2)
    return start + TEN_DAYS if unit == "month" else months_later(start, _MONTHS[unit] // 3 if unit != "year" else 3)


def _half(unit: str, start: date) -> date:
    """Where the first half ends."""
    if unit == "month":
        return start + MIDDLE + ONE_DAY
    return start + timedelta(days=3) if unit == "week" else months_later(start, max(1, _MONTHS[unit] // 2))


def _nth_week(number: int) -> Callable[[str, date, date], Stretch]:
    return lambda unit, start, stop: (start + WEEK * (number - 1), start + WEEK * number)


_PARTS: Mapping[str, Callable[[str, date, date], Stretch]] = {
    "start": lambda unit, start, stop: _day(start),
    "mid": lambda unit, start, stop: _day(_middle(unit, start)),
    "end": lambda unit, start, stop: _day(stop - ONE_DAY),
    "early": lambda unit, start, stop: (start, _early(unit, start)),
    "first_half": lambda unit, start, stop: (start, _half(unit, start)),
    "second_half": lambda unit, start, stop: (_half(unit, start), stop),
    "first_fortnight": lambda unit, start, stop: (start, start + FORTNIGHT),
    "second_fortnight": lambda unit, start, stop: (start + FORTNIGHT, stop),
    "week_1": _nth_week(1),
    "week_2": _nth_week(2),
    "week_3": _nth_week(3),
    "week_4": _nth_week(4),
    "last_week": lambda unit, start, stop: (stop - WEEK, stop),
    "first_ten": lambda unit, start, stop: (start, start + TEN_DAYS),
    "second_ten": lambda unit, start, stop: (start + TEN_DAYS, start + 2 * TEN_DAYS),
    "third_ten": lambda unit, start, stop: (start + 2 * TEN_DAYS, stop),
}
