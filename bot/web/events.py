"""The stream of a conversation's news: messages, how its requests stand, and that an answer is being worked out."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

from sse_starlette.event import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from bot.inquiries.conversation import Message
from bot.web.metrics import Metrics
from bot.web.site import Site

log = logging.getLogger(__name__)

Fields = Callable[[Message], Mapping[str, Any]]
News = tuple[Sequence[Message], Sequence[Mapping[str, Any]]]


class Events:
    """Streams that read what is new from the store, woken by a signal or else after each pause."""

    def __init__(self, site: Site, *, metrics: Metrics) -> None:
        self._site = site
        self._metrics = metrics

    async def of(self, conversation: str, *, after: int, fields: Fields) -> AsyncIterator[ServerSentEvent]:
        """The events of a conversation after a message, until the client goes or the service ends."""
        told = _Told(after=after, fields=fields)
        with self._site.signals.listening(conversation) as listener, self._metrics.listening():
            while not self._site.signals.is_closed:
                news = await self._news(conversation, told.after)
                for event in told.of(news, is_busy=self._site.signals.is_busy(conversation)):
                    yield event
                await listener.wait(seconds=self._site.poll_seconds)

    async def _news(self, conversation: str, after: int) -> News | None:
        try:
            return await run_in_threadpool(self._read, conversation, after)
        except self._site.unavailable as error:
            log.warning("An event stream waits for the store (%s).", type(error).__name__)
            return None

    def _read(self, conversation: str, after: int) -> News:
        with self._site.works() as work:
            messages = work.conversations.messages(conversation, after=after)
            requests = work.requests.of_conversation(conversation)
            return messages, [self._site.request_fields(request) for request in requests]


class _Told:
    """What one stream has told already."""

    def __init__(self, *, after: int, fields: Fields) -> None:
        self.after = after
        self._fields = fields
        self._statuses: dict[str, Mapping[str, Any]] = {}
        self._is_busy = False

    def of(self, news: News | None, *, is_busy: bool) -> Iterator[ServerSentEvent]:
        """The events that are new to this stream."""
        messages, requests = news or ((), ())
        for message in messages:
            self.after = message.id
            yield _event("message", self._fields(message), id=str(message.id))
        for request in requests:
            if self._statuses.get(request["reference"]) != request:
                self._statuses[request["reference"]] = request
                yield _event("status", request)
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            yield _event("typing", {"from": "assistant", "on": is_busy})


def _event(name: str, content: Mapping[str, Any], *, id: str | None = None) -> ServerSentEvent:
    return ServerSentEvent(event=name, id=id, data=json.dumps(content, ensure_ascii=False))
