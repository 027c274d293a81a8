"""Writes a row unless one with the same identity is there: what comes in or goes out twice acts once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_once(session: Session, row: Any, values: Mapping[str, Any]) -> int | None:
    """Insert the row; its new primary key, or None when its identity was written before, by anybody.

    PostgreSQL waits for another transaction that writes the same identity; on SQLite there is none.
    """
    table = row.__table__
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    result = session.connection().execute(insert(table).values(**values).on_conflict_do_nothing())
    if result.rowcount == 0:
        return None
    key = result.inserted_primary_key
    return key[0] if key else 0
