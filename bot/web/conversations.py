"""The API of a company's conversation: open it, write, read, listen, and see how a request stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Query, Request
from sse_starlette.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from bot.inquiries.conversation import Message
from bot.inquiries.turn import Turn
from bot.web import texts
from bot.web.events import Events
from bot.web.forms import MessageIn, MessageOut, Opened, RequestOut, TurnOut, responses
from bot.web.metrics import Metrics
from bot.web.ownership import Proof, hash_of, new_token, owned, owned_request, proof_in, remember
from bot.web.problems import GettingReady
from bot.web.sentences import getting_ready
from bot.web.site import Site

LAST_ID = 2**53
HEARTBEAT_SECONDS = 15

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "message, status and typing", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


class Conversations:
    """The calls under /api/v1."""

    def __init__(self, site: Site, *, metrics: Metrics) -> None:
        self._site = site
        self._metrics = metrics
        self._events = Events(site, metrics=metrics)

    def router(self) -> APIRouter:
        """The routes with their descriptions."""
        router = APIRouter(prefix="/api/v1", tags=["conversations"])
        one = "/conversations/{id}"
        router.add_api_route(
            "/conversations",
            self.open,
            methods=["POST"],
            status_code=201,
            response_model=None,
            responses=responses(Opened, 503, status=201),
        )
        router.add_api_route(
            f"{one}/messages",
            self.write,
            methods=["POST"],
            response_model=None,
            responses=responses(TurnOut, 404, 409, 413, 422, 503),
        )
        router.add_api_route(
            f"{one}/messages",
            self.read,
            methods=["GET"],
            response_model=None,
            responses=responses(list[MessageOut], 404, 422, 503),
        )
        router.add_api_route(
            f"{one}/events",
            self.listen,
            methods=["GET"],
            response_model=None,
            responses={**responses(None, 404, 422, 503), **_STREAM},
        )
        router.add_api_route(
            "/requests/{reference}",
            self.request,
            methods=["GET"],
            response_model=None,
            responses=responses(RequestOut, 404, 503),
            tags=["requests"],
        )
        return router

    async def open(self) -> JSONResponse:
        """Open a conversation. The token is shown this once; a browser also gets it as a cookie that no script reads."""
        id, token = await open_on_the_web(self._site)
        response = JSONResponse({"id": id, "token": token}, 201)
        remember(response, conversation=id, token=token, is_https=self._site.is_https)
        return response

    async def write(self, id: str, message: MessageIn, request: Request) -> JSONResponse:
        """Send a message and get its answer. The same client_message_id with the same text acts once."""
        turn = await self.answer(id, message, proof=proof_in(request), languages=request.headers)
        return JSONResponse(dict(self._site.turn_fields(turn)))

    async def answer(self, id: str, message: MessageIn, *, proof: Proof, languages: Mapping[str, str]) -> Turn:
        """The turn that answers a message. Raises NotFound, GettingReady and what `say` raises."""
        await run_in_threadpool(self._check, id, proof)
        text, payload = texts.told(message.text), texts.pressed(message.payload)
        identity = texts.identity(message.client_message_id, conversation=id)
        say = self._site.say()
        if say is None:
            raise GettingReady(await getting_ready(self._site, languages))
        with self._site.signals.busy(id):
            turn = await say(conversation=id, text=text, at=self._site.clock(), payload=payload, identity=identity)
        self._metrics.answered(channel="web", kind=turn.outcome.kind)
        return turn

    async def read(self, id: str, request: Request, after: int = Query(0, ge=0, le=LAST_ID)) -> JSONResponse:
        """The conversation's messages with an id above `after`, oldest first."""
        messages = await run_in_threadpool(self._messages, id, proof_in(request), after)
        return JSONResponse([message_fields(message) for message in messages])

    async def listen(self, id: str, request: Request, after: int = Query(0, ge=0, le=LAST_ID)) -> EventSourceResponse:
        """Server-sent events `message`, `status` and `typing`; Last-Event-ID (a message's id) goes on where it ended."""
        await run_in_threadpool(self._check, id, proof_in(request))
        last = request.headers.get("last-event-id", "")
        start = min(int(last), LAST_ID) if last.isascii() and last.isdigit() and len(last) < 17 else after
        return EventSourceResponse(
            self._events.of(id, after=start, fields=message_fields), ping=HEARTBEAT_SECONDS, send_timeout=30
        )

    async def request(self, reference: str, request: Request) -> JSONResponse:
        """How a request stands, for its own requester only."""
        found = await run_in_threadpool(self._request, reference, proof_in(request))
        return JSONResponse(found)

    def _check(self, id: str, proof: Proof) -> None:
        with self._site.works() as work:
            owned(work, id, proof=proof)

    def _messages(self, id: str, proof: Proof, after: int) -> Sequence[Message]:
        with self._site.works() as work:
            owned(work, id, proof=proof)
            return work.conversations.messages(id, after=after)

    def _request(self, reference: str, proof: Proof) -> dict[str, Any]:
        with self._site.works() as work:
            return dict(self._site.request_fields(owned_request(work, reference, proof=proof)))


async def open_on_the_web(site: Site) -> tuple[str, str]:
    """A new conversation's id and its token."""
    token, now = new_token(), site.clock()
    id = await run_in_threadpool(_open, site, now, hash_of(token))
    return id, token


def _open(site: Site, now: datetime, token_hash: str) -> str:
    return site.open_conversation(channel="web", address="", at=now, token_hash=token_hash)


def message_fields(message: Message) -> dict[str, Any]:
    """A message in the fields of the interface; name and sources where there are any."""
    named = {"name": message.name} if message.name else {}
    sources = {"sources": [dict(source) for source in message.sources]} if message.sources else {}
    return {
        "id": message.id,
        "at": message.at.isoformat(),
        "from": message.sender,
        **named,
        "text": message.text,
        "language": message.language,
        "buttons": [{"title": button["title"], "payload": button["payload"]} for button in message.buttons],
        **sources,
    }
