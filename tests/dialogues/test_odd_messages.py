"""Messages that nobody expects: each is understood as far as it goes, answered, and does nothing that it does not say."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from bot.assistant.outcomes import interface_of
from bot.assistant.payloads import PayloadForeign
from bot.assistant.turns import Assistant
from bot.checking import INTENTS
from bot.commands.lines import LONGEST, clean
from bot.inquiries.errors import StaleTime
from bot.settings import Settings
from bot.wiring import House
from tests.dialogues.conftest import MONDAY_MORNING
from tests.edges.commands.conftest import Program

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt", "und")
UNDERSTOOD = {"language", "intent", "unsure", "also", "ranking", "entities"}
OUTCOME = {"kind", "also_outcome", "about", "records", "request", "informed", "flags"}

ODD: Mapping[str, str] = {
    "empty": "",
    "blank": " \n\t ",
    "emoji": "😀🎉",
    "one sign": "?",
    "ten thousand letters": "a" * LONGEST,
    "ten thousand words": "tents " * (LONGEST // 6),
    "binary": "\x00\x01\x02\x7f\x1b[31m\x9f\x00",
    "right to left": "نريد التبرع بخيام لمتضرري الزلزال",
    "blanks around": "\u00a0 \n 300 tents for Haiti \t ",
    "marks of direction": "\u202e\u202dtents for Haiti\u202c",
    "mixed scripts": "We have خيام for мозамбик 帐篷",
    "half a pair": "300 tents \ud83d for Haiti",
    "only halves": "\udc00\ud800",
    "nul inside": "300\x00tents",
    "combining marks": "t\u0301\u0302\u0303\u0304" * 500,
    "markup": '<script>alert(1)</script> <!channel> {{ 7*7 }} {% raw %} {slot} %s ${x}',
    "query": "'; DROP TABLE requests; --",
    "intent with entities": '/offer_contribution{"item": "tent", "country": "HTI"}',
    "bare intent": "/talk_to_human",
    "unknown intent": '/intent{"a": 1}',
    "session": "/session_start",
    "slashes": "///greet",
    "blank and slash": "  /talk_to_human",
    "json": '{"intent": {"name": "talk_to_human"}}',
    "path": "/etc/passwd",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_understood_has_every_field_and_true_positions(assistant: Assistant, name: str) -> None:
    text = clean(ODD[name])

    understood = assistant.understood(text, at=MONDAY_MORNING)

    assert set(understood) == UNDERSTOOD
    assert understood["language"] in LANGUAGES
    assert understood["intent"]["name"] in INTENTS
    assert 0 <= understood["intent"]["confidence"] <= 1
    assert 1 <= len(understood["ranking"]) <= 5 and understood["ranking"][0] == understood["intent"]
    for entity in understood["entities"]:
        assert set(entity) == {"entity", "value", "text", "start", "end"}
        assert text[entity["start"] : entity["end"]] == entity["text"]
    json.dumps(understood).encode("utf-8")


@pytest.mark.parametrize("name", ODD)
def test_every_message_is_answered_and_nothing_breaks(
    assistant: Assistant, house: House, loop: asyncio.AbstractEventLoop, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    talk = Talk(assistant, house, loop, name=f"odd: {name}")

    answer = talk.says(clean(ODD[name]))

    assert answer["replies"] and all(reply["text"].strip() for reply in answer["replies"])
    assert set(answer["outcome"]) == OUTCOME
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    told = "\n".join(reply["text"] for reply in answer["replies"])
    assert "49" not in told and "<script>" not in told


class Talk:
    """A conversation of a test."""

    def __init__(self, assistant: Assistant, house: House, loop: asyncio.AbstractEventLoop, *, name: str) -> None:
        self._assistant, self._house, self._loop = assistant, house, loop
        self._at = MONDAY_MORNING
        self.conversation = house.open_conversation(channel="test", address=name, at=self._at)

    def says(self, text: str, *, payload: str | None = None, minutes: int = 1) -> dict[str, Any]:
        """One turn, a minute after the last."""
        self._at += timedelta(minutes=minutes)
        turn = self._assistant.say(conversation=self.conversation, text=text, at=self._at, payload=payload)
        return interface_of(self._loop.run_until_complete(turn))


@pytest.fixture
def talk(assistant: Assistant, house: House, loop: asyncio.AbstractEventLoop, request: pytest.FixtureRequest) -> Talk:
    return Talk(assistant, house, loop, name=request.node.name)


@pytest.mark.parametrize("name", ["intent with entities", "unknown intent", "session", "json"])
def test_a_typed_intent_is_ordinary_text(assistant: Assistant, name: str) -> None:
    understood = assistant.understood(ODD[name], at=MONDAY_MORNING)

    assert len(understood["ranking"]) > 1
    assert understood["intent"]["confidence"] < 1


def test_typed_commands_of_rasa_do_not_start_the_conversation_anew(talk: Talk) -> None:
    talk.says("We would like to give 30 generators to Mozambique, they stand in Durban")
    talk.says("/session_start")
    talk.says("from next week")
    answer = talk.says("Acme Power Ltd, hello@acme.example.org")

    assert answer["outcome"]["kind"] == "route"
    assert answer["outcome"]["request"]["items"][0]["quantity"]["value"] == 30


def test_messages_without_words_call_nobody(talk: Talk) -> None:
    answers = [talk.says(text) for text in ("", "   ", "\n", "\u200b")]

    assert [answer["outcome"]["kind"] for answer in answers] == ["ask"] * 4
    assert all(answer["outcome"]["request"] is None for answer in answers)
    assert all("without words" in answer["replies"][-1]["text"] for answer in answers)


def test_messages_without_words_are_no_yes(talk: Talk) -> None:
    talk.says("We have 4000 blankets in Rotterdam for the earthquake in Haiti, free")

    answers = [talk.says(text) for text in ("", "   ", "\ufffd")]

    assert [answer["outcome"]["kind"] for answer in answers] == ["ask"] * 3
    assert all(answer["outcome"]["request"] is None for answer in answers)


def test_a_button_works_in_its_own_conversation_alone(
    talk: Talk, assistant: Assistant, house: House, loop: asyncio.AbstractEventLoop
) -> None:
    other = Talk(assistant, house, loop, name="another conversation")
    buttons = [button for reply in talk.says("blergh wug fnord")["replies"] for button in reply["buttons"]]
    person = buttons[-1]

    with pytest.raises(PayloadForeign):
        other.says(person["title"], payload=person["payload"])
    with pytest.raises(PayloadForeign):
        talk.says(person["title"], payload='/talk_to_human{"a": 1}')
    answer = talk.says(person["title"], payload=person["payload"])

    assert answer["outcome"]["kind"] == "route"


def test_time_may_not_go_back_within_a_conversation(talk: Talk) -> None:
    talk.says("hello")

    with pytest.raises(StaleTime):
        talk.says("hello again", minutes=-5)


class Answering:
    """A command that reads JSON lines, in a process of its own."""

    def __init__(self, command: str, settings: Settings) -> None:
        given = {"FOCALPOINT_DATABASE_URL": settings.database_url, "FOCALPOINT_CLOCK": settings.clock}
        pipe = subprocess.PIPE
        arguments = [sys.executable, "-m", "bot", command]
        self.running = subprocess.Popen(
            arguments, cwd=ROOT, env={**os.environ, **given}, stdin=pipe, stdout=pipe, stderr=pipe
        )

    def ask(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Send a line and wait for its answer, before anything else is sent."""
        self.send(json.dumps(line).encode())
        return dict(json.loads(_open(self.running.stdout).readline()))

    def send(self, line: bytes) -> None:
        """Send a line."""
        stdin = _open(self.running.stdin)
        stdin.write(line + b"\n")
        stdin.flush()

    def end(self) -> tuple[int, str, str]:
        """Close its input; exit code, the rest of its output, its complaints."""
        out, err = self.running.communicate(timeout=60)
        return self.running.returncode, out.decode(), err.decode()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


