"""A day or a stretch of days found in a text, and the arithmetic of calendars."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
USUALLY_AHEAD = 2.0
"""A day's number alone ("on the 14th") is more often still to come."""

QUARTER = 3
"""Months of a quarter and of a season."""


@dataclass(frozen=True)
class Days:
    """From `start` up to, not including, `stop`; told by tokens `first` up to `end`.

    `unit` is what was named: "weekday", "week", "month", "quarter", "half" or "year", nothing for a day. `floating`: its year
    was not told. `bare`: "the month", which is a date only with a part of it named ("end of the month").
    """

    start: date
    stop: date
    first: int
    end: int
    unit: str = ""
    floating: bool = False
    bare: bool = False

    @classmethod
    def single(cls, day: date, first: int, end: int, *, unit: str = "", floating: bool = False) -> Days:
        """One day."""
        return cls(day, day + ONE_DAY, first, end, unit, floating)

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


def nearest_day(today: date, *, month: int, day: int, lean: float = 1) -> date | None:
    """The nearest such day, past or to come; None when there is none. `lean`: above 1 the coming one is taken for nearer."""
    years = range(today.year - 4, today.year + 5) if (month, day) == (2, 29) else range(today.year - 1, today.year + 2)
    return nearer(today, [each for year in years if (each := day_or_none(year, month, day))], lean=lean)


def nearest_month(today: date, *, month: int, lean: float = 1) -> date:
    """The first day of the nearest such month, past or to come, where the running month is this one."""
    if month == today.month:
        return today.replace(day=1)
    ahead = date(today.year + (month < today.month), month, 1)
    behind = months_later(ahead, -12)
    since = (today - months_later(behind, 1)).days + 1
    return behind if since * lean < (ahead - today).days else ahead


def nearest_number(today: date, number: int, *, lean: float = 1) -> date | None:
    """The nearest day with that number in any month."""
    first = today.replace(day=1)
    months = [months_later(first, shift) for shift in range(-2, 3)]
    return nearer(
        today, [each for month in months if (each := day_or_none(month.year, month.month, number))], lean=lean
    )


def nearer(today: date, days: Sequence[date], *, lean: float) -> date | None:
    """The last of these days up to today or the first from today on."""
    behind, ahead = [each for each in days if each <= today], [each for each in days if each >= today]
    if not behind or not ahead:
        return None
    return behind[-1] if (today - behind[-1]).days * lean < (ahead[0] - today).days else ahead[0]


def months_later(day: date, months: int) -> date:
    """The same day so many months later or, where that month is shorter, its last day; ValueError beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"Year {year} is beyond the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of(unit: str, today: date, shift: int) -> date:
    """The first day of this week, month, quarter or year, or of one `shift` before or after it."""
    if unit == "week":
        return today - timedelta(days=today.weekday()) + WEEK * shift
    if unit == "quarter":
        return months_later(date(today.year, today.month - (today.month - 1) % QUARTER, 1), QUARTER * shift)
    return months_later(today.replace(day=1), shift) if unit == "month" else date(today.year + shift, 1, 1)


def moved(today: date, *, unit: str, amount: int) -> date | None:
    """The day that is so many days, weeks, months or years away; None beyond the calendar."""
    days = {"day": 1, "week": 7, "fortnight": 14}
    try:
        if unit in days:
            return today + timedelta(days=amount * days[unit])
        return months_later(today, amount * (12 if unit == "year" else 1))
    except (OverflowError, ValueError):
        return None
