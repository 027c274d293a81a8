"""What has come in, what was done, and where cards stand, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.columns import as_json
from bot.store.errors import MissingParent
from bot.store.once import insert_once
from bot.store.tables import AuditRow, CardRow, InboxRow, RequestRow


class SqlInbox:
    """Identities of what has come in; each acts once, on whichever replica it arrives."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember(self, identity: str, *, source: str, at: datetime, payload: Mapping[str, Any] | None = None) -> bool:
        """True when seen for the first time; a transaction that fails has seen nothing."""
        kept = None if payload is None else as_json(dict(payload))
        values = {"identity": identity, "source": source, "at": at, "payload": kept}
        return insert_once(self._session, InboxRow, values) is not None


class SqlAudit:
    """Who did what to which request or record; nothing is ever changed here."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(
        self, *, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write one entry."""
        kept = as_json(dict(detail or {}))
        self._session.add(AuditRow(at=at, actor=actor, action=action, subject=subject, detail=kept))
        self._session.flush()

    def of(self, subject: str) -> Sequence[Mapping[str, Any]]:
        """A subject's entries, oldest first: at, actor, action, detail."""
        rows = self._session.execute(
            select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.id)
        ).scalars()
        return tuple({"at": row.at, "actor": row.actor, "action": row.action, "detail": row.detail} for row in rows)


class SqlCards:
    """Where the requests' cards stand in Slack."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def place(self, reference: str) -> tuple[str, str] | None:
        """(channel id, message ts) of the card, or None while it is not posted."""
        row = self._session.get(CardRow, reference)
        return (row.channel, row.ts) if row else None

    def put(self, reference: str, *, channel: str, ts: str) -> None:
        """Remember where the card stands. Raises MissingParent without the request."""
        if not self._session.get(RequestRow, reference):
            raise MissingParent(f"There is no request {reference} for this card; add the request first.")
        self._session.merge(CardRow(reference=reference, channel=channel, ts=ts))
        self._session.flush()

    def reference_at(self, *, channel: str, ts: str) -> str | None:
        """The reference of the request whose card stands there, or None."""
        found = select(CardRow.reference).where(CardRow.channel == channel, CardRow.ts == ts)
        reference: str | None = self._session.execute(found).scalar_one_or_none()
        return reference
