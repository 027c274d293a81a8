"""Reads the records: kept in memory, and read anew as soon as a kind's stamp has moved, whoever wrote."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.inquiries.records import Record
from bot.store.codec import record_from
from bot.store.errors import FaultyRecord
from bot.store.record_tables import ROWS, RecordRow, kind_of
from bot.store.tables import ChangeRow

R = TypeVar("R", bound=Record)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    stamp: int
    records: tuple[Record, ...]
    by_key: Mapping[str, Record]


@dataclass(kw_only=True)
class RecordMemory:
    """What a process has read; shared by its threads, whole entries are replaced, never changed."""

    kept: dict[type[Record], _Kept] = field(default_factory=dict)


class SqlRecords:
    """The records as they were when this transaction first asked: one small query, and one more a kind that changed."""

    def __init__(self, *, memory: RecordMemory, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._memory = memory
        self._connect = connect
        self._stamps: Mapping[str, int] | None = None
        self._seen: dict[type[Record], _Kept] = {}

    def all(self, kind: type[R]) -> Sequence[R]:
        """Every record of the kind, in the order of the keys; drafts and withdrawn ones included."""
        return cast(Sequence[R], self._kept(kind).records)

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, or None."""
        return cast("R | None", self._kept(kind).by_key.get(key))

    def _kept(self, kind: type[Record]) -> _Kept:
        if kind not in self._seen:
            self._seen[kind] = self._fresh(kind)
        return self._seen[kind]

    def _fresh(self, kind: type[Record]) -> _Kept:
        with self._connect() as connection:
            if self._stamps is None:
                stamps = connection.execute(select(ChangeRow.kind, ChangeRow.stamp))
                self._stamps = {row.kind: row.stamp for row in stamps}
            stamp = self._stamps.get(kind_of(kind), 0)
            kept = self._memory.kept.get(kind)
            if kept is None or kept.stamp != stamp:
                kept = _read(connection, row=row_of(kind), stamp=stamp)
                self._memory.kept[kind] = kept
        return kept


def row_of(kind: type[Record]) -> type[RecordRow]:
    """The mapped class of a kind; requests have none, they are read through Requests."""
    return ROWS[kind]


def _read(connection: Connection, *, row: Any, stamp: int) -> _Kept:
    rows = connection.execute(select(row.__table__)).mappings()
    found = filter(None, (_record(row.record, values) for values in rows))
    by_key = {record.key: record for record in sorted(found, key=lambda record: record.key)}
    return _Kept(stamp=stamp, records=tuple(by_key.values()), by_key=by_key)


def _record(kind: type[Record], values: Mapping[str, Any]) -> Record | None:
    """One broken row, written past the checks, must not take its whole kind away."""
    try:
        return record_from(kind, values)
    except FaultyRecord:
        _log.error("left out a broken record, correct it: kind=%s key=%s", kind_of(kind), values["key"])
        return None
