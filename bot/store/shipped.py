"""Loads the records that come with a release, without touching what people made of them; and the demonstration.

New keys are inserted, untouched records updated, edited ones never overwritten: where the release changed one of those,
it is listed as a conflict. The demonstration is loaded the same way and can be taken away as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.inquiries.ports import Calendar
from bot.inquiries.records import Record, RequestRecord
from bot.store.codec import content_hash
from bot.store.errors import FaultyRecord
from bot.store.files import ENDINGS
from bot.store.keeping import read_from, write_into
from bot.store.loading import load
from bot.store.record_tables import DEMO, ROWS, SHIPPED, kind_of
from bot.store.request_records import RequestWriter, remove_requests
from bot.store.transfer import Counts, by_kind, counts, rows_by_key, writing

DEMO_FOLDER = "demo"
"""The folder inside the shipped ones that holds the demonstration."""

CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A record that people edited and that the release changed, too; what people made of it stays."""

    kind: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Release:
    """What loading a release did, by kind."""

    kinds: Mapping[str, Counts]
    conflicts: Sequence[Conflict]


def load_shipped(engine: Engine, folder: Path, *, now: datetime, calendar: Calendar) -> Release:
    """Load a release's records from its folder, all but the demonstration. Raises FaultyFiles, StoreUnavailable."""
    return _load(engine, shipped_paths(folder), now=now, calendar=calendar, origin=SHIPPED)


def shipped_paths(folder: Path) -> Sequence[Path]:
    """The files and folders of a release's folder that hold records, without the demonstration."""
    if not folder.is_dir():
        return [folder]
    inside = [path for path in sorted(folder.iterdir()) if path.name != DEMO_FOLDER]
    return [path for path in inside if path.is_dir() or path.suffix in ENDINGS]


def load_demo(engine: Engine, folder: Path, *, now: datetime, calendar: Calendar) -> Release:
    """Load the demonstration from the release's folder. Raises FaultyFiles, StoreUnavailable."""
    return _load(engine, [folder / DEMO_FOLDER], now=now, calendar=calendar, origin=DEMO)


def remove_demo(engine: Engine) -> Mapping[str, int]:
    """Take the demonstration away, edited or not, and nothing else; returns how many of each kind."""
    removed: dict[str, int] = {}
    with writing(engine) as session:
        for kind, row_class in ROWS.items():
            rows = session.execute(select(row_class).where(row_class.origin == DEMO)).scalars().all()
            for row in rows:
                session.delete(row)
            removed[kind_of(kind)] = len(rows)
        removed[kind_of(RequestRecord)] = remove_requests(session, origin=DEMO)
    return {kind: number for kind, number in removed.items() if number}


def _load(engine: Engine, paths: Iterable[Path], *, now: datetime, calendar: Calendar, origin: str) -> Release:
    records = load(paths).records()
    done: Counter[tuple[str, str]] = Counter()
    conflicts = []
    with writing(engine) as session:
        writer = RequestWriter(session=session, now=now, calendar=calendar, origin=origin)
        for kind, same in by_kind(records).items():
            rows = rows_by_key(session, kind)
            for record in same:
                verb = _take(session, record, rows.get(record.key), writer=writer)
                if verb == CONFLICT:
                    conflicts.append(Conflict(kind=kind_of(kind), key=record.key))
                else:
                    done[kind_of(kind), verb] += 1
            session.flush()
    return Release(kinds=counts(done), conflicts=conflicts)


def _take(session: Session, record: Record, row: Any, *, writer: RequestWriter) -> str:
    if isinstance(record, RequestRecord):
        return writer.write(record, row) if row is None else "unchanged"
    shipped = content_hash(record)
    if row is None:
        session.add(_filled(ROWS[type(record)](origin=writer.origin), record, shipped=shipped))
        return "inserted"
    if row.shipped_hash == shipped:
        return "unchanged"
    if row.origin == writer.origin and not row.edited:
        _filled(row, record, shipped=shipped)
        return "updated"
    if _content(row) == shipped:
        row.shipped_hash = shipped
        row.origin = SHIPPED if writer.origin == SHIPPED else row.origin
        return "unchanged"
    return CONFLICT


def _filled(row: Any, record: Record, *, shipped: str) -> Any:
    write_into(row, record)
    row.shipped_hash = shipped
    return row


def _content(row: Any) -> str:
    try:
        return content_hash(read_from(row))
    except FaultyRecord:
        return ""
