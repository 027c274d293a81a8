"""Events that nobody acknowledges come again, on whatever connection there is."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import Settings, StandIn
from slack_standin.client import Person, Workspace, eventually
from tests.edges.slack_standin.apps import bolt_app, connected
from tests.edges.slack_standin.conftest import SEED


class Listener:
    """A bare Socket Mode client that acknowledges only from the nth envelope on."""

    def __init__(self, slack: StandIn, *, acknowledges_from: int = 1) -> None:
        web_client = AsyncWebClient(base_url=slack.api_url)
        self.client = SocketModeClient(app_token=slack.app_token, web_client=web_client)
        self.client.socket_mode_request_listeners.append(self._received)  # type: ignore[arg-type]
        self.requests: list[SocketModeRequest] = []
        self._from = acknowledges_from

    async def __aenter__(self) -> Listener:
        await self.client.connect()
        return self

    async def __aexit__(self, *about: object) -> None:
        await self.client.close()

    async def got(self, number: int) -> list[SocketModeRequest]:
        async def look() -> bool:
            return len(self.requests) >= number

        await eventually(look, what=f"{number} envelopes")
        return self.requests

    async def _received(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)
        if len(self.requests) >= self._from:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))


async def test_an_event_that_nobody_acknowledged_comes_again_with_its_identity(
    slack: StandIn, workspace: Workspace, ana: Person
) -> None:
    async with Listener(slack, acknowledges_from=3) as listener:
        await ana.tell_app("Hello")
        first, second, third = await listener.got(3)
        await asyncio.sleep(0.4)

        assert len(listener.requests) == 3
        assert len({request.payload["event_id"] for request in (first, second, third)}) == 1
        assert [request.retry_attempt for request in (first, second, third)] == [0, 1, 2]
        assert (second.retry_reason, third.retry_reason) == ("timeout", "timeout")
        deliveries = await workspace.log("delivery")
        assert [entry["acknowledged"] for entry in deliveries] == [False, False, True]


async def test_an_event_is_given_up_after_three_retries(slack: StandIn, workspace: Workspace, ana: Person) -> None:
    async with Listener(slack, acknowledges_from=99) as listener:
        await ana.tell_app("Hello")
        await listener.got(4)
        await _settled(workspace)

        assert len(listener.requests) == 4


async def test_an_unacknowledged_event_goes_to_another_connection_too(
    slack: StandIn, workspace: Workspace, ana: Person
) -> None:
    async with Listener(slack, acknowledges_from=99) as deaf, Listener(slack) as awake:
        await workspace.connected(connections=2)
        for number in range(4):
            await ana.tell_app(f"Message {number}")
        await _settled(workspace)

        heard = {request.payload["event"]["text"] for request in awake.requests}
        assert heard == {f"Message {number}" for number in range(4)}
        assert deaf.requests


async def test_what_was_said_while_the_app_was_away_comes_when_it_is_back(
    slack: StandIn, workspace: Workspace, ana: Person
) -> None:
    patient = Settings(ack_seconds=0.25, retry_delays=(0.0, 30.0))
    async with StandIn(seed=SEED, settings=patient) as slack, Workspace(slack.web_url) as workspace:
        await workspace.person("ana").tell_app("Anybody there?")
        await asyncio.sleep(0.1)

        async with Listener(slack) as listener:
            [request] = await listener.got(1)

            assert request.payload["event"]["text"] == "Anybody there?"
            assert (request.retry_attempt, request.retry_reason) == (1, "connection_failed")


async def test_an_app_reconnects_when_it_is_asked_to_or_cut_off() -> None:
    patient = Settings(ack_seconds=1.0, retry_delays=(0.0, 20.0, 20.0))
    async with StandIn(seed=SEED, settings=patient) as slack, Workspace(slack.web_url) as workspace:
        app, heard = bolt_app(slack), []

        @app.event("message")
        async def message(event: dict[str, Any]) -> None:
            heard.append(event["text"])

        async with connected(app, slack):
            for number, action in enumerate(("refresh", "drop"), start=1):
                await workspace.disconnect(action)
                await workspace.person("ana").tell_app(f"After {action}")
                await eventually(lambda number=number: _truth(len(heard) == number), what=action, within=15)

        opened = [entry for entry in await workspace.log("connection") if entry["state"] == "open"]
        assert heard == ["After refresh", "After drop"]
        assert len(opened) >= 3


async def test_a_press_that_the_app_does_not_acknowledge_is_shown_as_trouble(
    slack: StandIn, client: AsyncWebClient, ana: Person
) -> None:
    button = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Claim"}}
    posted = await client.chat_postMessage(
        channel="#water", text="A card", blocks=[{"type": "actions", "elements": [button]}]
    )
    card = {"channel": posted["channel"], "ts": posted["ts"]}

    nobody = await ana.press("claim", card)
    async with Listener(slack, acknowledges_from=99) as listener:
        deaf = await ana.press("claim", card)
        await asyncio.sleep(0.4)

        assert (nobody["acknowledged"], nobody["reason"]) == (False, "connection_failed")
        assert (deaf["acknowledged"], deaf["reason"]) == (False, "timeout")
        assert [request.type for request in listener.requests].count("interactive") == 1


async def test_at_most_ten_connections_are_allowed(slack: StandIn) -> None:
    client = AsyncWebClient(token=slack.app_token, base_url=slack.api_url)
    listeners = [Listener(slack) for _ in range(10)]
    for listener in listeners:
        await listener.client.connect()

    try:
        answer = await client.api_call("api.test")
        assert answer["ok"]
        assert await _error(client.apps_connections_open(app_token=slack.app_token)) == "too_many_websockets"
    finally:
        for listener in listeners:
            await listener.client.close()


async def _settled(workspace: Workspace) -> None:
    async def look() -> bool:
        return int((await workspace.state())["events_under_way"]) == 0

    await eventually(look, what="the end of all deliveries")


async def _error(call: Any) -> str:
    try:
        await call
    except SlackApiError as error:
        return str(error.response["error"])
    return ""


async def _truth(value: bool) -> bool:
    return value
