"""In HTTP mode the app gets signed requests, and retries with their headers, from the same stand-in."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import StandIn
from slack_standin.client import Person, Workspace, eventually
from tests.edges.slack_standin.apps import bolt_app, card

Refusals = list[int]


@contextlib.asynccontextmanager
async def served(app: AsyncApp, refusals: Refusals, headers: list[dict[str, str]]) -> AsyncIterator[str]:
    """The app's request address; the first requests are refused with these statuses."""

    async def events(request: web.Request) -> web.Response:
        headers.append({name: value for name, value in request.headers.items() if name.startswith("X-Slack-Retry")})
        if refusals and b"url_verification" not in await request.read():
            return web.Response(status=refusals.pop(0))
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", events)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/slack/events"
    finally:
        await runner.cleanup()


async def test_events_and_presses_arrive_signed_and_are_retried(
    slack: StandIn, workspace: Workspace, client: AsyncWebClient, ana: Person
) -> None:
    app, heard = bolt_app(slack), []
    headers: list[dict[str, str]] = []

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    @app.action("claim")
    async def claim(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body["actions"][0]["value"])

    @app.command("/desk")
    async def desk(ack: Any) -> None:
        await ack("Your desk")

    async with served(app, [500], headers) as address:
        assert (await workspace.change_app(request_url=address))["verified"]
        await ana.say("#water", "Forty pumps")
        await eventually(lambda: _truth(heard == ["Forty pumps"]), what="the retried event")
        assert headers[-1] == {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_error"}

        posted = await client.chat_postMessage(channel="#water", text="A card", blocks=card())
        pressed = await ana.press("claim", {"channel": posted["channel"], "ts": posted["ts"]})
        await ana.command("/desk", channel="#water")

        assert pressed["acknowledged"]
        assert heard == ["Forty pumps", "FP-2025-00001"]
        await ana.sees("Your desk", channel="#water")


async def test_a_wrong_secret_is_noticed(slack: StandIn, workspace: Workspace, ana: Person) -> None:
    app = bolt_app(slack)
    await workspace.change_app(signing_secret="another")

    async with served(app, [], []) as address:
        assert not (await workspace.change_app(request_url=address))["verified"]


async def _truth(value: bool) -> bool:
    return value
