"""The README's conversation is what the program says: run it with the trained model, on the demonstration records."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.assistant.turns import Assistant
from bot.wiring import House
from tests.dialogues.conftest import MONDAY_MORNING

README = Path(__file__).parents[2] / "README.md"


def test_the_conversation_of_the_readme_happens(
    assistant: Assistant, house: House, loop: asyncio.AbstractEventLoop
) -> None:
    conversation = house.open_conversation(channel="test", address="readme", at=MONDAY_MORNING)

    for number, (said, answered) in enumerate(_exchanges(), start=1):
        at = MONDAY_MORNING + timedelta(minutes=number)
        turn = loop.run_until_complete(assistant.say(conversation=conversation, text=said, at=at))

        assert _plain(" ".join(reply.text for reply in turn.replies)) == _plain(answered)


def _exchanges() -> Iterator[tuple[str, str]]:
    """The block of the README whose lines begin with "company:" and "assistant:"."""
    block = re.search(r"```text\n(company: .*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    for exchange in re.split(r"^company: ", block[1], flags=re.MULTILINE)[1:]:
        said, answered = exchange.split("assistant: ", maxsplit=1)
        yield " ".join(said.split()), answered


def _plain(text: str) -> str:
    """Without line breaks, and without the number that a reference happens to get."""
    return re.sub(r"FP-\d{4}-\d+", "FP-0000-00000", " ".join(text.split()))
