"""Time from outside: the clock, which tests may freeze, and the public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import lru_cache
from pathlib import Path

import holidays


class ClockNotUnderstood(Exception):
    """FOCALPOINT_CLOCK is an ISO time with a zone, or a file that holds one."""

    def __str__(self) -> str:
        return str(self.__doc__)


class SystemClock:
    """The time of this machine, aware."""

    def __call__(self) -> datetime:
        """Now."""
        return datetime.now(timezone.utc)


@dataclass(frozen=True)
class FrozenClock:
    """A time that is given, or read anew from a file at each look: for tests and demonstrations."""

    setting: str

    def __call__(self) -> datetime:
        """The given time; raises ClockNotUnderstood."""
        path = Path(self.setting)
        text = path.read_text(encoding="utf-8") if path.is_file() else self.setting
        return aware(text.strip())


def aware(text: str) -> datetime:
    """An ISO time, in UTC where it names no zone; raises ClockNotUnderstood."""
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise ClockNotUnderstood from error
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


class PublicHolidays:
    """Public holidays of the countries that the library knows; an unknown country has none."""

    def is_holiday(self, day: date, *, country: str) -> bool:
        """Whether the day is a public holiday in the country (ISO 3166 alpha-2)."""
        return day in _of_year(country, day.year)


@lru_cache(maxsize=256)
def _of_year(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
