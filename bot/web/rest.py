"""The webhook of Rasa's REST channel, so that existing Rasa chat clients work; its senders live in a space of their own."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from bot.inquiries.conversation import COMPANY, Message
from bot.inquiries.turn import Say
from bot.web import texts
from bot.web.forms import RestReply, responses
from bot.web.metrics import Metrics
from bot.web.origin import is_foreign
from bot.web.problems import Forbidden, GettingReady, Malformed, TokenWrong
from bot.web.sentences import getting_ready
from bot.web.site import Site

CHANNEL = "rest"
LONGEST_SENDER = 200


class RestChannel:
    """The webhook. A button's payload sent as the message is a press, as Rasa's clients do it."""

    def __init__(self, site: Site, *, metrics: Metrics) -> None:
        self._site = site
        self._metrics = metrics

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(prefix="/webhooks/rest", tags=["Rasa's REST channel"])
        router.add_api_route("/", self.alive, methods=["GET"], response_model=None, include_in_schema=False)
        body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/RestMessage"}}}}
        router.add_api_route(
            "/webhook",
            self.receive,
            methods=["POST"],
            response_model=None,
            responses=responses(list[RestReply], 401, 403, 413, 422, 503),
            openapi_extra={"requestBody": {"required": True, **body}},
        )
        return router

    async def alive(self) -> JSONResponse:
        """As Rasa's channel answers."""
        return JSONResponse({"status": "ok"})

    async def receive(self, request: Request) -> Response:
        """Answer one message `{"sender", "message"}`; what a person wrote meanwhile comes before the reply."""
        self._admit(request)
        sender, text = _read(await request.body())
        say = self._site.say()
        if say is None:
            raise GettingReady(await getting_ready(self._site, request.headers))
        replies = await self._answer(say, sender=sender, text=texts.told(text))
        if request.query_params.get("stream") == "true":
            lines = "".join(json.dumps(reply) + "\n" for reply in replies)
            return Response(lines, media_type="text/event-stream")
        return JSONResponse(replies)

    async def _answer(self, say: Say, *, sender: str, text: str) -> list[dict[str, Any]]:
        now = self._site.clock()
        conversation = await run_in_threadpool(self._conversation, sender, now)
        before = await run_in_threadpool(self._messages, conversation)
        title, payload = _press(before, text)
        turn = await say(conversation=conversation, text=title or text, at=now, payload=payload)
        self._metrics.answered(channel=CHANNEL, kind=turn.outcome.kind)
        missed = [_reply(sender, _signed(message), message.buttons, ()) for message in _missed(before)]
        return missed + [_reply(sender, reply.text, reply.buttons, reply.sources) for reply in turn.replies]

    def _admit(self, request: Request) -> None:
        if is_foreign(request.headers, base_url=self._site.base_url):
            raise Forbidden
        if not self._site.rest_token:
            if not self._site.is_on_loopback:
                raise Forbidden("This channel is closed; set FOCALPOINT_REST_TOKEN to open it outside this machine.")
            return
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else ""
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._site.rest_token.encode()):
            raise TokenWrong

    def _conversation(self, sender: str, now: datetime) -> str:
        return self._site.open_conversation(channel=CHANNEL, address=sender, at=now)

    def _messages(self, conversation: str) -> Sequence[Message]:
        with self._site.works() as work:
            return work.conversations.messages(conversation)


def _read(body: bytes) -> tuple[str, str]:
    """The sender and the message; a client that names no sender gets one of its own. Raises Malformed."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not JSON; send an object with sender and message.") from error
    if not isinstance(given, Mapping):
        raise Malformed("The body is not an object; send one with sender and message.")
    sender, message = given.get("sender") or uuid4().hex, given.get("message")
    if not isinstance(message, str):
        raise Malformed("The message is missing or not a text.")
    if not isinstance(sender, str) or len(sender) > LONGEST_SENDER:
        raise Malformed(f"The sender is not a text of up to {LONGEST_SENDER} characters.")
    return texts.told(sender) or uuid4().hex, message


def _press(messages: Sequence[Message], text: str) -> tuple[str, str | None]:
    """The title and payload of the button whose payload was sent as the message."""
    for message in reversed(messages):
        for button in message.buttons:
            if text and button["payload"] == text:
                return button["title"], button["payload"]
    return "", None


def _missed(messages: Sequence[Message]) -> Sequence[Message]:
    """What was sent to the company since its last message: this channel cannot be called."""
    last = max((message.id for message in messages if message.sender == COMPANY), default=0)
    return [message for message in messages if message.id > last and message.key is not None]


def _signed(message: Message) -> str:
    return f"{message.name}: {message.text}" if message.name else message.text


def _reply(
    sender: str, text: str, buttons: Sequence[Mapping[str, str]], sources: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Rasa's form; it knows no sources, so they are lines of the text."""
    lines = [" · ".join(filter(None, (source["title"], source["url"], source["checked_on"]))) for source in sources]
    choices = [{"title": button["title"], "payload": button["payload"]} for button in buttons]
    return {
        "recipient_id": sender,
        "text": "\n".join((text, *lines)),
        **({"buttons": choices} if choices else {}),
    }
