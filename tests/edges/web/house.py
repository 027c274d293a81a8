"""A small house behind the web: stores in memory, an assistant that speaks from a script, one company, one focal point."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from bot.assistant.outcomes import interface_of, request_fields, turn_from
from bot.inquiries.conversation import ASSISTANT, COMPANY, PERSON, Conversation, Message
from bot.inquiries.errors import DuplicateIdentity, UnknownRecord
from bot.inquiries.records import Answer, Quantity
from bot.inquiries.request import OfferedItem, Request
from bot.inquiries.turn import Outcome, Reply, Turn
from bot.store.errors import StoreUnavailable
from bot.store.memory import InMemoryWorks
from bot.web.app import build_web
from bot.web.server import build_server
from bot.web.signals import Signals
from bot.web.site import Site

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)
GETTING_READY = "The assistant is getting ready."
SOURCE = {"title": "Report of the 2010 meeting", "url": "https://example.org/report", "checked_on": "2026-10-01"}

SCRIPT: Mapping[str, Reply] = {
    "What do you need for water?": Reply(text="[Demo] 300 water tanks are needed in Mozambique.", sources=(SOURCE,)),
    "ما الذي تحتاجونه؟": Reply(text="نحتاج إلى 300 خزان مياه في موزمبيق.", language="ar"),
    "Can we help?": Reply(text="With money or with goods?", buttons=({"title": "With money", "payload": "p-money"},)),
    "With money": Reply(text="Here is how to give money."),
}


@dataclass
class ScriptedSay:
    """Answers from a script and keeps what was said, as the contract of `Say` wants it."""

    works: Any
    seconds: float = 0
    failure: Exception | None = None
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(
        self, *, conversation: str, text: str, at: datetime, payload: str | None = None, identity: str | None = None
    ) -> Turn:
        await asyncio.sleep(self.seconds)
        if self.failure:
            raise self.failure
        with self.works() as work:
            if identity and (before := work.conversations.message_with_key(identity)):
                if before.text != text:
                    raise DuplicateIdentity
                return turn_from(before.outcome)
            self.heard.append({"text": text, "payload": payload, "identity": identity})
            reply = self._reply(work, text)
            turn = Turn(conversation=conversation, replies=(reply,), outcome=Outcome(about="demo"))
            work.conversations.add_message(
                Message(
                    conversation=conversation,
                    at=at,
                    sender=COMPANY,
                    text=text,
                    key=identity,
                    outcome=interface_of(turn),
                )
            )
            work.conversations.add_message(
                Message(
                    conversation=conversation,
                    at=at,
                    sender=ASSISTANT,
                    text=reply.text,
                    language=reply.language,
                    buttons=reply.buttons,
                    sources=reply.sources,
                )
            )
        return turn

    def _reply(self, work: Any, text: str) -> Reply:
        """A key of an answer is answered with that answer, all else from the script."""
        answer = work.records.get(Answer, text)
        return Reply(text=answer.text["en"]) if answer else SCRIPT.get(text, Reply(text=f"You wrote: {text}"))


class ReadyWords:
    """Only the sentence that is said before the model is there."""

    def text(self, key: str, *, language: str, values: Mapping[str, Any] | None = None) -> str:
        if key != "system.getting_ready":
            raise UnknownRecord
        return GETTING_READY


class Clock:
    """A minute passes with every look."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class World:
    """The house, and what a test changes in it."""

    works: Any = field(default_factory=InMemoryWorks)
    signals: Signals = field(default_factory=Signals)
    is_ready: bool = True
    store_is_away: bool = False
    not_ready: dict[str, str] = field(default_factory=lambda: {"database": "", "slack": "", "outbox": ""})

    def __post_init__(self) -> None:
        self.say = ScriptedSay(self.works)
        self.clock = Clock()

    def site(self, **given: Any) -> Site:
        values: dict[str, Any] = {
            "works": self._open_works,
            "say": lambda: self.say if self.is_ready else None,
            "open_conversation": self.open_conversation,
            "words": ReadyWords(),
            "clock": self.clock,
            "turn_fields": interface_of,
            "request_fields": request_fields,
            "signals": self.signals,
            "checks": {name: lambda name=name: self.not_ready[name] for name in self.not_ready},
            "unavailable": (StoreUnavailable,),
            "poll_seconds": 0.1,
        }
        return Site(**{**values, **given})

    def app(self, **given: Any) -> FastAPI:
        return build_web(self.site(**given))

    def open_conversation(self, *, channel: str, address: str, at: datetime, token_hash: str = "") -> str:
        with self._open_works() as work:
            known = work.conversations.at_address(channel=channel, address=address) if address else None
            if known:
                return str(known.id)
            id = uuid4().hex
            work.conversations.add(
                Conversation(id=id, channel=channel, address=address, created_at=at, token_hash=token_hash)
            )
            return id

    def person_replies(self, conversation: str, text: str, *, name: str = "[Demo] Ana Reyes") -> None:
        with self.works() as work:
            work.conversations.add_message(
                Message(
                    conversation=conversation,
                    at=self.clock(),
                    sender=PERSON,
                    name=name,
                    text=text,
                    key=f"out:{uuid4().hex}",
                )
            )
        self.signals.wake(conversation)

    def open_request(self, conversation: str, *, reference: str = "FP-2026-00001") -> None:
        request = Request(
            reference=reference,
            conversation=conversation,
            desk="front",
            company="[Demo] Tankworks",
            summary="Internal line",
            items=(OfferedItem(item="water_tank", quantity=Quantity(value=300)),),
            facts={"internal": "not for companies"},
            created_at=MONDAY,
            routed_at=MONDAY,
            due_at=MONDAY + timedelta(hours=8),
        )
        with self.works() as work:
            work.requests.add(request)
        self.signals.wake(conversation)

    def change_request(self, reference: str, **changes: Any) -> None:
        with self.works() as work:
            request = work.requests.get(reference)
            work.requests.save(replace(request, **changes))

    def _open_works(self) -> Any:
        if self.store_is_away:
            raise StoreUnavailable
        return self.works()


@asynccontextmanager
async def client_of(app: FastAPI, **given: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", **given) as client:
        yield client


@dataclass(frozen=True)
class Company:
    """Somebody with a conversation of their own."""

    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def messages(self) -> str:
        return f"/api/v1/conversations/{self.id}/messages"


async def a_company(client: httpx.AsyncClient) -> Company:
    response = await client.post("/api/v1/conversations")
    client.cookies.clear()
    return Company(**response.json())


@contextmanager
def serving(app: FastAPI, *, signals: Signals) -> Iterator[str]:
    """The app on a port of its own, as a browser and a stream need it."""
    server = build_server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        signals.close()
        server.should_exit = True
        thread.join(timeout=10)
