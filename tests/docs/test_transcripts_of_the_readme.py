"""What the README shows of a conversation is what the trained model with the real actions says, word for word."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assistant.outcomes import interface_of
from bot.settings import from_environment
from bot.store.migrate import migrate
from bot.store.shipped import load_demo, load_shipped
from bot.wiring import KNOWLEDGE, House, build_assistant
from tests.dialogues.conftest import MONDAY_MORNING

pytestmark = [pytest.mark.model, pytest.mark.slow]

README = Path(__file__).resolve().parents[2] / "README.md"
BLOCK = re.compile(r"```(?:text)?\n((?:company|assistant): .*?)```", re.DOTALL)
SPEAKER = re.compile(r"^(company|assistant): ", re.MULTILINE)


def transcripts() -> Sequence[Sequence[tuple[str, str]]]:
    """Each transcript of the README: (who, what), without regard to how its lines are broken."""
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    return [list(_lines(SPEAKER.split(block)[1:])) for block in blocks]


def _lines(parts: Sequence[str]) -> Sequence[tuple[str, str]]:
    return [(who, _plain(what)) for who, what in zip(parts[::2], parts[1::2], strict=True)]


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def house(tmp_path: Path) -> House:
    database = f"sqlite:///{tmp_path / 'focalpoint.db'}"
    settings = dataclasses.replace(from_environment(), database_url=database, clock=MONDAY_MORNING.isoformat())
    house = House(settings)
    migrate(house.engine)
    load_shipped(house.engine, KNOWLEDGE, now=MONDAY_MORNING, calendar=house.calendar)
    load_demo(house.engine, KNOWLEDGE, now=MONDAY_MORNING, calendar=house.calendar)
    return house


def test_every_transcript_of_the_readme_is_true(house: House) -> None:
    assistant = build_assistant(house)

    for number, lines in enumerate(transcripts()):
        conversation = house.open_conversation(channel="test", address=f"README {number}", at=MONDAY_MORNING)
        said: list[tuple[str, str]] = []
        for minute, text in enumerate(what for who, what in lines if who == "company"):
            at = MONDAY_MORNING + timedelta(minutes=minute)
            answer = interface_of(asyncio.run(assistant.say(conversation=conversation, text=text, at=at)))
            told = _plain(" ".join(reply["text"] for reply in answer["replies"]))
            said += [("company", text), ("assistant", told)]

        assert said == lines


def test_the_readme_shows_a_conversation() -> None:
    assert transcripts() and all(lines[0][0] == "company" for lines in transcripts())
