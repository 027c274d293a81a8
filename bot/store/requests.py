"""The requests in the database: read with a lock, written with the version that was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.inquiries.errors import DuplicateIdentity, UnknownReference
from bot.inquiries.request import OfferedItem, Request
from bot.store.codec import from_json, json_of
from bot.store.columns import as_json
from bot.store.errors import ChangedMeanwhile, MissingParent
from bot.store.once import insert_once
from bot.store.tables import ConversationRow, ReferenceCounterRow, RequestRow

_LISTS = ("items", "flags", "informed", "backup", "reasons")
_PLAIN = tuple(field.name for field in fields(Request) if field.name not in _LISTS)


class SqlRequests:
    """The requests of one transaction. A request is locked after its conversation: everywhere in this order."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[str, Any] = {}

    def next_reference(self, *, year: int) -> str:
        """A reference that was never given before; other transactions wait for this one's end."""
        insert_once(self._session, ReferenceCounterRow, {"year": year, "last": 0})
        counter = ReferenceCounterRow.__table__
        self._session.execute(update(counter).where(counter.c.year == year).values(last=counter.c.last + 1))
        last = self._session.execute(select(counter.c.last).where(counter.c.year == year)).scalar_one()
        return reference(year=year, number=int(last))

    def add(self, request: Request) -> None:
        """Keep a new request. Raises MissingParent without its conversation, DuplicateIdentity for a used reference."""
        if not self._session.get(ConversationRow, request.conversation):
            raise MissingParent(f"There is no conversation for {request.reference}; add the conversation first.")
        if self._session.get(RequestRow, request.reference):
            raise DuplicateIdentity(f"The reference {request.reference} is in use; take the next one.")
        row = RequestRow(**values_of(request))
        self._session.add(row)
        self._session.flush()
        self._rows[request.reference] = row
        count_up(self._session, request.reference)

    def get(self, reference: str) -> Request | None:
        """The request, locked until the end of the transaction, or None."""
        conversation = self._session.execute(
            select(RequestRow.conversation).where(RequestRow.reference == reference)
        ).scalar_one_or_none()
        if conversation is None:
            return None
        self._lock(conversation)
        found = self._read(select(RequestRow).where(RequestRow.reference == reference).with_for_update())
        return found[0] if found else None

    def save(self, request: Request) -> None:
        """Keep the request as it is now. Raises UnknownReference, or ChangedMeanwhile when somebody else was faster."""
        row = self._rows.get(request.reference) or self._session.get(RequestRow, request.reference)
        if row is None:
            raise UnknownReference
        for name, value in values_of(request).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        try:
            self._session.flush()
        except StaleDataError as error:
            raise ChangedMeanwhile from error
        self._rows[request.reference] = row

    def of_conversation(self, conversation: str) -> Sequence[Request]:
        """The conversation's requests, oldest first, locked like a single one."""
        self._lock(conversation)
        return self._read(_oldest_first().where(RequestRow.conversation == conversation).with_for_update())

    def of_company(self, company: str, *, email: str = "") -> Sequence[Request]:
        """Requests of the same company name (case-insensitive) or e-mail address, oldest first."""
        same = [
            column == folded(value)
            for column, value in ((RequestRow.company_folded, company), (RequestRow.email_folded, email))
            if folded(value)
        ]
        return self._read(_oldest_first().where(or_(*same))) if same else ()

    def of_desk(self, desk: str, *, statuses: Sequence[str]) -> Sequence[Request]:
        """The desk's requests in these states, oldest first."""
        return self._read(_oldest_first().where(RequestRow.desk == desk, RequestRow.status.in_(list(statuses))))

    def _lock(self, conversation: str) -> None:
        self._session.execute(select(ConversationRow.id).where(ConversationRow.id == conversation).with_for_update())

    def _read(self, query: Any) -> Sequence[Request]:
        rows: Iterable[Any] = self._session.execute(query.execution_options(populate_existing=True)).scalars().all()
        self._rows.update({row.reference: row for row in rows})
        return tuple(map(request_from, rows))


def reference(*, year: int, number: int) -> str:
    """FP-<year>-<number, at least five digits>."""
    return f"FP-{year}-{number:05d}"


def count_up(session: Session, reference: str) -> None:
    """Never give a number again that a request from elsewhere already has."""
    year, number = number_of(reference)
    insert_once(session, ReferenceCounterRow, {"year": year, "last": 0})
    counter = ReferenceCounterRow.__table__
    session.execute(update(counter).where(counter.c.year == year, counter.c.last < number).values(last=number))


def number_of(reference: str) -> tuple[int, int]:
    """The year and the number of a reference."""
    _, year, number = reference.split("-")
    return int(year), int(number)


def folded(text: str) -> str:
    """The form in which names and addresses are compared."""
    return " ".join(text.casefold().split())


def values_of(request: Request) -> dict[str, Any]:
    """The columns of a request's row."""
    nested = {name: json_of(getattr(request, name)) for name in _LISTS}
    plain = {name: in_utc(getattr(request, name)) for name in _PLAIN}
    same = {"company_folded": folded(request.company), "email_folded": folded(request.email)}
    return {**plain, **nested, **same, "facts": as_json(dict(request.facts))}


def request_from(row: Any) -> Request:
    """The request that a row holds."""
    return Request(
        **{name: getattr(row, name) for name in _PLAIN},
        items=from_json(tuple[OfferedItem, ...], row.items),
        flags=tuple(row.flags),
        informed=tuple(row.informed),
        backup=tuple(row.backup),
        reasons=tuple(row.reasons),
    )


def in_utc(value: Any) -> Any:
    """A time in UTC, as it comes back; anything else as it is."""
    return value.astimezone(timezone.utc) if isinstance(value, datetime) and value.tzinfo else value


def _oldest_first() -> Any:
    return select(RequestRow).order_by(RequestRow.created_at, RequestRow.reference)
