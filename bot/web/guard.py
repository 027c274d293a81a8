"""What every call passes: it is measured, gets its security headers, fails in words, and brings no more than it may."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.metrics import METHODS, Metrics
from bot.web.problems import Failed, Problem, TooLarge, Unavailable, document

log = logging.getLogger(__name__)
access = logging.getLogger("bot.web.access")

LARGEST_BODY = 256 * 1024
LARGEST_RECORD = 2 * 1024 * 1024
"""Bytes of a body: of a call, and of a form of the administration."""

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OWN_ONLY = "script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
PAGE_POLICY = f"default-src 'none'; style-src 'self'; img-src 'self'; {_OWN_ONLY}"
# sqladmin's templates and its date picker set styles inline and draw icons from data.
ADMIN_POLICY = (
    f"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; {_OWN_ONLY}"
)


class Measured:
    """Counts calls by route and writes the access log: never an address, a query or an id."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and note how it went."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message["status"] if message["type"] == "http.response.start" else status
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            seconds, route = time.perf_counter() - began, _route(scope)
            self._metrics.called(method=scope["method"], route=route, status=status, seconds=seconds)
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            access.info("%s %s %s %.0f ms", method, route, status, seconds * 1000)


class Headed:
    """Adds the security headers; scripts and styles come from this site alone."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._extra = {"Strict-Transport-Security": "max-age=31536000"} if is_https else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and complete the headers of the response."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        is_admin, is_static = _is_admin(scope), scope["path"].startswith("/static/")

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                policy = {"Content-Security-Policy": ADMIN_POLICY if is_admin else PAGE_POLICY}
                for name, value in {**HEADERS, **policy, **self._extra}.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-cache" if is_static else "no-store")
            await send(message)

        await self._app(scope, receive, completed)


class Forgiving:
    """Answers what nobody foresaw with an honest sentence; the log gets the place of the fault, not what was said."""

    def __init__(self, app: ASGIApp, *, unavailable: tuple[type[Exception], ...]) -> None:
        self._app = app
        self._unavailable = unavailable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and catch what it raises."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            problem = self._problem(error)
            if not has_begun:
                await document(problem)(scope, receive, send)

    def _problem(self, error: Exception) -> Problem:
        if isinstance(error, Problem):
            return error
        if isinstance(error, self._unavailable):
            log.error("The store cannot be used: %s", type(error).__name__)
            return Unavailable()
        # An error's message may hold a company's words; its type and place do not.
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("A call failed with %s:\n%s", type(error).__name__, place)
        return Failed()


class Bounded:
    """Reads the body of a call first, and refuses more bytes than the call needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with its whole body. Raises TooLarge."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self._app(scope, receive, send)
        body = await _whole(receive, limit=LARGEST_RECORD if _is_admin(scope) else LARGEST_BODY)
        if body is not None:
            await self._app(scope, replayed(body, then=receive), send)


def replayed(body: bytes, *, then: Receive) -> Receive:
    """A receive that gives a body that was read already, and then what comes after it."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            return await then()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _whole(receive: Receive, *, limit: int) -> bytes | None:
    """The body; None when the client has gone. Raises TooLarge."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise TooLarge
        if not message.get("more_body", False):
            return b"".join(parts)


def _is_admin(scope: Scope) -> bool:
    path: str = scope["path"]
    return path == "/admin" or path.startswith("/admin/")


def _route(scope: Scope) -> str:
    """The route's pattern, so that neither ids nor references are counted or logged."""
    if _is_admin(scope):
        return "/admin"
    if scope["path"].startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", "unknown"))
