"""The daily list of a desk: its parked offers, once each working day at the time the desk chose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.inquiries.ports import Calendar, Notice, Records, Work, Works
from bot.inquiries.records import Desk
from bot.inquiries.service_level import week_of

REQUESTS_A_NOTICE = 30
"""A longer list goes out in parts, each a notice of its own."""

_USUAL_TIME = time(9)


@dataclass(frozen=True, kw_only=True)
class DueDigest:
    """A desk whose list of today is due; `identity` names the desk and its local day, so it goes out once."""

    desk: str
    identity: str


@dataclass(frozen=True, kw_only=True)
class Digests:
    """Puts the daily lists that are due into the outbox."""

    works: Works
    calendar: Calendar

    def put_due(self, *, now: datetime, known: Collection[str] = ()) -> Sequence[str]:
        """Write the notices of the lists that are due; returns their identities.

        `known` are identities that need no look any more (those returned earlier). A day without parked offers has no
        list, and one that is parked later that day waits for the next.
        """
        with self.works() as work:
            due = [
                digest
                for digest in due_digests(work.records, now=now, calendar=self.calendar)
                if digest.identity not in known
            ]
            for digest in due:
                _put(work, digest, now=now)
        return [digest.identity for digest in due]


def due_digests(records: Records, *, now: datetime, calendar: Calendar) -> tuple[DueDigest, ...]:
    """The desks whose time for today's list has come, in their own zone, on their own working days."""
    return tuple(
        DueDigest(desk=desk.key, identity=f"digest:{desk.key}:{_local(desk, now).date().isoformat()}")
        for desk in records.all(Desk)
        if desk.status != "withdrawn" and desk.held_offers_digest and _is_due(desk, now=now, calendar=calendar)
    )


def _is_due(desk: Desk, *, now: datetime, calendar: Calendar) -> bool:
    local = _local(desk, now)
    works_today = local.weekday() in week_of(desk.hours)
    is_holiday = bool(desk.holidays) and calendar.is_holiday(local.date(), country=desk.holidays)
    return works_today and not is_holiday and local.time() >= _time_of(desk)


def _local(desk: Desk, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(desk.timezone))


def _time_of(desk: Desk) -> time:
    try:
        return time.fromisoformat(desk.held_offers_digest)
    except ValueError:
        return _USUAL_TIME


def _put(work: Work, digest: DueDigest, *, now: datetime) -> None:
    if not work.inbox.remember(digest.identity, source="worker", at=now):
        return
    references = [request.reference for request in work.requests.of_desk(digest.desk, statuses=("parked",))]
    parts = range(0, len(references), REQUESTS_A_NOTICE)
    for number, start in enumerate(parts, start=1):
        key = digest.identity if number == 1 else f"{digest.identity}:{number}"
        payload = {"references": references[start : start + REQUESTS_A_NOTICE], "part": number, "parts": len(parts)}
        work.outbox.put(Notice(key=key, kind="digest", desk=digest.desk, payload=payload), at=now)
