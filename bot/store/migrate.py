"""Brings a database to this release's tables, wherever the program was started."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from bot.store.engine import READ_ONLY, sqlite_path
from bot.store.errors import StoreBehind, StoreUnavailable

_LOCK = 7_205_759
"""A number of our own for PostgreSQL's advisory lock: two starts at once migrate one after the other."""


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the tables to the newest release, or to the one named; a missing SQLite file and its folders are made.

    All of it is one transaction. Raises StoreUnavailable.
    """
    _make_place(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        _move(connection, to=to)


def release_of(engine: Engine) -> str | None:
    """The release of the tables that are there, or None when there are none. Raises StoreUnavailable."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_release() -> str:
    """The release of the tables that this program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def require_newest(engine: Engine) -> None:
    """Raise StoreBehind unless the database has this release's tables, StoreUnavailable when it can't be asked."""
    if release_of(engine) != newest_release():
        raise StoreBehind


def _move(connection: Connection, *, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    if to == "base" or (to != "head" and current and to < current):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _make_place(engine: Engine) -> None:
    path = sqlite_path(engine)
    if not path or path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        message = f"The database {path} cannot be made; allow this user to write its folder, or name another place."
        raise StoreUnavailable(message) from error
