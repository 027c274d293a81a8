"""Delivery to the app: events with Slack's retries, interactions with one attempt and an answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal, Protocol

from slack_standin.records import JSON
from slack_standin.state import Workspace

EnvelopeKind = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True)
class Envelope:
    """Something for the app; `attempt` counts from 0, `reason` tells why the attempt before failed."""

    kind: EnvelopeKind
    payload: JSON
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of an attempt: acknowledged, perhaps with a payload, or failed for a reason."""

    acknowledged: bool
    payload: JSON | None = None
    reason: str = ""
    final: bool = False


class Transport(Protocol):
    """A way to the app: Socket Mode or signed HTTP."""

    async def attempt(self, envelope: Envelope) -> Answer:
        """Hand over once and wait for the acknowledgement."""

    async def ready(self, *, within: float) -> bool:
        """Return True when the app can be reached again, False after `within` seconds."""


class Deliverer:
    """Hands envelopes to whichever transport the app is configured for."""

    def __init__(self, *, workspace: Workspace, socket: Transport, http: Transport) -> None:
        self._workspace = workspace
        self._socket = socket
        self._http = http
        self._tasks: set[asyncio.Task[None]] = set()

    def hand_on(self, payload: JSON) -> None:
        """Deliver an event in the background, again and again as Slack would."""
        task = asyncio.get_running_loop().create_task(self._deliver(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask(self, kind: EnvelopeKind, payload: JSON) -> Answer:
        """Deliver an interaction once; the person sees an error if nobody acknowledges it."""
        return await self._attempt(Envelope(kind, payload))

    @property
    def under_way(self) -> int:
        """How many events are neither acknowledged nor given up."""
        return len(self._tasks)

    async def close(self) -> None:
        """Give up everything that is still under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def _transport(self) -> Transport:
        return self._http if self._workspace.app.request_url else self._socket

    async def _deliver(self, payload: JSON) -> None:
        reason = ""
        for number, pause in enumerate((*self._workspace.settings.retry_delays, 0.0)):
            envelope = Envelope("events_api", payload, attempt=number, reason=reason)
            answer = await self._tried(envelope, pause)
            if answer.acknowledged or answer.final:
                return
            reason = answer.reason

    async def _tried(self, envelope: Envelope, pause: float) -> Answer:
        """One attempt and the pause after a failure; it is repeated when a lost app comes back meanwhile."""
        loop = asyncio.get_running_loop()
        answer = await self._attempt(envelope)
        until = loop.time() + pause
        while answer.reason == "connection_failed" and (left := until - loop.time()) > 0:
            if not await self._transport.ready(within=left):
                return answer
            answer = await self._attempt(envelope)
        if not answer.acknowledged and not answer.final:
            await asyncio.sleep(max(0.0, until - loop.time()))
        return answer

    async def _attempt(self, envelope: Envelope) -> Answer:
        answer = await self._transport.attempt(envelope)
        inner = envelope.payload.get("event", envelope.payload)
        self._workspace.traffic.note(
            "delivery",
            envelope=envelope.kind,
            type=inner.get("type", inner.get("command", "")),
            event_id=envelope.payload.get("event_id", ""),
            attempt=envelope.attempt,
            acknowledged=answer.acknowledged,
            reason=answer.reason,
        )
        return answer
