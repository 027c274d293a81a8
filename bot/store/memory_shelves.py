"""What the stores in memory hold, and how a value looks after it was kept: exactly as it comes back from a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.inquiries.conversation import Conversation, Message
from bot.inquiries.ports import Notice
from bot.inquiries.records import Record
from bot.inquiries.request import OfferedItem, Request
from bot.store.columns import as_json, keepable
from bot.store.requests import in_utc

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A notice on its way out."""

    id: int
    notice: Notice
    lane: str
    created_at: datetime
    available_at: datetime
    lease_until: datetime | None = None
    tries: int = 0
    error: str = ""
    delivered_at: datetime | None = None
    dead: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether it is neither delivered nor given up."""
        return self.delivered_at is None and not self.dead

    def is_due(self, now: datetime) -> bool:
        """Whether a worker may take it now."""
        leased = self.lease_until is not None and self.lease_until > now
        return self.is_waiting and self.available_at <= now and not leased


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the audit."""

    subject: str
    at: datetime
    actor: str
    action: str
    detail: Mapping[str, Any]


@dataclass(kw_only=True)
class Shelves:
    """Everything that is kept; a transaction works on a copy, whose values are frozen."""

    records: dict[type[Record], dict[str, Record]] = field(default_factory=dict)
    references: dict[int, int] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    outbox: dict[int, Parcel] = field(default_factory=dict)
    inbox: set[str] = field(default_factory=set)
    audit: list[Entry] = field(default_factory=list)
    cards: dict[str, tuple[str, str]] = field(default_factory=dict)

    def copied(self) -> Shelves:
        """A copy that can be changed without touching this one."""
        return Shelves(**{shelf.name: getattr(self, shelf.name).copy() for shelf in fields(self)})


def as_kept(value: T) -> T:
    """The value as it comes back from a database: times in UTC, texts that can be kept, nested values as JSON."""
    changed = {part.name: _part(getattr(value, part.name)) for part in fields(value)}  # type: ignore[arg-type]
    return replace(value, **changed)  # type: ignore[type-var]


def _part(value: Any) -> Any:
    if isinstance(value, str):
        return keepable(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("A time without its zone cannot be kept; give an aware one.")
        return in_utc(value)
    if isinstance(value, Mapping):
        return as_json(dict(value))
    if isinstance(value, tuple):
        return tuple(_part(inner) if isinstance(inner, (Mapping, OfferedItem, str)) else inner for inner in value)
    return as_kept(value) if is_dataclass(value) else value
