"""News reach an open page at once: messages, how a request stands, that an answer is being written."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.edges.web.house import Company, World, serving


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serving(world.app(), signals=world.signals) as address:
        yield address


@pytest.fixture
def listener(address: str) -> Company:
    return Company(**httpx.post(f"{address}/api/v1/conversations").json())


Event = tuple[str, str, dict[str, object]]


@contextmanager
def stream(address: str, company: Company, **headers: str) -> Iterator[Iterator[Event]]:
    path = f"{address}/api/v1/conversations/{company.id}/events"
    with httpx.stream("GET", path, headers={**company.headers, **headers}, timeout=10) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield events_in(response)


def events_in(response: httpx.Response) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
        elif "data" in fields:
            yield fields.get("event", ""), fields.get("id", ""), json.loads(fields["data"])
            fields = {}


def test_what_is_said_and_how_a_request_stands_arrive(address: str, listener: Company, world: World) -> None:
    with stream(address, listener) as events:
        world.person_replies(listener.id, "Hello from Geneva")
        first = next(events)
        world.open_request(listener.id)
        second = next(events)
        world.change_request("FP-2026-00001", status="claimed")
        third = next(events)

    assert (first[0], first[2]["from"], first[2]["text"]) == ("message", "person", "Hello from Geneva")
    assert first[1] == str(first[2]["id"])
    assert [(event[0], event[2]["status"]) for event in (second, third)] == [
        ("status", "unclaimed"),
        ("status", "claimed"),
    ]


def test_a_signal_brings_news_before_the_next_look(world: World) -> None:
    with serving(world.app(poll_seconds=30), signals=world.signals) as address:
        company = Company(**httpx.post(f"{address}/api/v1/conversations").json())
        world.person_replies(company.id, "First")
        with stream(address, company) as events:
            next(events)
            began = time.monotonic()
            world.person_replies(company.id, "Second")
            assert next(events)[2]["text"] == "Second"

    assert time.monotonic() - began < 5


def test_a_stream_goes_on_after_the_last_event_that_was_seen(address: str, listener: Company, world: World) -> None:
    for text in ("One", "Two", "Three"):
        world.person_replies(listener.id, text)
    with stream(address, listener) as events:
        seen = next(events)

    with stream(address, listener, **{"Last-Event-ID": seen[1]}) as events:
        again = [next(events)[2]["text"], next(events)[2]["text"]]

    assert again == ["Two", "Three"]


def test_while_an_answer_is_worked_out_somebody_is_typing(address: str, listener: Company, world: World) -> None:
    world.say.seconds = 0.5
    with stream(address, listener) as events:
        path = f"{address}/api/v1/conversations/{listener.id}/messages"
        httpx.post(path, json={"text": "Can we help?"}, headers=listener.headers)
        names = [next(events) for _ in range(4)]

    assert [name for name, _, _ in names].count("message") == 2
    assert [content["on"] for name, _, content in names if name == "typing"] == [True, False]


def test_a_store_that_is_away_for_a_while_does_not_end_the_stream(
    address: str, listener: Company, world: World
) -> None:
    with stream(address, listener) as events:
        world.store_is_away = True
        time.sleep(0.3)
        world.store_is_away = False
        world.person_replies(listener.id, "Back again")
        assert next(events)[2]["text"] == "Back again"


def test_a_stream_that_the_client_left_is_closed(address: str, listener: Company, world: World) -> None:
    with stream(address, listener) as events:
        world.person_replies(listener.id, "Hello")
        next(events)
        assert "focalpoint_event_streams 1.0" in httpx.get(f"{address}/metrics").text

    for _ in range(50):
        if "focalpoint_event_streams 0.0" in httpx.get(f"{address}/metrics").text:
            break
        time.sleep(0.1)
    assert "focalpoint_event_streams 0.0" in httpx.get(f"{address}/metrics").text
