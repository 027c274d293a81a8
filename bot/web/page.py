"""The company's page: plain HTML from the server that works without scripts, and one small script that makes it live."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.inquiries.errors import InquiryError
from bot.web.conversations import Conversations, message_fields, open_on_the_web
from bot.web.forms import MessageIn
from bot.web.origin import is_foreign
from bot.web.ownership import Proof, forget, owned, proof_in, remember
from bot.web.problems import Forbidden, GettingReady, NotFound, Problem, TooLong, problem_of
from bot.web.sentences import FALLBACK, RIGHT_TO_LEFT, getting_ready, language_wanted, page_words
from bot.web.site import Site

HERE = Path(__file__).parent

Shown = Mapping[str, Any]


class Page:
    """The page at `/`, its form, and the way to a new conversation."""

    def __init__(self, site: Site, *, conversations: Conversations) -> None:
        self._site = site
        self._conversations = conversations
        self._words = page_words(HERE / "words")
        loader = FileSystemLoader(HERE / "templates")
        self._template = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
            "page.html"
        )

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route("/", self.write, methods=["POST"], response_model=None)
        router.add_api_route("/new", self.new, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> HTMLResponse:
        """The page with the conversation that the browser's cookie opens, if any."""
        return await self._page(request)

    async def write(self, request: Request) -> Response:
        """The form, for browsers without scripts: send what was written or pressed, then show the page anew."""
        self._refuse_foreign(request)
        form, proof = await request.form(), proof_in(request)
        conversation, is_new = await self._opened(proof)
        proof = is_new or proof
        try:
            await self._send(conversation, form, proof=proof, request=request)
        except (Problem, InquiryError) as error:
            problem = error if isinstance(error, Problem) else problem_of(error)
            response: Response = await self._page(request, problem=problem, written=_field(form, "text"))
        else:
            response = RedirectResponse("/", 303)
        if is_new:
            remember(response, conversation=conversation, token=proof.token, is_https=self._site.is_https)
        return response

    async def new(self, request: Request) -> Response:
        """Leave the conversation; the next message opens a new one."""
        self._refuse_foreign(request)
        response = RedirectResponse("/", 303)
        forget(response, is_https=self._site.is_https)
        return response

    def _refuse_foreign(self, request: Request) -> None:
        if is_foreign(request.headers, base_url=self._site.base_url):
            raise Forbidden

    async def _opened(self, proof: Proof) -> tuple[str, Proof | None]:
        """The conversation of the cookie, or a new one with its proof."""
        try:
            found = await run_in_threadpool(self._conversation, proof)
        except NotFound:
            id, token = await open_on_the_web(self._site)
            return id, Proof(token=token, conversation=id)
        return found["id"], None

    async def _send(self, conversation: str, form: FormData, *, proof: Proof, request: Request) -> None:
        text, payload = _field(form, "text"), None
        pressed = _field(form, "press")
        if pressed:
            shown = await run_in_threadpool(self._conversation, proof)
            text, payload = _press(shown["messages"], pressed)
        message = MessageIn(text=text, payload=payload, client_message_id=_field(form, "client_message_id") or None)
        await self._conversations.answer(conversation, message, proof=proof, languages=request.headers)

    async def _page(self, request: Request, *, problem: Problem | None = None, written: str = "") -> HTMLResponse:
        language = language_wanted(request.headers)
        spoken = language if language in self._words else FALLBACK
        words = {**self._words[FALLBACK], **self._words[spoken]}
        shown, note = await self._shown(request, words)
        is_ready = self._site.say() is not None
        if not is_ready:
            note = await getting_ready(self._site, request.headers) or words["getting_ready"]
        html = self._template.render(
            words=words,
            language=spoken,
            direction="rtl" if spoken in RIGHT_TO_LEFT else "ltr",
            is_ready=is_ready,
            note=_sentence(problem, words) if problem else note,
            written=written,
            client_message_id=secrets.token_urlsafe(12),
            **shown,
        )
        return HTMLResponse(html, problem.status if problem else 200, {"Vary": "Cookie, Accept-Language"})

    async def _shown(self, request: Request, words: Mapping[str, str]) -> tuple[Shown, str]:
        """What the conversation holds, and a note when it cannot be read now: the page opens all the same."""
        nothing: Shown = {"id": "", "messages": [], "requests": []}
        try:
            return await run_in_threadpool(self._conversation, proof_in(request)), ""
        except NotFound:
            return nothing, ""
        except self._site.unavailable:
            return nothing, words["reading_failed"]

    def _conversation(self, proof: Proof) -> Shown:
        with self._site.works() as work:
            conversation = owned(work, proof.conversation, proof=proof)
            messages = work.conversations.messages(conversation.id)
            requests = work.requests.of_conversation(conversation.id)
        return {
            "id": conversation.id,
            "messages": [_with_safe_links(message_fields(message)) for message in messages],
            "requests": [self._site.request_fields(request) for request in requests],
        }


def _with_safe_links(message: Shown) -> Shown:
    """Addresses that are no web addresses are shown as text, not as links."""
    sources = [
        {**source, "url": source["url"] if source["url"].startswith(("https://", "http://")) else ""}
        for source in message.get("sources", ())
    ]
    return {**message, "sources": sources, "day": date.fromisoformat(message["at"][:10])}


def _press(messages: Sequence[Shown], pressed: str) -> tuple[str, str]:
    """Title and payload of the button `<message id>:<number>`. Raises NotFound."""
    id, _, number = pressed.partition(":")
    for message in messages:
        if str(message["id"]) == id and number.isdigit() and int(number) < len(message["buttons"]):
            button = message["buttons"][int(number)]
            return button["title"], button["payload"]
    raise NotFound


def _sentence(problem: Problem, words: Mapping[str, str]) -> str:
    known = {TooLong: "too_long", GettingReady: "getting_ready"}
    return words[known.get(type(problem), "failed")]


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
