"""Requests as records, for demonstration, tests and migration: from the form of files to their own table and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.inquiries.conversation import Conversation
from bot.inquiries.ports import Calendar, Notice
from bot.inquiries.records import Desk, Record, RequestRecord
from bot.inquiries.request import CLOSED, OPEN, OfferedItem, Request
from bot.inquiries.service_level import due_at
from bot.store.codec import content_hash, json_of, plain_of, record_from, record_of
from bot.store.conversations import SqlConversations
from bot.store.keeping import read_from
from bot.store.outbox import SqlOutbox
from bot.store.record_tables import DeskMemberRow, DeskRow
from bot.store.requests import SqlRequests, request_from, values_of
from bot.store.tables import AuditRow, ConversationRow, OutboxRow, RequestRow

CHANNEL = "import"
"""The channel of conversations that were not led here."""

_SHARED = tuple(part.name for part in fields(Record) if part.name not in ("key", "status"))
_DEFAULT_REPLY = timedelta(hours=8)


@dataclass(frozen=True, kw_only=True)
class RequestWriter:
    """Writes requests that come as records: with a conversation of their own and, while open, a card to be drawn."""

    session: Session
    now: datetime
    calendar: Calendar
    origin: str

    def write(self, record: RequestRecord, row: Any) -> str:
        """Insert or update the request; returns inserted, updated or unchanged."""
        if row is None:
            self._insert(record)
            return "inserted"
        if _same(record, request_record(row)):
            return "unchanged"
        request = replace(request_from(row), **_values(record, self._name_of(record)))
        for name, value in {**values_of(request), "provenance": _provenance(record)}.items():
            setattr(row, name, value)
        self.session.flush()
        self._draw_card(record)
        return "updated"

    def _insert(self, record: RequestRecord) -> None:
        created = record.created or self.now
        conversation = f"{CHANNEL}-{record.key}"
        SqlConversations(self.session).add(
            Conversation(id=conversation, channel=CHANNEL, created_at=created, language=record.language)
        )
        request = Request(
            reference=record.key,
            conversation=conversation,
            created_at=created,
            routed_at=created,
            due_at=self._due(record.desk, start=created),
            closed_at=created if record.status in CLOSED else None,
            **_values(record, self._name_of(record)),
        )
        SqlRequests(self.session).add(request)
        row: Any = self.session.get(RequestRow, record.key)
        row.origin, row.provenance = self.origin, _provenance(record)
        self.session.flush()
        self._draw_card(record)

    def _draw_card(self, record: RequestRecord) -> None:
        if record.status in OPEN and record.status != "parked":
            key = f"card:{record.key}:import:{content_hash(record)[:12]}"
            SqlOutbox(self.session).put(Notice(key=key, kind="card", reference=record.key), at=self.now)

    def _due(self, key: str, *, start: datetime) -> datetime:
        desk = self._desk(key)
        if desk is None:
            return start + _DEFAULT_REPLY
        return due_at(start, working_hours=desk.first_reply_wh, desk=desk, calendar=self.calendar)

    def _name_of(self, record: RequestRecord) -> str:
        """The name of the focal point who holds the request."""
        if not record.assignee:
            return ""
        same = select(DeskMemberRow.name).where(DeskMemberRow.slack_user == record.assignee)
        added = self.session.execute(same.order_by(DeskMemberRow.key)).scalars().all()
        desk = self._desk(record.desk)
        members = [member.name for member in desk.members if member.slack_user == record.assignee] if desk else []
        return next((name for name in (*members, *added) if name), "")

    def _desk(self, key: str) -> Desk | None:
        row = self.session.execute(select(DeskRow).where(DeskRow.key == key)).scalar_one_or_none()
        return cast(Desk, read_from(row)) if row else None


def request_record(row: Any) -> RequestRecord:
    """A request's row in the form of files."""
    request = request_from(row)
    return RequestRecord(
        key=request.reference,
        company=request.company,
        email=request.email,
        desk=request.desk,
        status=request.status,
        items=tuple(plain_of(item) for item in request.items),
        created=request.created_at,
        assignee=request.assignee,
        language=request.language,
        **_shared(row.provenance),
    )


def remove_requests(session: Session, *, origin: str) -> int:
    """Take away the requests of this origin with all that belongs to them; returns how many."""
    rows: Iterable[Any] = session.execute(select(RequestRow).where(RequestRow.origin == origin)).scalars().all()
    references = [row.reference for row in rows]
    conversations = [row.conversation for row in rows]
    connection = session.connection()
    for column, values in (
        (OutboxRow.__table__.c.reference, references),
        (AuditRow.__table__.c.subject, references),
        (RequestRow.__table__.c.reference, references),
        (ConversationRow.__table__.c.id, conversations),
    ):
        connection.execute(delete(column.table).where(column.in_(values)))
    return len(references)


def _values(record: RequestRecord, assignee_name: str) -> dict[str, Any]:
    items = tuple(record_of(OfferedItem, item) for item in record.items)
    told = "; ".join(item.text or item.item for item in items)
    return {
        "company": record.company,
        "email": record.email,
        "desk": record.desk,
        "status": record.status,
        "items": items,
        "summary": told,
        "text": told,
        "language": record.language,
        "assignee": record.assignee,
        "assignee_name": assignee_name,
    }


def _same(record: RequestRecord, kept: RequestRecord) -> bool:
    return replace(record, created=record.created or kept.created) == kept


def _provenance(record: RequestRecord) -> dict[str, Any]:
    given = {name: json_of(getattr(record, name)) for name in _SHARED}
    return {name: value for name, value in given.items() if value}


def _shared(provenance: Mapping[str, Any]) -> dict[str, Any]:
    blank = {name: json_of(getattr(Record(key="-"), name)) for name in _SHARED}
    kept = record_from(Record, {"key": "-", "status": "", **blank, **provenance})
    return {name: getattr(kept, name) for name in _SHARED}
