"""JSON lines: one answer for each valid line, in order; a bad line is named and costs no other line its answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.commands.lines import clean
from tests.edges.commands.conftest import Program

PERSON = {"id": "a person", "intent": "talk_to_human", "entities": []}
FIELDS = {"id", "desk", "backup", "cc", "due", "restricted", "reasons"}


def lines(*given: Any) -> bytes:
    """What comes in: objects as JSON, bytes as they are."""
    return b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in given)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"tents for Haiti", "not JSON"),
        (b'{"id": "1", "intent": "greet"', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"id": "\xff\xfe"}', "not UTF-8"),
        ({"intent": "talk_to_human"}, '"id" is missing'),
        ({"id": None, "intent": "talk_to_human"}, '"id" is missing'),
        ({"id": ["a"], "intent": "talk_to_human"}, '"id" is missing'),
        ({"id": True, "intent": "talk_to_human"}, '"id" is missing'),
        ({"id": "", "intent": "talk_to_human"}, '"id" is missing'),
        ({"id": "1"}, '"text", or "intent"'),
        ({"id": "1", "text": 5}, '"text", or "intent"'),
        ({"id": "1", "text": "x" * 10_001}, "longer than 10000"),
        ({"id": "1", "intent": 5}, '"intent" is not a text'),
        ({"id": "1", "intent": "sing_a_song"}, "no such intent"),
        ({"id": "1", "intent": "nlu_fallback"}, "no such intent"),
        ({"id": "1", "intent": "greet", "entities": {"entity": "country"}}, '"entities" is a list'),
        ({"id": "1", "intent": "greet", "entities": ["country"]}, '"entities" is a list'),
        ({"id": "1", "intent": "greet", "entities": [{"entity": 1, "value": 2}]}, '"entities" is a list'),
        ({"id": "1", "intent": "greet", "context": {"a": 1}}, '"context" is not a text'),
        ({"id": "1", "intent": "greet", "phase": 1}, '"phase" is not a text'),
        ({"id": "1", "intent": "greet", "company_size": ["small"]}, '"company_size" is not a text'),
        ({"id": "1", "intent": "greet", "at": "yesterday"}, '"at" is not an ISO time'),
        ({"id": "1", "intent": "greet", "at": 1700000000}, '"at" is not an ISO time'),
        ({"id": "1", "intent": "greet", "at": "9999-12-31T23:59:59-12:00"}, '"at" is not an ISO time'),
        ({"id": "1", "intent": "greet", "at": "0001-01-01T00:00:00+14:00"}, '"at" is not an ISO time'),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(focalpoint: Program, line: Any, told: str) -> None:
    ran = focalpoint("route", stdin=lines(PERSON, line, {**PERSON, "id": "another"}))

    assert ran.code == 1
    assert [json.loads(out)["id"] for out in ran.out.splitlines()] == ["a person", "another"]
    assert ran.sentence.startswith("line 2: ")
    assert told in ran.sentence


def test_every_line_is_answered_in_order_with_all_fields(focalpoint: Program) -> None:
    asked = [{**PERSON, "id": f"line {number}"} for number in range(5)]

    ran = focalpoint("route", stdin=lines(*asked))

    answers = [json.loads(out) for out in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert [answer["id"] for answer in answers] == [line["id"] for line in asked]
    assert all(set(answer) == FIELDS for answer in answers)
    assert all(set(reason) == {"rule", "text"} for answer in answers for reason in answer["reasons"])


@pytest.mark.parametrize(
    "entities",
    [
        [{"entity": "country", "value": {"name": "Haiti"}}],
        [{"entity": "crisis", "value": ["a", 1]}],
        [{"entity": "item", "value": {"x": 1}}, {"entity": "quantity", "value": "many"}],
        [{"entity": "agency", "value": None}, {"entity": "cluster", "value": 7}],
        [{"entity": "no_such_entity", "value": "x"}],
        None,
    ],
)
def test_entities_of_odd_values_are_no_reason_to_fail(focalpoint: Program, entities: Any) -> None:
    line = {"id": "odd", "intent": "offer_contribution", "entities": entities}

    ran = focalpoint("route", stdin=lines(line))

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["desk"]


def test_empty_lines_marks_of_byte_order_and_numbers_as_names_are_taken(focalpoint: Program) -> None:
    given = b"\xef\xbb\xbf" + lines(PERSON) + b"\n   \n" + lines({**PERSON, "id": 7})

    ran = focalpoint("route", stdin=given)

    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(out)["id"] for out in ran.out.splitlines()] == ["a person", 7]


def test_half_a_pair_in_a_name_comes_back_as_it_came(focalpoint: Program) -> None:
    ran = focalpoint("route", stdin=b'{"id": "half \\ud800", "intent": "talk_to_human"}\n')

    assert ran.code == 0
    assert json.loads(ran.out)["id"] == "half \ud800"


def test_nothing_in_gives_nothing_out(focalpoint: Program) -> None:
    ran = focalpoint("route")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_cleaned_text_is_as_long_as_before_and_can_be_kept() -> None:
    text = "a\x00b \ud83d and \udc00\ud800 end 😀"

    cleaned = clean(text)

    assert cleaned == "a\ufffdb \ufffd and \ufffd\ufffd end 😀"
    assert len(cleaned) == len(text)


def test_routing_stores_nothing(focalpoint: Program, database: Any) -> None:
    before = database.read_bytes()

    focalpoint("route", stdin=lines(PERSON))

    assert database.read_bytes() == before
