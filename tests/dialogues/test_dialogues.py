"""Every transcript runs with the trained model and the real actions; any error that is logged on the way fails it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.assistant.outcomes import interface_of
from bot.assistant.turns import Assistant
from bot.wiring import House
from tests.dialogues.conftest import MONDAY_MORNING
from tests.dialogues.desk_people import act_of_the_desk
from tests.dialogues.transcript import Act, Exchange, Transcript, read

TRANSCRIPTS = list(read(Path(__file__).parent / "transcripts"))
DOMAIN = Path(__file__).parents[2] / "domain" / "domain.yml"

NEVER_SAID_TO_A_COMPANY = (
    "[Demo] Sundown",
    "[Demo] Ironvale",
    "[Demo] Little Meadow",
    "+1 202 555",
    "U0DEMO",
    "activation.",
)
"""Register entries, telephone numbers, Slack users and activation contacts: internal in every dialogue."""


def test_there_are_at_least_seventy_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 70


def test_the_names_of_transcripts_are_unique_sentences() -> None:
    names = [transcript.name for transcript in TRANSCRIPTS]

    assert len(set(names)) == len(names)


def test_every_intent_is_understood_in_some_transcript() -> None:
    intents = {name for name in YAML(typ="safe").load(DOMAIN)["intents"] if isinstance(name, str)} - {"not_sure"}
    steps = [step for transcript in TRANSCRIPTS for step in transcript.steps if isinstance(step, Exchange)]

    assert intents - {step.expected.get("understood") for step in steps} == set()


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=[transcript.name for transcript in TRANSCRIPTS])
def test_dialogue(
    transcript: Transcript,
    assistant: Assistant,
    house: House,
    loop: asyncio.AbstractEventLoop,
    caplog: pytest.LogCaptureFixture,
) -> None:
    conversation = house.open_conversation(channel="test", address=transcript.name, at=MONDAY_MORNING)
    buttons: Sequence[Mapping[str, str]] = ()
    reference = ""

    for number, step in enumerate(transcript.steps, start=1):
        at = MONDAY_MORNING + timedelta(minutes=number)
        if isinstance(step, Act):
            told = act_of_the_desk(house, step, conversation=conversation, at=at)
            assert [words for words in step.tells if words not in told] == [], told
            continue
        pressed = next((button for button in buttons if button["title"] == step.press), None)
        assert pressed or not step.press, f"there is no button {step.press!r} among {buttons}"
        text = pressed["title"] if pressed else step.text.replace("<reference>", reference)
        payload = pressed["payload"] if pressed else None
        turn = assistant.say(conversation=conversation, text=text, at=at, payload=payload)
        answer = interface_of(loop.run_until_complete(turn))

        wrong = list(differences(answer, step.expected))
        assert not wrong, f"after {text!r}: {'; '.join(wrong)}\n{_told(answer)}"
        buttons = [button for reply in answer["replies"] for button in reply["buttons"]]
        reference = (answer["outcome"]["request"] or {}).get("reference", reference)

    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not errors


def differences(answer: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """What a turn lacks of what the transcript expects, and what no company may ever read."""
    yield from _differing_values(answer, expected)
    yield from _differing_words(answer, expected)
    outcome, request = answer["outcome"], answer["outcome"]["request"] or {}
    also = outcome["also_outcome"] or {}
    for name in ("informed", "flags", "records"):
        found = [*outcome[name], *also.get(name, ())]
        yield from (f"{wanted} is not among {name} {found}" for wanted in expected.get(name, ()) if wanted not in found)
    items = [{"item": item["item"], "status": item["status"]} for item in request.get("items", ())]
    for item in expected.get("items", ()):
        if item not in items:
            yield f"{item} is not among the items {items}"


def _differing_values(answer: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    outcome, request = answer["outcome"], answer["outcome"]["request"] or {}
    found = {
        "understood": answer["understood"]["intent"]["name"],
        "kind": outcome["kind"],
        "about": outcome["about"],
        "desk": request.get("desk"),
        "status": request.get("status"),
        "also": (outcome["also_outcome"] or {}).get("about"),
        "language": answer["replies"][0]["language"] if answer["replies"] else "",
    }
    for name, value in found.items():
        if name in expected and value != expected[name]:
            yield f"{name} is {value}, not {expected[name]}"


def _differing_words(answer: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    said = "\n".join(reply["text"] for reply in answer["replies"]).casefold()
    titles = [button["title"] for reply in answer["replies"] for button in reply["buttons"]]
    if not said and is_spoken(answer):
        yield "nothing is said"
    for words in expected.get("says", ()):
        if words.casefold() not in said:
            yield f"it does not say {words!r}"
    for words in (*expected.get("never_says", ()), *NEVER_SAID_TO_A_COMPANY):
        if words.casefold() in said:
            yield f"it says {words!r}"
    for title in expected.get("buttons", ()):
        if title not in titles:
            yield f"there is no button {title!r} among {titles}"


def is_spoken(answer: Mapping[str, Any]) -> bool:
    """Every message is answered, but for those relayed to a person who holds the conversation."""
    return bool(answer["outcome"]["kind"] != "silent")


def _told(answer: Mapping[str, Any]) -> str:
    understood = answer["understood"]
    said = "\n".join(
        f"  bot: {reply['text']} {[button['title'] for button in reply['buttons']]}" for reply in answer["replies"]
    )
    return (
        f"{said}\n  understood: {understood['intent']} unsure={understood['unsure']} also={understood['also']} "
        f"{understood['entities']}\n  {answer['outcome']}"
    )
