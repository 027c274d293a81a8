"""What Slack sends acts once, and is sent again when it could not be stored."""

from __future__ import annotations

import asyncio

from slack_bolt.request.async_request import AsyncBoltRequest

from slack_standin.client import eventually


def _event(*, event_id="Ev1", ts="1795420800.000100", text="tents", **fields):
    event = {
        "type": "message",
        "channel": "D0TAMAR",
        "channel_type": "im",
        "user": "U1",
        "text": text,
        "ts": ts,
        **fields,
    }
    return {"type": "event_callback", "event_id": event_id, "team_id": "T1", "event": event}


async def _sent(house, body):
    return (await house.app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))).status


async def _heard(house, count):
    async def look():
        return len(house.say.heard) >= count

    await eventually(look, what=f"{count} turn(s)")
    await asyncio.sleep(0.1)
    return len(house.say.heard)


async def test_the_same_event_twice_acts_once(house):
    assert [await _sent(house, _event()), await _sent(house, _event())] == [200, 200]

    assert await _heard(house, 1) == 1


async def test_the_same_message_in_two_events_acts_once(house):
    await _sent(house, _event(event_id="Ev1"))
    await _sent(house, _event(event_id="Ev2"))

    assert await _heard(house, 1) == 1


async def test_the_same_words_typed_twice_are_two_messages(house):
    await _sent(house, _event(event_id="Ev1", ts="1795420800.000100"))
    await _sent(house, _event(event_id="Ev2", ts="1795420801.000100"))

    assert await _heard(house, 2) == 2


async def test_an_event_that_cannot_be_stored_is_refused_and_comes_again(house, monkeypatch):
    begin = house.works.begin
    failures = iter([True])
    monkeypatch.setattr(house.works, "begin", lambda: _fail() if next(failures, False) else begin())

    await house.person("tamar").tell_app("tents")

    assert await _heard(house, 1) == 1
    deliveries = await house.workspace.log("delivery")
    assert [entry["acknowledged"] for entry in deliveries] == [False, True]


async def test_events_of_no_interest_are_acknowledged(house):
    body = {"type": "event_callback", "event_id": "Ev9", "event": {"type": "reaction_added", "user": "U1"}}

    assert await _sent(house, body) == 200


async def test_messages_in_channels_and_of_bots_are_not_turns(house):
    await _sent(house, _event(event_id="Ev1", ts="1.1", channel_type="channel"))
    await _sent(house, _event(event_id="Ev2", ts="1.2", bot_id="B1"))
    await _sent(house, _event(event_id="Ev3", ts="1.3", subtype="message_changed"))
    await _sent(house, _event(event_id="Ev4", ts="1.4"))

    assert await _heard(house, 1) == 1


def _fail():
    raise OSError("database is locked")