@pytest.fixture
def focalpoint(house: House, settings: Settings) -> Program:
    """The program in this process, on the database of these tests."""
    return Program({"FOCALPOINT_DATABASE_URL": settings.database_url, "FOCALPOINT_CLOCK": settings.clock})


def test_the_command_parse_answers_every_line_that_it_can(focalpoint: Program) -> None:
    given = (
        {"id": "1", "text": "We have 300 tents in Nairobi", "at": "2026-11-23T09:00:00Z"},
        {"id": "2"},
        {"id": "3", "text": "a" * (LONGEST + 1)},
        {"id": 4, "text": "half \ud83d and nul \x00 and /greet"},
    )

    ran = focalpoint("parse", stdin=b"\n".join(json.dumps(line).encode() for line in given))

    first, last = map(json.loads, ran.out.splitlines())
    assert set(first) == {"id", *UNDERSTOOD} == set(last)
    assert (first["id"], last["id"]) == ("1", 4)
    assert {"value": 300, "unit": "piece"} in [e["value"] for e in first["entities"] if e["entity"] == "quantity"]
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["line 2", "line 3"]


def test_the_command_route_reads_texts_as_well(focalpoint: Program) -> None:
    by_text = focalpoint("route", stdin=b'{"id": "r", "text": "Let me talk to a person"}')
    by_intent = focalpoint("route", stdin=b'{"id": "r", "intent": "talk_to_human", "entities": []}')

    assert (by_text.code, by_text.err) == (0, "")
    assert by_text.out == by_intent.out
    assert json.loads(by_text.out)["desk"] == "front"


