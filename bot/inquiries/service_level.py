"""Clocks in working hours: when a desk owes its first reply, and when an idle hold ends (S65, behaviour "time")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.inquiries.errors import InquiryError
from bot.inquiries.ports import Calendar
from bot.inquiries.records import Desk

IDLE_HOLD_WH = 16.0
"""Working hours after which a silent person no longer holds a conversation, unless a setting says otherwise."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(
    r"(?P<first>[a-z]{3})(?:\s*-\s*(?P<last>[a-z]{3}))?\s+(?P<opens>\d\d?:\d\d)\s*-\s*(?P<closes>\d\d?:\d\d)"
)
_HORIZON_DAYS = 400

Week = dict[int, list[tuple[time, time]]]
"""Opening spans by weekday, Monday is 0."""


class HoursNotUnderstood(InquiryError):
    """Working hours are written as "Mon-Fri 08:00-16:00", several spans separated by commas."""


def week_of(hours: str) -> Week:
    """The opening spans of a text such as "Mon-Thu 08:00-16:00, Fri 08:00-12:00"; a span of days may wrap (Sun-Thu)."""
    week: Week = {}
    for part in filter(None, (part.strip() for part in hours.lower().split(","))):
        match = _SPAN.fullmatch(part)
        if not match or match["first"] not in _DAYS or (match["last"] or match["first"]) not in _DAYS:
            raise HoursNotUnderstood
        span = (_time(match["opens"]), _time(match["closes"]))
        if span[0] >= span[1]:
            raise HoursNotUnderstood
        for day in _days(match["first"], match["last"] or match["first"]):
            week.setdefault(day, []).append(span)
    if not week:
        raise HoursNotUnderstood
    return {day: sorted(spans) for day, spans in week.items()}


def due_at(start: datetime, *, working_hours: float, desk: Desk, calendar: Calendar) -> datetime:
    """The moment at which so many of the desk's working hours have passed since `start`, in the desk's zone.

    Weekends are those of the desk's hours; its public holidays do not count.
    """
    left = timedelta(hours=working_hours)
    zone = ZoneInfo(desk.timezone)
    for opens, closes in _open_spans(start.astimezone(zone), desk=desk, calendar=calendar):
        span = closes.timestamp() - opens.timestamp()
        if left.total_seconds() <= span:
            return datetime.fromtimestamp(opens.timestamp() + left.total_seconds(), tz=zone)
        left -= timedelta(seconds=span)
    raise HoursNotUnderstood(f"The desk {desk.key} has no working hours within {_HORIZON_DAYS} days; check its hours.")


def _open_spans(start: datetime, *, desk: Desk, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    week = week_of(desk.hours)
    for offset in range(_HORIZON_DAYS):
        day = start.date() + timedelta(days=offset)
        if day.weekday() not in week or _is_holiday(day, desk=desk, calendar=calendar):
            continue
        for opens, closes in week[day.weekday()]:
            first = max(datetime.combine(day, opens, tzinfo=start.tzinfo), start, key=datetime.timestamp)
            last = _closing(day, closes, start)
            if first.timestamp() < last.timestamp():
                yield first, last


def _closing(day: date, closes: time, start: datetime) -> datetime:
    """The end of a span; 24:00 is the next day's midnight, and of an hour that the clocks skip or repeat the earlier counts."""
    if closes == time.max:
        return datetime.combine(day + timedelta(days=1), time.min, tzinfo=start.tzinfo)
    end = datetime.combine(day, closes, tzinfo=start.tzinfo)
    return min(end, end.replace(fold=1), key=datetime.timestamp)


def _is_holiday(day: date, *, desk: Desk, calendar: Calendar) -> bool:
    return bool(desk.holidays) and calendar.is_holiday(day, country=desk.holidays)


def _time(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    if not (0 <= hour < 24 and 0 <= minute < 60) and (hour, minute) != (24, 0):
        raise HoursNotUnderstood
    return time.max if hour == 24 else time(hour, minute)


def _days(first: str, last: str) -> Iterator[int]:
    day, end = _DAYS.index(first), _DAYS.index(last)
    yield day
    while day != end:
        day = (day + 1) % 7
        yield day
