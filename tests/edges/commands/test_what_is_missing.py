"""A database, a model, a port or a setting that is missing or wrong: one sentence with the remedy, nothing made."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.assistant.models import Model, keep
from tests.edges.commands.conftest import ROOT, Program

PERSON = b'{"id": "1", "intent": "talk_to_human", "entities": []}\n'
WORDS = b'{"id": "1", "text": "hello", "conversation": "1"}\n'


@pytest.mark.parametrize("command", ["parse", "reply", "route"])
def test_without_a_database_json_lines_are_not_answered_and_nothing_is_made(
    bare: Program, tmp_path: Path, command: str
) -> None:
    ran = bare(command, stdin=PERSON, FOCALPOINT_DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}")

    assert (ran.code, ran.out) == (1, "")
    assert "make prepare" in ran.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["parse", "reply", "route"])
def test_without_kept_secrets_json_lines_are_not_answered_and_none_are_made(
    focalpoint: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    empty = tmp_path / "fresh"
    empty.mkdir()
    monkeypatch.chdir(empty)

    ran = focalpoint(command, stdin=PERSON)

    assert (ran.code, ran.out) == (1, "")
    assert "make prepare" in ran.sentence
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("command", ["parse", "reply"])
def test_without_a_model_json_lines_are_not_answered_and_none_is_trained(
    focalpoint: Program, tmp_path: Path, command: str
) -> None:
    models = tmp_path / "models"

    ran = focalpoint(command, stdin=WORDS, FOCALPOINT_MODEL_DIR=str(models))

    assert (ran.code, ran.out) == (1, "")
    assert ran.sentence == "There is no trained model yet: run `make prepare`."
    assert not models.exists()


@pytest.mark.parametrize(
    ("live", "pipeline", "told"),
    [
        ({"id": "old"}, "of another version", "another version of the pipeline"),
        ({"id": "gone"}, "p", "is not in"),
        ({"id": "old"}, None, "is missing or damaged"),
        ({"previous": "old"}, "p", "is damaged"),
    ],
)
def test_a_model_that_does_not_fit_is_named_with_its_remedy(
    focalpoint: Program, tmp_path: Path, live: dict[str, str], pipeline: str | None, told: str
) -> None:
    (tmp_path / "live.json").write_text(json.dumps(live), encoding="utf-8")
    if pipeline:
        keep(tmp_path, Model(id="old", fingerprint="f", pipeline=pipeline, trained_at="2026-11-01T09:00:00+00:00"))
    (tmp_path / "old.tar.gz").touch()

    ran = focalpoint("parse", stdin=WORDS, FOCALPOINT_MODEL_DIR=str(tmp_path))

    assert ran.code == 1
    assert told in ran.sentence
    assert "make prepare" in ran.sentence


@pytest.mark.parametrize("arguments", [("route",), ("export", "records"), ("demo", "--remove"), ("doctor",)])
def test_a_file_that_is_no_database_is_told(bare: Program, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear focal point, we have 4000 blankets. " * 50, encoding="utf-8")

    ran = bare(*arguments, stdin=PERSON, FOCALPOINT_DATABASE_URL=f"sqlite:///{path}")

    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "letter.db cannot be opened" in ran.out + ran.err


def test_a_database_without_tables_is_told(bare: Program, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    ran = bare("route", stdin=PERSON, FOCALPOINT_DATABASE_URL=f"sqlite:///{tmp_path / 'empty.db'}")

    assert ran.code == 1
    assert ran.sentence == "The database has no tables of this release; run `make prepare`."


@pytest.mark.parametrize(
    "url", ["focalpoint.db", "mysql://host/db", "sqlite://", "postgresql+psycopg2://127.0.0.1:1/x"]
)
def test_an_address_of_no_database_is_told_without_a_traceback(bare: Program, url: str) -> None:
    ran = bare("route", stdin=PERSON, FOCALPOINT_DATABASE_URL=url)

    assert ran.code == 1
    assert "FOCALPOINT_DATABASE_URL" in ran.sentence


@pytest.fixture
def _locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.usefixtures("_locked")
def test_a_locked_database_is_told_and_nothing_is_written(focalpoint: Program) -> None:
    ran = focalpoint("demo", "--remove")

    assert ran.code == 1
    assert "locked by another program" in ran.sentence


def test_a_read_only_database_is_told_and_can_still_be_read(focalpoint: Program, database: Path) -> None:
    url = f"sqlite:///{database}?mode=ro"

    written = focalpoint("demo", "--remove", FOCALPOINT_DATABASE_URL=url)
    read = focalpoint("route", stdin=PERSON, FOCALPOINT_DATABASE_URL=url)

    assert written.code == 1
    assert "read-only" in written.sentence
    assert (read.code, read.err) == (0, "")


@pytest.fixture
def taken() -> Iterator[int]:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_told(focalpoint: Program, taken: int) -> None:
    ran = focalpoint("serve", "--port", str(taken))

    assert ran.code == 1
    assert f"port {taken}" in ran.sentence
    assert "--port" in ran.sentence


def test_a_taken_port_of_the_stand_in_is_told(focalpoint: Program, taken: int) -> None:
    alone = focalpoint("slack-standin", "--port", str(taken))
    along = focalpoint("serve", "--port", "0", "--with-standin", "--standin-port", str(taken))

    assert (alone.code, along.code) == (1, 1)
    assert "choose another --port" in alone.sentence
    assert "--standin-port" in along.sentence


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "token", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "token"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "slack"}, "SLACK_API_URL"),
        ({"FOCALPOINT_BASE_URL": "help.example.org"}, "FOCALPOINT_BASE_URL"),
        ({"FOCALPOINT_CLOCK": "half past nine"}, "FOCALPOINT_CLOCK"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(
    focalpoint: Program, settings: dict[str, str], named: str
) -> None:
    ran = focalpoint("serve", "--port", "0", **settings)

    assert ran.code == 1
    assert named in ran.err.strip().splitlines()[-1]
    assert "Traceback" not in ran.err


def test_secrets_are_made_once_and_readable_by_their_owner_alone(
    focalpoint: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    focalpoint("doctor")
    first = (tmp_path / "var" / "secrets.json").read_bytes()
    focalpoint("doctor")

    assert (tmp_path / "var" / "secrets.json").read_bytes() == first
    assert os.stat(tmp_path / "var" / "secrets.json").st_mode & 0o077 == 0


def test_damaged_secrets_are_told(focalpoint: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secrets.json").write_text("{", encoding="utf-8")

    ran = focalpoint("doctor")

    assert ran.code == 1
    assert "var/secrets.json cannot be read" in ran.sentence


def test_settings_are_read_from_a_file_and_the_environment_comes_first(
    bare: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("FOCALPOINT_DATABASE_URL=sqlite:///of-the-file.db\n", encoding="utf-8")

    by_file = bare("demo", "--load")
    by_environment = bare("demo", "--load", FOCALPOINT_DATABASE_URL="sqlite:///of-the-environment.db")

    assert "of-the-file.db" in by_file.sentence
    assert "of-the-environment.db" in by_environment.sentence


def test_no_setting_is_forgotten_in_the_sample() -> None:
    sample = (ROOT / ".env.sample").read_text(encoding="utf-8")

    assert all(name in sample for name in ("FOCALPOINT_DATABASE_URL", "SLACK_BOT_TOKEN", "FOCALPOINT_CLOCK"))
