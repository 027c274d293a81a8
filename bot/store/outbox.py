"""The outbox in the database: written with the change, leased to one worker, delivered in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.inquiries.ports import Delivery, Notice
from bot.store.columns import as_json
from bot.store.once import insert_once
from bot.store.tables import OutboxRow

_NOTICE = ("key", "kind", "reference", "desk", "conversation")
_ERROR_LENGTH = 500


class SqlOutbox:
    """The messages on their way out; several workers may take at once and never get the same one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, notice: Notice, *, at: datetime) -> bool:
        """Write the notice; False when one with this key was written before."""
        values = {name: getattr(notice, name) for name in _NOTICE}
        more = {"lane": lane_of(notice), "payload": as_json(dict(notice.payload)), "created_at": at, "available_at": at}
        return insert_once(self._session, OutboxRow, {**values, **more}) is not None

    def take(self, *, now: datetime, limit: int, lease_seconds: int = 60) -> Sequence[Delivery]:
        """Due notices in order, leased for `lease_seconds`: of each request only the oldest undelivered one."""
        due = select(OutboxRow).where(
            _waiting(OutboxRow),
            OutboxRow.available_at <= now,
            or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= now),
            ~_earlier_in_lane(),
        )
        query = due.order_by(OutboxRow.id).limit(limit).with_for_update(skip_locked=True)
        rows = self._session.execute(query.execution_options(populate_existing=True)).scalars().all()
        for row in rows:
            row.lease_until = now + timedelta(seconds=lease_seconds)
        self._session.flush()
        return tuple(map(delivery_from, rows))

    def delivered(self, id: int, *, at: datetime) -> None:
        """The notice has arrived."""
        self._change(id, delivered_at=at, lease_until=None, error="")

    def failed(self, id: int, *, at: datetime, again_at: datetime | None, error: str) -> None:
        """The notice did not arrive; tried again at `again_at`, or given up (None) and kept for inspection."""
        again = {"available_at": again_at} if again_at else {"dead": True}
        self._change(id, tries=OutboxRow.tries + 1, error=error[:_ERROR_LENGTH], lease_until=None, **again)

    def waiting(self) -> int:
        """How many notices are not delivered yet; those given up do not wait."""
        return int(self._session.execute(select(func.count(OutboxRow.id)).where(_waiting(OutboxRow))).scalar_one())

    def _change(self, id: int, **values: Any) -> None:
        table = OutboxRow.__table__
        self._session.connection().execute(
            update(table).where(table.c.id == id, table.c.delivered_at.is_(None)).values(**values)
        )


def lane_of(notice: Notice) -> str:
    """What must be delivered in order: a request's notices, else a conversation's."""
    return notice.reference or notice.conversation


def delivery_from(row: Any) -> Delivery:
    """The delivery that a row stands for."""
    notice = Notice(**{name: getattr(row, name) for name in _NOTICE}, payload=row.payload)
    return Delivery(id=row.id, notice=notice, tries=row.tries, created_at=row.created_at)


def _waiting(row: Any) -> Any:
    return and_(row.delivered_at.is_(None), row.dead.is_(False))


def _earlier_in_lane() -> Any:
    earlier = aliased(OutboxRow)
    same_lane = and_(earlier.lane == OutboxRow.lane, OutboxRow.lane != "", earlier.id < OutboxRow.id)
    return select(earlier.id).where(same_lane, _waiting(earlier)).exists()
