"""Brings records from files into the database: checked whole before anything is written; nothing is deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.inquiries.ports import Calendar
from bot.inquiries.records import KINDS, Record, RequestRecord
from bot.store.errors import ChangedMeanwhile, FaultyRecord
from bot.store.forms import in_order
from bot.store.keeping import read_from, write_into
from bot.store.loading import load
from bot.store.record_tables import IMPORTED, ROWS, kind_of
from bot.store.request_records import RequestWriter
from bot.store.tables import RequestRow

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many records of one kind were new, changed, or the same already."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, kw_only=True)
class Report:
    """What an import did, by kind in the order in which kinds are loaded; a dry run has written nothing."""

    kinds: Mapping[str, Counts]
    dry_run: bool = False


def import_files(
    engine: Engine, paths: Iterable[Path], *, now: datetime, calendar: Calendar, dry_run: bool = False
) -> Report:
    """Insert or update the records of these files and folders by their keys, in one transaction.

    A record becomes what its file says; translations that the file does not have stay. A new request gets a
    conversation of the channel `import`, its desk's clock from `created` (or `now`), and a card. Raises FaultyFiles
    with every complaint, before anything is written; StoreUnavailable.
    """
    records = load(paths).records()
    done: Counter[tuple[str, str]] = Counter()
    with writing(engine, keep=not dry_run) as session:
        writer = RequestWriter(session=session, now=now, calendar=calendar, origin=IMPORTED)
        for kind, same in by_kind(records).items():
            rows = rows_by_key(session, kind)
            for record in same:
                done[kind_of(kind), _write(session, record, rows.get(record.key), writer=writer)] += 1
            session.flush()
    return Report(kinds=counts(done), dry_run=dry_run)


@contextmanager
def writing(engine: Engine, *, keep: bool = True) -> Iterator[Session]:
    """One transaction that is kept, or undone at its end."""
    try:
        with Session(engine, future=True, autoflush=False) as session:
            yield session
            session.flush()
            if keep:
                session.commit()
    except (IntegrityError, StaleDataError) as error:
        raise ChangedMeanwhile from error


def by_kind(records: Iterable[Record]) -> Mapping[type[Record], Sequence[Record]]:
    """The records by kind, in the order in which kinds are loaded."""
    found: dict[type[Record], list[Record]] = {kind: [] for kind in KINDS.values()}
    for record in records:
        found[type(record)].append(record)
    return {kind: same for kind, same in found.items() if same}


def rows_by_key(session: Session, kind: type[Record]) -> Mapping[str, Any]:
    """The rows of a kind that are there already."""
    if kind is RequestRecord:
        return {row.reference: row for row in session.execute(select(RequestRow)).scalars()}
    return {row.key: row for row in session.execute(select(ROWS[kind])).scalars()}


def counts(done: Mapping[tuple[str, str], int]) -> Mapping[str, Counts]:
    """The counts by kind, in the order in which kinds are loaded."""
    found: dict[str, dict[str, int]] = {}
    for (kind, verb), number in done.items():
        found.setdefault(kind, {})[verb] = number
    return {kind: Counts(**found[kind]) for kind in KINDS if kind in found}


def _write(session: Session, record: Record, row: Any, *, writer: RequestWriter) -> str:
    if isinstance(record, RequestRecord):
        return writer.write(record, row)
    if row is None:
        row = ROWS[type(record)](origin=IMPORTED)
        write_into(row, record)
        session.add(row)
        return "inserted"
    write_into(row, _with_translations(record, row))
    return "updated" if session.is_modified(row) else "unchanged"


def _with_translations(record: R, row: Any) -> R:
    """The record, with the texts in other languages that are kept already."""
    try:
        kept = read_from(row)
    except FaultyRecord:
        return record
    texts = {part.name: getattr(record, part.name) for part in fields(record)}
    given = {name: value for name, value in texts.items() if isinstance(value, Mapping) and value}
    joined: dict[str, Any] = {name: in_order({**getattr(kept, name), **value}) for name, value in given.items()}
    return replace(record, **joined)
