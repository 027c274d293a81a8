"""The program as people call it: its arguments, what comes in, what comes out, and a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.calendars import PublicHolidays
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.shipped import load_demo, load_shipped

ROOT = Path(__file__).resolve().parents[3]
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)

NO_SLACK = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "SLACK_API_URL": ""}


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a call of the program ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line that tells what is wrong; fails where there are more, or a traceback."""
        assert "Traceback" not in self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


@dataclass(frozen=True)
class Program:
    """Calls `focalpoint` in this process, with settings of its own."""

    settings: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, stdin: bytes = b"", **settings: str) -> Ran:
        """Run one command to its end."""
        with CliRunner(env={**NO_SLACK, **self.settings, **settings}).isolation(input=stdin) as (out, err, _):
            code = 0
            try:
                main(arguments)
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else int(left.code is not None)
            return Ran(code=code, out=out.getvalue().decode("utf-8"), err=err.getvalue().decode("utf-8"))


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def shipped_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped and the demonstration records, to be copied."""
    path = tmp_path_factory.mktemp("shipped") / "focalpoint.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    load_shipped(engine, ROOT / "knowledge", now=MONDAY_MORNING, calendar=PublicHolidays())
    load_demo(engine, ROOT / "knowledge", now=MONDAY_MORNING, calendar=PublicHolidays())
    engine.dispose()
    return path


@pytest.fixture
def database(shipped_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped_database, tmp_path / "focalpoint.db"))


@pytest.fixture
def focalpoint(database: Path) -> Iterator[Program]:
    """The program on a database with the shipped and the demonstration records."""
    yield Program({"FOCALPOINT_DATABASE_URL": f"sqlite:///{database}", "FOCALPOINT_CLOCK": MONDAY_MORNING.isoformat()})


@pytest.fixture
def bare() -> Program:
    """The program with nothing but what the test sets."""
    return Program()
