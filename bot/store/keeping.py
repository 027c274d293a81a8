"""What happens whenever a record is written, from wherever, the administration's screens included.

The record is checked and brought into its form, `edited` says whether it still is what was shipped, an answer's former
content is kept, and the kind's stamp moves so that every process reads it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.orm import Session

from bot.inquiries.records import Record
from bot.store.codec import columns_from, content_hash, plain_of, record_from, record_of
from bot.store.columns import as_json
from bot.store.errors import FaultyRecord
from bot.store.record_tables import AnswerRow, RecordRow, kind_of
from bot.store.tables import AnswerVersionRow, ChangeRow


def write_into(row: Any, record: Record) -> None:
    """Give the row the record's content; columns that stay the same are not touched."""
    for name, value in columns_from(record).items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def read_from(row: Any) -> Record:
    """The record that a mapped row holds. Raises FaultyRecord."""
    record: Record = record_from(row.record, {name: getattr(row, name) for name in columns_of_kind(row.record)})
    return record


def watch() -> None:
    """Have every session of this process check and complete the records that it writes."""
    if not event.contains(Session, "before_flush", keep):
        event.listen(Session, "before_flush", keep)


def keep(session: Any, context: Any, instances: Any) -> None:
    """Check and complete every record that this flush writes. Raises FaultyRecord."""
    written = [row for row in (*session.new, *session.dirty) if isinstance(row, RecordRow) and session.is_modified(row)]
    for row in written:
        _complete(row)
        if isinstance(row, AnswerRow):
            _keep_former(session, row)
    gone = [row for row in session.deleted if isinstance(row, RecordRow)]
    _move_stamps(session, {kind_of(row.record) for row in (*written, *gone)})


def _complete(row: Any) -> None:
    record = record_of(row.record, _given(row))
    write_into(row, record)
    row.origin = row.origin or ""
    row.shipped_hash = row.shipped_hash or ""
    row.edited = bool(row.shipped_hash) and content_hash(record) != row.shipped_hash


def _given(row: Any) -> dict[str, Any]:
    """What the row was given, without what it leaves to the form's defaults."""
    values = {name: getattr(row, name) for name in columns_of_kind(row.record)}
    return {name: value for name, value in values.items() if value is not None}


def columns_of_kind(kind: type[Record]) -> Iterable[str]:
    """The names of the columns that hold the record itself."""
    return kind.__dataclass_fields__


def _keep_former(session: Any, row: Any) -> None:
    if not inspect(row).persistent:
        return
    table = row.__table__
    found = session.connection().execute(select(table).where(table.c.id == row.id)).mappings().first()
    if found:
        former = {name: found[name] for name in columns_of_kind(row.record)}
        session.add(AnswerVersionRow(key=former["key"], revision=found["revision"], content=_plain(row.record, former)))


def _plain(kind: type[Record], values: dict[str, Any]) -> Any:
    try:
        return as_json(plain_of(record_from(kind, values)))
    except FaultyRecord:
        return as_json(values)


def _move_stamps(session: Any, kinds: set[str]) -> None:
    for kind in sorted(kinds):
        connection = session.connection()
        moved = update(ChangeRow.__table__).where(ChangeRow.kind == kind).values(stamp=ChangeRow.stamp + 1)
        if not connection.execute(moved).rowcount:
            connection.execute(insert(ChangeRow.__table__).values(kind=kind, stamp=1))
