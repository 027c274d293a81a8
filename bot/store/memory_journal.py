"""Outbox, inbox, audit and cards in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.inquiries.ports import Delivery, Notice
from bot.store.columns import as_json
from bot.store.errors import MissingParent
from bot.store.memory_shelves import Entry, Parcel, Shelves, as_kept
from bot.store.outbox import lane_of
from bot.store.requests import in_utc


class InMemoryOutbox:
    """The messages on their way out, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._parcels = shelves.outbox

    def put(self, notice: Notice, *, at: datetime) -> bool:
        """Write the notice; False when one with this key was written before."""
        if any(parcel.notice.key == notice.key for parcel in self._parcels.values()):
            return False
        id = len(self._parcels) + 1
        at = in_utc(at)
        parcel = Parcel(id=id, notice=as_kept(notice), lane=lane_of(notice), created_at=at, available_at=at)
        self._parcels[id] = parcel
        return True

    def take(self, *, now: datetime, limit: int, lease_seconds: int = 60) -> Sequence[Delivery]:
        """Due notices in order, leased for `lease_seconds`: of each request only the oldest undelivered one."""
        free = (parcel for parcel in self._parcels.values() if parcel.is_due(now) and not self._has_earlier(parcel))
        due = tuple(islice(free, limit))
        for parcel in due:
            self._parcels[parcel.id] = replace(parcel, lease_until=now + timedelta(seconds=lease_seconds))
        return tuple(_delivery(parcel) for parcel in due)

    def delivered(self, id: int, *, at: datetime) -> None:
        """The notice has arrived."""
        self._change(id, delivered_at=at, lease_until=None, error="")

    def failed(self, id: int, *, at: datetime, again_at: datetime | None, error: str) -> None:
        """The notice did not arrive; tried again at `again_at`, or given up (None) and kept for inspection."""
        again: dict[str, Any] = {"available_at": again_at} if again_at else {"dead": True}
        parcel = self._parcels.get(id)
        if parcel:
            self._change(id, tries=parcel.tries + 1, error=error, lease_until=None, **again)

    def waiting(self) -> int:
        """How many notices are not delivered yet; those given up do not wait."""
        return sum(parcel.is_waiting for parcel in self._parcels.values())

    def _change(self, id: int, **values: Any) -> None:
        parcel = self._parcels.get(id)
        if parcel and parcel.delivered_at is None:
            self._parcels[id] = replace(parcel, **values)

    def _has_earlier(self, parcel: Parcel) -> bool:
        return bool(parcel.lane) and any(
            other.lane == parcel.lane and other.id < parcel.id and other.is_waiting for other in self._parcels.values()
        )


class InMemoryInbox:
    """Identities of what has come in, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._seen = shelves.inbox

    def remember(self, identity: str, *, source: str, at: datetime, payload: Mapping[str, Any] | None = None) -> bool:
        """True when seen for the first time; a transaction that fails has seen nothing."""
        as_json(dict(payload or {}))
        is_new = identity not in self._seen
        self._seen.add(identity)
        return is_new


class InMemoryAudit:
    """Who did what, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._entries = shelves.audit

    def note(
        self, *, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write one entry."""
        entry = Entry(at=at, actor=actor, action=action, subject=subject, detail=dict(detail or {}))
        self._entries.append(as_kept(entry))

    def of(self, subject: str) -> Sequence[Mapping[str, Any]]:
        """A subject's entries, oldest first: at, actor, action, detail."""
        return tuple(
            {"at": entry.at, "actor": entry.actor, "action": entry.action, "detail": entry.detail}
            for entry in self._entries
            if entry.subject == subject
        )


class InMemoryCards:
    """Where the requests' cards stand, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._places = shelves.cards
        self._requests = shelves.requests

    def place(self, reference: str) -> tuple[str, str] | None:
        """(channel id, message ts) of the card, or None while it is not posted."""
        return self._places.get(reference)

    def put(self, reference: str, *, channel: str, ts: str) -> None:
        """Remember where the card stands. Raises MissingParent without the request."""
        if reference not in self._requests:
            raise MissingParent(f"There is no request {reference} for this card; add the request first.")
        self._places[reference] = (channel, ts)

    def reference_at(self, *, channel: str, ts: str) -> str | None:
        """The reference of the request whose card stands there, or None."""
        return next((reference for reference, place in self._places.items() if place == (channel, ts)), None)


def _delivery(parcel: Parcel) -> Delivery:
    return Delivery(id=parcel.id, notice=parcel.notice, tries=parcel.tries, created_at=parcel.created_at)