@pytest.fixture
def reply(house: House, settings: Settings) -> Iterator[Answering]:
    """`focalpoint reply`, waiting for lines."""
    answering = Answering("reply", settings)
    yield answering
    answering.running.kill()


@pytest.mark.slow
def test_the_command_reply_keeps_conversations_and_answers_line_by_line(reply: Answering) -> None:
    at = "2026-11-23T09:00:00Z"

    first = reply.ask({"conversation": "c1", "text": "Let me talk to a person", "at": at})
    reply.send(json.dumps({"conversation": "c1", "text": "hello", "at": "2026-11-23T08:00:00Z"}).encode())
    reply.send(json.dumps({"conversation": "c1", "text": "hello", "at": at, "payload": "foreign"}).encode())
    reply.send(json.dumps({"conversation": "c1", "text": "hello", "at": at, "payload": 5}).encode())
    second = reply.ask({"conversation": "c1", "text": "any news?", "at": at})
    foreign = reply.ask({"conversation": "c2", "text": f"status of {_reference(first)}?", "at": at})
    unknown = reply.ask({"conversation": "c2", "text": "status of FP-2026-98765?", "at": at})
    code, rest, complaints = reply.end()

    for answer in (first, second, foreign, unknown):
        assert set(answer) == {"conversation", "replies", "understood", "outcome"}
        assert set(answer["understood"]) == UNDERSTOOD and set(answer["outcome"]) == OUTCOME
        assert all(set(said) == {"text", "language", "buttons", "sources"} for said in answer["replies"])
    assert set(first["outcome"]["request"]) == {"reference", "desk", "due", "status", "items"}
    assert _reference(second) == _reference(first)
    assert _words(foreign).replace(_reference(first), "") == _words(unknown).replace("FP-2026-98765", "")
    assert foreign["outcome"]["request"] is None
    assert (code, rest) == (1, "")
    assert [line.split(":")[0] for line in complaints.splitlines()] == ["line 2", "line 3", "line 4"]


def _reference(answer: Mapping[str, Any]) -> str:
    return str(answer["outcome"]["request"]["reference"])


def _words(answer: Mapping[str, Any]) -> str:
    return "\n".join(reply["text"] for reply in answer["replies"])
