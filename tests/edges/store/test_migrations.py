"""The migrations lead to exactly the tables that the program uses, up and down, once or twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from bot.store.engine import open_engine
from bot.store.errors import StoreBehind
from bot.store.migrate import migrate, newest_release, release_of, require_newest
from bot.store.record_tables import ROWS, RecordRow

from .conftest import POSTGRESQL


@pytest.fixture(params=["sqlite", POSTGRESQL])
def empty(request, tmp_path):
    """A database without tables."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path}/new/folder/focalpoint.db")
        yield engine
        engine.dispose()
        return
    address = make_url(request.getfixturevalue("postgresql_url"))
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    name = f"{address.database}_empty"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = open_engine(address.set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _tables(engine):
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def _is_ours(entry, name, kind, reflected, counterpart):
    """SQLite keeps a table of its own for numbers that never come again."""
    return not (kind == "table" and name == "sqlite_sequence")


def test_the_migrated_tables_are_those_that_the_program_uses(empty):
    migrate(empty)

    with empty.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_object": _is_ours}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, RecordRow.metadata)
    assert differences == []


def test_up_down_and_up_again(empty):
    migrate(empty)
    after_up = _tables(empty)
    migrate(empty, to="0001")
    half = _tables(empty)
    migrate(empty, to="base")
    after_down = _tables(empty)
    migrate(empty)

    assert after_down == set()
    assert half and half < after_up
    assert _tables(empty) == after_up == {table.name for table in RecordRow.metadata.sorted_tables}


def test_migrating_twice_changes_nothing(empty):
    migrate(empty)
    migrate(empty)

    assert release_of(empty) == newest_release()


def test_two_starts_at_once_migrate_once(empty):
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(migrate, empty) for _ in range(2)]:
            done.result()

    require_newest(empty)


def test_every_kind_has_a_stamp_from_the_beginning(empty):
    migrate(empty)

    with empty.connect() as connection:
        kinds = set(connection.execute(text("SELECT kind FROM changes")).scalars())
    assert kinds == {row.__tablename__ for row in ROWS.values()}


def test_a_database_of_another_release_is_named_with_its_remedy(empty):
    migrate(empty, to="0001")

    with pytest.raises(StoreBehind, match="make prepare"):
        require_newest(empty)


def test_the_place_from_which_the_program_was_started_does_not_matter(empty, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    migrate(empty)

    require_newest(empty)
