"""The service and the stand-in Slack as processes of their own, started, stopped and killed as a machine would."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx

from bot.inquiries import directory
from bot.inquiries.records import Member
from bot.store.engine import open_engine
from bot.store.work import sql_works
from tests.edges.commands.conftest import MONDAY_MORNING, NO_SLACK, ROOT

T = TypeVar("T")

READY_SECONDS = 150.0
"""A model loads in some ten seconds; on a busy machine it takes much longer."""


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(look: Callable[[], T | None], *, what: str, within: float = 30.0) -> T:
    """Look again and again until there is something."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError(f"{what} did not come within {within} seconds")


@dataclass
class Process:
    """A command of the program in a process of its own; what it prints goes into files."""

    arguments: Sequence[str]
    settings: Mapping[str, str]
    folder: Path
    running: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        name = f"{self.arguments[0]}-{time.monotonic_ns()}"
        self._out, self._err = self.folder / f"{name}.out", self.folder / f"{name}.err"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "bot", *self.arguments],
                cwd=ROOT,
                env={**os.environ, **NO_SLACK, "PYTHONUNBUFFERED": "1", **self.settings},
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
            )

    @property
    def out(self) -> str:
        """What it has printed."""
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """What it has logged."""
        return self._err.read_text(encoding="utf-8")

    def prints(self, pattern: str, *, within: float = 60.0) -> str:
        """Wait for a line that fits; returns the pattern's group."""

        def look() -> str | None:
            assert self.running.poll() is None, f"it ended with {self.running.returncode}: {self.err}"
            found = re.search(pattern, self.out)
            return found[1] if found else None

        return until(look, what=f"{pattern!r} of {self.arguments[0]}", within=within)

    def types(self, line: str) -> None:
        """Type a line."""
        assert self.running.stdin is not None
        self.running.stdin.write(f"{line}\n".encode())
        self.running.stdin.flush()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.running.send_signal(signal.SIGKILL)
        self.running.wait(10)

    def stop(self, *, within: float = 30.0) -> int:
        """Ask it to end; returns its exit code."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
        return self.running.wait(within)


@dataclass
class Service(Process):
    """`focalpoint serve` with its address."""

    url: str = ""

    def not_ready(self) -> Sequence[str] | None:
        """What is not ready; nothing when all is, None while nothing answers."""
        try:
            answer = httpx.get(f"{self.url}/readyz", timeout=15)
        except httpx.HTTPError:
            return None
        return [] if answer.status_code == 200 else list(answer.json()["not_ready"])

    def opens(self) -> None:
        """Wait until the page answers."""
        until(lambda: self.not_ready() is not None or self._ended(), what="the page", within=60)

    def gets_ready(self) -> None:
        """Wait until it can serve."""
        until(lambda: self.not_ready() == [] or self._ended(), what="readiness", within=READY_SECONDS)

    def _ended(self) -> bool:
        assert self.running.poll() is None, f"it ended with {self.running.returncode}: {self.err}"
        assert "cannot answer" not in self.out, self.out
        return False


def serve(folder: Path, *options: str, **settings: str) -> Service:
    """Start the service on a free port."""
    port = free_port()
    given = {"FOCALPOINT_CLOCK": MONDAY_MORNING.isoformat(), **settings}
    arguments = ("serve", "--port", str(port), *options)
    return Service(arguments=arguments, settings=given, folder=folder, url=f"http://127.0.0.1:{port}")


@dataclass
class Company:
    """A company on the page: its conversation over HTTP."""

    url: str
    id: str = ""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, timeout=60)
        opened = self.client.post("/api/v1/conversations").raise_for_status().json()
        self.id = opened["id"]
        self.client.headers["Authorization"] = f"Bearer {opened['token']}"
        self.client.cookies.clear()

    def says(self, text: str) -> dict[str, object]:
        """Send a message; the turn that answers it."""
        path = f"/api/v1/conversations/{self.id}/messages"
        return dict(self.client.post(path, json={"text": text}).raise_for_status().json())

    def reads(self, *, after: int = 0) -> list[dict[str, str]]:
        """The messages of the conversation."""
        path = f"/api/v1/conversations/{self.id}/messages"
        return list(self.client.get(path, params={"after": after}).raise_for_status().json())

    def hears(self, words: str, *, within: float = 30.0) -> dict[str, str]:
        """Wait for a message with these words."""

        def look() -> dict[str, str] | None:
            return next((message for message in self.reads() if words in message["text"]), None)

        return until(look, what=f"a message with {words!r}", within=within)


def member_of(database: Path, desk: str) -> tuple[str, Member]:
    """A desk's channel and a person of it."""
    engine = open_engine(f"sqlite:///{database}")
    with sql_works(engine)() as work:
        found = directory.desk_with_key(work.records, desk)
    engine.dispose()
    return found.slack.removeprefix("#"), next(member for member in found.members if member.slack_user)
