"""Stores what Slack sends under its own identity before it is acknowledged, so that each event acts once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from slack_bolt.response import BoltResponse

from bot.inquiries.ports import Clock, Works

_log = logging.getLogger(__name__)

Next = Callable[[], Awaitable[BoltResponse]]
Middleware = Callable[..., Awaitable[BoltResponse | None]]


def remembering(*, works: Works, clock: Clock, executor: Executor | None) -> Middleware:
    """A global middleware that lets each event through once.

    An event seen before is acknowledged and does nothing; one that cannot be stored is answered with an error, so that
    Slack sends it again. Presses and forms carry their identity into the verb that they lead to.
    """

    def first_seen(body: Mapping[str, Any]) -> bool:
        with works() as work:
            kept = {name: body["event"].get(name) for name in ("type", "subtype", "channel", "ts")}
            seen = [work.inbox.remember(one, source="slack", at=clock(), payload=kept) for one in identities(body)]
        return all(seen)

    async def remember(body: Mapping[str, Any], next: Next) -> BoltResponse | None:
        if body.get("type") != "event_callback":
            return await next()
        try:
            is_new = await asyncio.get_running_loop().run_in_executor(executor, first_seen, body)
        except Exception:  # whatever the store raises, Slack must send the event again
            _log.exception("An event from Slack could not be stored; Slack sends it again.")
            return BoltResponse(status=500, body="")
        return await next() if is_new else BoltResponse(status=200, body="")

    return remember


def identities(body: Mapping[str, Any]) -> tuple[str, ...]:
    """By what an event is known: its event_id, and for a message its channel and ts, whatever event brought it."""
    event = body.get("event") or {}
    names = [f"slack:event:{body['event_id']}"] if body.get("event_id") else []
    if event.get("type") in ("message", "app_mention") and event.get("ts"):
        names.append(f"slack:message:{event.get('channel')}:{event['ts']}")
    return tuple(names)
