"""Every transcript runs with the trained model and the real actions; any error that is logged on the way fails it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.outcomes import interface_of
from bot.assistant.turns import Assistant
from bot.wiring import House
from tests.dialogues.conftest import MONDAY_MORNING
from tests.dialogues.transcript import Transcript, read

TRANSCRIPTS = list(read(Path(__file__).parent / "transcripts"))


def test_there_are_at_least_forty_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 40


def test_the_names_of_transcripts_are_unique_sentences() -> None:
    names = [transcript.name for transcript in TRANSCRIPTS]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=[transcript.name for transcript in TRANSCRIPTS])
def test_dialogue(
    transcript: Transcript,
    assistant: Assistant,
    house: House,
    loop: asyncio.AbstractEventLoop,
    caplog: pytest.LogCaptureFixture,
) -> None:
    conversation = house.open_conversation(channel="test", address=transcript.name, at=MONDAY_MORNING)
    buttons: list[Mapping[str, str]] = []

    for number, exchange in enumerate(transcript.exchanges, start=1):
        at = MONDAY_MORNING + timedelta(minutes=number)
        pressed = next((button for button in buttons if button["title"] == exchange.press), None)
        assert pressed or not exchange.press, f"there is no button {exchange.press!r} among {buttons}"
        text = pressed["title"] if pressed else exchange.text
        payload = pressed["payload"] if pressed else None
        turn = assistant.say(conversation=conversation, text=text, at=at, payload=payload)
        answer = interface_of(loop.run_until_complete(turn))

        wrong = list(_differences(answer, exchange.expected))
        assert not wrong, f"after {text!r}: {'; '.join(wrong)}\n{_told(answer)}"
        buttons = [button for reply in answer["replies"] for button in reply["buttons"]]

    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not errors


def _differences(answer: Mapping[str, Any], expected: Mapping[str, Any]) -> Any:
    outcome, request = answer["outcome"], answer["outcome"]["request"] or {}
    said = "\n".join(reply["text"] for reply in answer["replies"])
    also = (outcome["also_outcome"] or {}).get("about")
    found = {"kind": outcome["kind"], "about": outcome["about"], "desk": request.get("desk"), "also": also}
    found |= {
        "status": request.get("status"),
        "language": answer["replies"][-1]["language"] if answer["replies"] else "",
    }
    for name, value in found.items():
        if name in expected and value != expected[name]:
            yield f"{name} is {value}, not {expected[name]}"
    for name in ("informed", "flags", "records"):
        for wanted in expected.get(name, ()):
            if wanted not in outcome[name]:
                yield f"{wanted} is not among {name} {outcome[name]}"
    for words in expected.get("says", ()):
        if words.casefold() not in said.casefold():
            yield f"it does not say {words!r}"
    for words in expected.get("never_says", ()):
        if words.casefold() in said.casefold():
            yield f"it says {words!r}"
    for item in expected.get("items", ()):
        if item not in [{"item": i["item"], "status": i["status"]} for i in request.get("items", ())]:
            yield f"{item} is not among the items {request.get('items')}"


def _told(answer: Mapping[str, Any]) -> str:
    understood = answer["understood"]
    said = "\n".join(
        f"  bot: {reply['text']} {[button['title'] for button in reply['buttons']]}" for reply in answer["replies"]
    )
    return f"{said}\n  understood: {understood['intent']} unsure={understood['unsure']} {understood['entities']}\n  {answer['outcome']}"
