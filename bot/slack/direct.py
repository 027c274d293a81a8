"""Companies' direct messages to the bot: each message, and each press of a reply's button, is one turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.inquiries.ports import Clock, Notice, Words, Works
from bot.inquiries.turn import OpenConversation, Reply, Say
from bot.slack.bubbles import as_payload, pressed, title_of
from bot.slack.failures import word_of
from bot.slack.mrkdwn import plain

_log = logging.getLogger(__name__)

LONGEST = 10_000
"""Characters of a message; a longer one is refused with a sentence (key `system.too_long`)."""

SPOKEN = (None, "file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that people write; edits, deletions and notices of Slack's are none."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Direct:
    """The listeners of direct messages. Replies go through the outbox: posted once, and kept while Slack is down."""

    works: Works
    say: Say
    open_conversation: OpenConversation
    words: Words
    clock: Clock
    poke: Callable[[], None]
    apology: str
    executor: Executor | None = None
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def heard(self, event: Mapping[str, Any], client: AsyncWebClient) -> None:
        """A message; anything but a person's own words in a direct message is left alone."""
        if not is_spoken(event):
            return
        identity = f"{event['channel']}:{event['ts']}"
        await self._turn(client, event["channel"], text=plain(event.get("text") or ""), payload=None, identity=identity)

    async def pressed(
        self, ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], client: AsyncWebClient
    ) -> None:
        """A button under a reply; its value is the turn's payload, its title the turn's text."""
        await ack()
        channel, message = body["channel"]["id"], body.get("message") or {}
        blocks = message.get("blocks", ())
        # A double click is one choice: the identity is the button's, not the press's.
        identity = f"{channel}:{message.get('ts') or action['action_ts']}:{action['action_id']}"
        title = title_of(blocks, action_id=action["action_id"]) or action["text"]["text"]
        await self._turn(client, channel, text=title, payload=action["value"], identity=identity)
        if blocks:
            await _shown_as_chosen(client, channel, message, action["action_id"])

    async def _turn(
        self, client: AsyncWebClient, channel: str, *, text: str, payload: str | None, identity: str
    ) -> None:
        async with self._locks.setdefault(channel, asyncio.Lock()):
            try:
                await self._answered(channel, text=text, payload=payload, identity=identity)
            except Exception:  # no message of a company's ends without an answer
                _log.exception("A turn in a direct message failed.")
                await client.chat_postMessage(channel=channel, text=self.apology)
        self.poke()

    async def _answered(self, channel: str, *, text: str, payload: str | None, identity: str) -> None:
        now = self.clock()
        conversation = await self._run(self.open_conversation, channel="slack", address=channel, at=now)
        if len(text) > LONGEST:
            replies: tuple[Reply, ...] = (await self._run(self._too_long, conversation),)
        else:
            turn = await self.say(conversation=conversation, text=text, at=now, payload=payload, identity=identity)
            replies = turn.replies
        await self._run(self._put, conversation, replies, identity=identity, now=now)

    def _put(self, conversation: str, replies: tuple[Reply, ...], *, identity: str, now: datetime) -> None:
        if not replies:
            return
        payload = {"replies": [as_payload(reply) for reply in replies]}
        notice = Notice(key=f"replies:{identity}", kind="company", conversation=conversation, payload=payload)
        with self.works() as work:
            work.outbox.put(notice, at=now)

    def _too_long(self, conversation: str) -> Reply:
        with self.works() as work:
            known = work.conversations.get(conversation)
        language = known.language if known else "en"
        return Reply(
            text=self.words.text("system.too_long", language=language, values={"limit": LONGEST}), language=language
        )

    async def _run(self, verb: Callable[..., T], /, *arguments: Any, **named: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.executor, partial(verb, *arguments, **named))


def is_spoken(event: Mapping[str, Any]) -> bool:
    """Whether a person wrote this in a direct message."""
    is_person = not event.get("bot_id") and bool(event.get("user"))
    return event.get("channel_type") == "im" and event.get("subtype") in SPOKEN and is_person


async def _shown_as_chosen(client: AsyncWebClient, channel: str, message: Mapping[str, Any], action_id: str) -> None:
    try:
        blocks = pressed(message["blocks"], action_id=action_id)
        await client.chat_update(channel=channel, ts=message["ts"], text=message.get("text", ""), blocks=blocks)
    except SlackApiError as error:
        _log.warning("A pressed button could not be marked (%s).", word_of(error))
