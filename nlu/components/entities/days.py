"""A day or a stretch of days found in a text, and the arithmetic of calendars."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """From `start` up to, not including, `stop`; told by tokens `first` up to `end`."""

    start: date
    stop: date
    first: int
    end: int

    @classmethod
    def single(cls, day: date, first: int, end: int) -> Days:
        """One day."""
        return cls(day, day + ONE_DAY, first, end)

    @property
    def is_single(self) -> bool:
        """Whether it is one day."""
        return self.stop - self.start == ONE_DAY

    def value(self) -> str:
        """ISO 8601: a day, or start/end, half-open."""
        return self.start.isoformat() if self.is_single else f"{self.start.isoformat()}/{self.stop.isoformat()}"


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(today: date, *, month: int, day: int | None, year: int | None) -> date | None:
    """The date in that year; without a year the next one to come, where a running month is this year's."""
    found = day_or_none(year or today.year, month, day or 1)
    if found is None or year is not None:
        return found
    over = found < today if day else (found.year, found.month) < (today.year, today.month)
    return day_or_none(today.year + 1, month, day or 1) if over else found


def months_later(day: date, months: int) -> date:
    """The same day so many months later or, where that month is shorter, its last day; ValueError beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"Year {year} is beyond the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of(unit: str, today: date, shift: int) -> date:
    """The first day of this week, month or year, or of one `shift` before or after it."""
    if unit == "week":
        return today - timedelta(days=today.weekday()) + WEEK * shift
    return months_later(today.replace(day=1), shift) if unit == "month" else date(today.year + shift, 1, 1)


def moved(today: date, *, unit: str, amount: int) -> date | None:
    """The day that is so many days, weeks, months or years away; None beyond the calendar."""
    try:
        if unit in ("day", "week"):
            return today + timedelta(days=amount * (7 if unit == "week" else 1))
        return months_later(today, amount * (12 if unit == "year" else 1))
    except (OverflowError, ValueError):
        return None
