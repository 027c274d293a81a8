"""A database that is missing, locked, read-only, broken or gone gives one clear sentence, and nothing is lost."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.inquiries.records import Need
from bot.store import engine as engine_module
from bot.store.engine import open_engine
from bot.store.errors import StoreBehind, StoreLocked, StoreReadOnly, StoreUnavailable
from bot.store.migrate import migrate, require_newest
from bot.store.work import sql_works

from .people import NOW, a_conversation, a_notice


def _put(works, key="card:1"):
    with works() as work:
        work.outbox.put(a_notice(key), at=NOW)


def test_a_missing_database_is_not_made_in_passing(tmp_path):
    works = sql_works(open_engine(f"sqlite:///{tmp_path}/missing.db"))

    with pytest.raises(StoreUnavailable, match="missing.db cannot be opened; run `make prepare`"):
        _put(works)
    with pytest.raises(StoreUnavailable, match="make prepare"), works() as work:
        work.records.all(Need)
    assert not (tmp_path / "missing.db").exists()


def test_a_database_without_tables_is_named_with_its_remedy(tmp_path):
    (tmp_path / "empty.db").touch()
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db")

    with pytest.raises(StoreBehind, match="make prepare"):
        _put(sql_works(engine))
    with pytest.raises(StoreBehind, match="make prepare"):
        require_newest(engine)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailable, match="cannot be made; allow this user to write its folder"):
        migrate(open_engine(f"sqlite:///{tmp_path}/file/focalpoint.db"))


def test_readers_and_the_writer_do_not_block_each_other_and_belongings_are_guarded(sqlite_engine):
    with sqlite_engine.connect() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "foreign_keys")
        ]
        patience = connection.execute(text("PRAGMA busy_timeout")).scalar_one()

    assert (settings, patience) == (["wal", 1], 5000)


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "letter.db").write_text("Dear database, this is a letter and not a database, with kind regards." * 20)

    with pytest.raises(StoreUnavailable, match="letter.db cannot be opened"):
        _put(sql_works(open_engine(f"sqlite:///{tmp_path}/letter.db")))


def test_a_locked_database_is_waited_for_and_then_named(sqlite_engine, monkeypatch):
    monkeypatch.setattr(engine_module, "PATIENCE_SECONDS", 0.2)
    works = sql_works(open_engine(str(sqlite_engine.url)))
    other = sqlite3.connect(sqlite_engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreLocked, match="locked by another program"):
        _put(works)
    with works() as work:
        assert work.records.all(Need) == ()
    other.execute("ROLLBACK")

    _put(works)
    with works() as work:
        assert work.outbox.waiting() == 1


def test_a_read_only_database_is_named_and_its_records_can_still_be_read(sqlite_engine):
    _put(sql_works(sqlite_engine))
    works = sql_works(open_engine(f"{sqlite_engine.url}?mode=ro"))

    with pytest.raises(StoreReadOnly, match="read-only; allow this user to write"):
        _put(works, "card:2")
    with works() as work:
        assert work.records.all(Need) == ()


def test_a_database_that_is_gone_in_the_middle_is_named_and_nothing_is_written_into_the_void(sqlite_engine, tmp_path):
    works = sql_works(sqlite_engine)
    _put(works)
    (tmp_path / "focalpoint.db").rename(tmp_path / "elsewhere.db")

    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        _put(works, "card:2")
    (tmp_path / "elsewhere.db").rename(tmp_path / "focalpoint.db")

    _put(works, "card:2")
    with works() as work:
        assert work.outbox.waiting() == 2


def test_a_database_that_was_replaced_is_opened_anew(sqlite_engine, tmp_path):
    works = sql_works(sqlite_engine)
    _put(works)
    (tmp_path / "focalpoint.db").unlink()
    migrate(open_engine(str(sqlite_engine.url)))

    with works() as work:
        assert work.outbox.waiting() == 0


@pytest.mark.postgresql
def test_a_server_that_ends_the_connection_is_named_and_found_again(postgresql_engine):
    works = sql_works(postgresql_engine)

    with pytest.raises(StoreUnavailable, match="does not answer; start the server"), works() as work:
        work.outbox.waiting()
        own = work.outbox._session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with postgresql_engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        work.outbox.waiting()

    with works() as work:
        assert work.outbox.waiting() >= 0


@pytest.mark.postgresql
def test_a_row_that_somebody_else_keeps_locked_is_waited_for_and_then_named(
    postgresql_url, postgresql_engine, monkeypatch
):
    monkeypatch.setattr(engine_module, "PATIENCE_SECONDS", 1)
    works = sql_works(open_engine(postgresql_url))
    with works() as work:
        work.conversations.add(a_conversation("kept locked"))

    with sql_works(postgresql_engine)() as holder:
        holder.conversations.get("kept locked")
        with pytest.raises(StoreLocked), works() as work:
            work.conversations.get("kept locked")


def test_a_server_that_does_not_answer_is_named_without_its_password():
    works = sql_works(open_engine("postgresql://someone:hunter2@127.0.0.1:1/focalpoint"))

    with pytest.raises(StoreUnavailable, match="focalpoint at 127.0.0.1 does not answer") as raised:
        _put(works)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is not a database address"),
        ("mysql://root@localhost/x", "only sqlite and postgresql"),
        ("oracel://x", "names oracel; only sqlite and postgresql"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_an_address_that_cannot_be_used_is_named(url, sentence):
    with pytest.raises(StoreUnavailable, match=sentence):
        open_engine(url)


def test_a_postgres_address_may_be_written_in_any_usual_way():
    for scheme in ("postgres", "postgresql", "postgresql+psycopg2"):
        engine = open_engine(f"{scheme}://user@localhost/focalpoint")
        assert make_url(str(engine.url)).drivername == "postgresql+psycopg2"
