"""Posts a message once, whatever happens between the post and the moment it is remembered.

Before the first try the notice's key is remembered; a later try that finds it remembered looks in the channel first for
a message that carries the key in its metadata.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.inquiries.ports import Clock, Works
from bot.slack.channels import Channels
from bot.slack.failures import GONE, word_of

EVENT_TYPE = "focalpoint_notice"

_PAGE = 100
_PAGES = 10
_EARLIER_SECONDS = 3600

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Where:
    """A channel, or a thread in it; `since` is the earliest moment at which the message can have been posted."""

    channel: str
    thread_ts: str = ""
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Posting:
    """Posts to Slack; store verbs run on the executor."""

    client: AsyncWebClient
    channels: Channels
    works: Works
    clock: Clock
    executor: Executor | None = None

    async def once(self, message: Mapping[str, Any], *, where: Where, key: str, reference: str = "") -> str:
        """Post the message unless it is there; returns its ts. Raises Slack's errors."""
        is_first_try = await self.run(self._begin, key)
        found = None if is_first_try else await self._found(where, key)
        return found or await self._post(message, where=where, key=key, reference=reference)

    async def change(self, message: Mapping[str, Any], *, channel: str, ts: str) -> None:
        """Show something else in place of a message; raises Slack's errors."""
        shown = {name: value for name, value in message.items() if not name.startswith("unfurl")}
        await self.client.chat_update(channel=channel, ts=ts, **shown)

    async def run(self, verb: Callable[..., T], /, *arguments: Any, **named: Any) -> T:
        """A verb of the store, off the loop."""
        return await asyncio.get_running_loop().run_in_executor(self.executor, partial(verb, *arguments, **named))

    def _begin(self, key: str) -> bool:
        with self.works() as work:
            return work.inbox.remember(f"posting:{key}", source="worker", at=self.clock())

    async def _post(self, message: Mapping[str, Any], *, where: Where, key: str, reference: str) -> str:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"reference": reference, "key": key}}
        arguments = {**message, "channel": where.channel, "metadata": metadata}
        if where.thread_ts:
            arguments["thread_ts"] = where.thread_ts
        try:
            posted = await self.client.chat_postMessage(**arguments)
        except SlackApiError as error:
            if word_of(error) != "not_in_channel":
                raise
            await self._join(where.channel, error)
            posted = await self.client.chat_postMessage(**arguments)
        return str(posted["ts"])

    async def _join(self, channel: str, refusal: SlackApiError) -> None:
        try:
            await self.channels.join(channel)
        except SlackApiError as error:
            if word_of(error) in ("method_not_supported_for_channel_type", "missing_scope", *GONE):
                raise refusal from error
            raise

    async def _found(self, where: Where, key: str) -> str | None:
        cursor = ""
        for _ in range(_PAGES):
            page = await self._page(where, cursor)
            for message in page.get("messages", ()):
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == key:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return None

    async def _page(self, where: Where, cursor: str) -> Mapping[str, Any]:
        arguments: dict[str, Any] = {"channel": where.channel, "include_all_metadata": True, "limit": _PAGE}
        if cursor:
            arguments["cursor"] = cursor
        if where.since and where.since.timestamp() <= time.time():
            arguments["oldest"] = f"{where.since.timestamp() - _EARLIER_SECONDS:.6f}"
        try:
            if where.thread_ts:
                return _data(await self.client.conversations_replies(ts=where.thread_ts, **arguments))
            return _data(await self.client.conversations_history(**arguments))
        except SlackApiError as error:
            if word_of(error) in ("not_in_channel", "thread_not_found"):
                return {}
            raise


def _data(response: Any) -> Mapping[str, Any]:
    data = response.data
    return data if isinstance(data, Mapping) else {}
