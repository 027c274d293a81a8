"""How a person's change is written: the record and who changed it, with what it was before, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from bot.inquiries.ports import Clock

ACTOR = "admin"
SHIPPED = "shipped"


class EditRefused(Exception):
    """This change was not made."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class ChangedMeanwhile(EditRefused):
    """Somebody else changed this record while you were editing; open it again and repeat your change."""


class KeyTaken(EditRefused):
    """There is a record with this key already; choose another key, or edit that record."""


class Gone(EditRefused):
    """This record is not there any more; look at the list again."""


class ShippedStays(EditRefused):
    """This record came with the program and would return with the next release; set its status to withdrawn instead."""


@dataclass(frozen=True, kw_only=True)
class Journal:
    """Writes records and their audit; `audit` is the mapped class of an entry, `sessions` opens a transaction."""

    sessions: Callable[..., Any]
    audit: type
    clock: Clock

    def create(self, model: type, values: Mapping[str, Any]) -> Any:
        """A new record. Raises KeyTaken."""
        with self.sessions(expire_on_commit=False) as session:
            row = model()
            _assign(row, values)
            session.add(row)
            _flush(session)
            session.add(self._entry("created", row))
            session.commit()
            return row

    def change(self, model: type, id: int, values: Mapping[str, Any], *, revision: str) -> Any:
        """The record with new values; an edit of an older revision is refused. Raises ChangedMeanwhile, KeyTaken, Gone."""
        with self.sessions(expire_on_commit=False) as session:
            row = _row(session, model, id)
            if revision and revision != str(row.revision):
                raise ChangedMeanwhile
            before = {name: getattr(row, name) for name in values}
            _assign(row, values)
            _flush(session)
            changed = {name: former for name, former in before.items() if getattr(row, name) != former}
            if changed:
                session.add(self._entry("edited", row, before=changed))
            session.commit()
            return row

    def delete(self, model: type, id: int, *, columns: Iterable[str]) -> None:
        """Delete the record. Raises ShippedStays, Gone."""
        with self.sessions(expire_on_commit=False) as session:
            row = _row(session, model, id)
            if row.origin == SHIPPED:
                raise ShippedStays
            before = {name: getattr(row, name) for name in columns}
            session.delete(row)
            session.add(self._entry("deleted", row, before=before))
            session.commit()

    def _entry(self, action: str, row: Any, *, before: Mapping[str, Any] | None = None) -> Any:
        detail: dict[str, Any] = {"revision": row.revision}
        if before is not None:
            detail["before"] = {name: as_json(value) for name, value in before.items()}
        subject = f"{row.__tablename__}:{row.key}"
        return self.audit(at=self.clock(), actor=ACTOR, action=action, subject=subject, detail=detail)


def as_json(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _row(session: Any, model: Any, id: int) -> Any:
    row = session.execute(select(model).where(model.id == id)).scalars().first()
    if row is None:
        raise Gone
    return row


def _assign(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _flush(session: Any) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    except IntegrityError as error:
        raise KeyTaken from error
