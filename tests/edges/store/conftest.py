"""The stores under test: in memory, on SQLite, and on PostgreSQL where a server can be reached."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError

from bot.store.engine import open_engine
from bot.store.memory import InMemoryWorks
from bot.store.migrate import migrate
from bot.store.tables import Base
from bot.store.work import sql_works

from .people import a_conversation

DEFAULT_SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432/test"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A database of this run's own; tests that need it are skipped by name where no server answers."""
    address = make_url(os.environ.get("FOCALPOINT_TEST_POSTGRES_URL", DEFAULT_SERVER))
    server = create_engine(address, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"focalpoint_test_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    except OperationalError:
        pytest.skip(f"no PostgreSQL answers at {address.host}:{address.port}; set FOCALPOINT_TEST_POSTGRES_URL")
    yield address.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_url: str) -> Iterator[Engine]:
    engine = open_engine(postgresql_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("PRAGMA user_version = 1"))
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "focalpoint.db"
    shutil.copy(migrated_file, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def _emptied(engine: Engine) -> Engine:
    names = [table.name for table in reversed(Base.metadata.sorted_tables) if table.name != "changes"]
    with engine.begin() as connection:
        connection.execute(text("; ".join(f"DELETE FROM {name}" for name in names)))
    return engine


POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgresql)


@pytest.fixture(params=["sqlite", POSTGRESQL])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A database with all tables and nothing in them."""
    if request.param == "sqlite":
        found: Engine = request.getfixturevalue("sqlite_engine")
        return found
    return _emptied(request.getfixturevalue("postgresql_engine"))


@pytest.fixture(params=["memory", "sqlite", POSTGRESQL])
def works(request: pytest.FixtureRequest) -> Callable[[], Any]:
    """Opens transactions; Acme's conversation is there."""
    opened: Callable[[], Any] = InMemoryWorks()
    if request.param == "sqlite":
        opened = sql_works(request.getfixturevalue("sqlite_engine"))
    elif request.param == "postgresql":
        opened = sql_works(_emptied(request.getfixturevalue("postgresql_engine")))
    with opened() as work:
        work.conversations.add(a_conversation())
    return opened
