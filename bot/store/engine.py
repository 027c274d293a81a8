"""Opens the database by its URL, and turns what a driver says into one clear sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, IntegrityError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from bot.store import keeping
from bot.store.errors import ChangedMeanwhile, StoreBehind, StoreError, StoreLocked, StoreReadOnly, StoreUnavailable

PATIENCE_SECONDS = 5
"""How long a transaction waits for another one, and a connection for the server."""

READ_ONLY = "focalpoint_read_only"
"""Execution option of connections that only read: on SQLite they take no write lock."""

_LOCKED = ("database is locked", "database table is locked", "lock timeout", "locknotavailable")
_READ_ONLY = ("readonly database", "read-only transaction", "read-only file system")
_BEHIND = ("no such table", "no such column", "undefinedtable", "undefinedcolumn", "has no column named")
_COLLIDED = ("deadlock detected", "could not serialize access")


def open_engine(url: str) -> Engine:
    """An engine for SQLite (a file) or PostgreSQL; nothing is opened yet.

    Everything that goes wrong later with the database itself is raised as StoreUnavailable or one of its kinds.
    """
    parsed = _parsed(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    event.listen(engine, "handle_error", _in_words(engine))
    keeping.watch()
    return engine


def sqlite_path(engine: Engine) -> Path | None:
    """The database's file, or None when it is a server."""
    return Path(engine.url.database) if engine.url.get_backend_name() == "sqlite" else None


def place_of(engine: Engine) -> str:
    """Where the database is, in words that may be shown: without user and password."""
    path = sqlite_path(engine)
    return str(path) if path else f"{engine.url.database} at {engine.url.host or 'the local socket'}"


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreUnavailable(
            "FOCALPOINT_DATABASE_URL is not a database address; write sqlite:///var/focalpoint.db "
            "or postgresql+psycopg2://user@host/name."
        ) from error
    if backend not in ("sqlite", "postgresql"):
        raise StoreUnavailable(f"FOCALPOINT_DATABASE_URL names {backend}; only sqlite and postgresql are supported.")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreUnavailable("FOCALPOINT_DATABASE_URL names no file; write sqlite:///var/focalpoint.db.")
    return parsed


def _postgresql(url: URL) -> Engine:
    milliseconds = PATIENCE_SECONDS * 1000
    options = f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout=60000"
    return create_engine(
        url.set(drivername="postgresql+psycopg2"),
        future=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=30,
        pool_timeout=PATIENCE_SECONDS,
        connect_args={"connect_timeout": PATIENCE_SECONDS, "options": options},
    )


def _sqlite(url: URL) -> Engine:
    """SQLite in WAL mode; a missing file is never made in passing, only by the migration."""
    path, mode = Path(str(url.database)), str(url.query.get("mode", "rw"))
    engine = create_engine(
        url.set(query={}),
        future=True,
        pool_size=10,
        max_overflow=-1,
        poolclass=QueuePool,
        creator=_opener(path, mode=mode),
    )
    event.listen(engine, "connect", _remember_file(path))
    event.listen(engine, "checkout", _same_file(path))
    event.listen(engine, "begin", _begin)
    return engine


def _opener(path: Path, *, mode: str) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode={mode}",
            uri=True,
            timeout=PATIENCE_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        with suppress(sqlite3.OperationalError):
            # The mode stays in the file; while others use the file it cannot be set, and need not be.
            connection.execute("PRAGMA journal_mode = WAL")
        return connection

    return connect


def _remember_file(path: Path) -> Callable[[Any, Any], None]:
    def connected(connection: Any, record: Any) -> None:
        record.info["inode"] = _inode(path)

    return connected


def _same_file(path: Path) -> Callable[[Any, Any, Any], None]:
    """A file that was deleted or replaced is opened anew: what is written into a deleted one would be lost."""

    def checked_out(connection: Any, record: Any, proxy: Any) -> None:
        if record.info.get("inode") != _inode(path):
            raise DisconnectionError("the database file was replaced")

    return checked_out


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _begin(connection: Connection) -> None:
    """A transaction that may write takes the write lock at once, so that two never collide half-way."""
    reads = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _in_words(engine: Engine) -> Callable[[Any], None]:
    def handle(context: Any) -> None:
        said = context.original_exception
        if context.sqlalchemy_exception is None and not isinstance(said, (OSError, sqlite3.Error)):
            return
        clear = _clear(said, wrapped=context.sqlalchemy_exception, engine=engine)
        if clear:
            raise clear from said

    return handle


def _clear(said: BaseException, *, wrapped: Any, engine: Engine) -> StoreError | None:
    if isinstance(wrapped, IntegrityError) or not isinstance(wrapped, (DBAPIError, type(None))):
        return None
    words = f"{type(said).__name__} {said}".lower()
    if any(part in words for part in _COLLIDED):
        return ChangedMeanwhile()
    if any(part in words for part in _LOCKED):
        return StoreLocked()
    if any(part in words for part in _READ_ONLY):
        return StoreReadOnly()
    if any(part in words for part in _BEHIND):
        return StoreBehind()
    if type(said).__name__ in ("ProgrammingError", "DataError", "NotSupportedError"):
        return None
    return StoreUnavailable(_remedy(engine))


def _remedy(engine: Engine) -> str:
    if sqlite_path(engine):
        return (
            f"The database {place_of(engine)} cannot be opened; run `make prepare` or correct FOCALPOINT_DATABASE_URL."
        )
    return f"The database {place_of(engine)} does not answer; start the server or correct FOCALPOINT_DATABASE_URL."
