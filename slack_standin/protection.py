"""What stands before every request: no foreign web page may press buttons, and a fault may cut the line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class SameOrigin:
    """Refuses requests that a page of another site makes a browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and _is_foreign(Headers(scope=scope)):
            await PlainTextResponse("This request came from another site.", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


class CutConnections:
    """Gives a request the power to cut its own connection, as a broken network would."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with `slack_standin.cut` in its scope."""
        if scope["type"] == "http":
            scope["slack_standin.cut"] = _cutter(send)
        await self._app(scope, receive, send)


def _cutter(send: Send) -> Callable[[], None]:
    """Closes the transport under uvicorn's request; under another server the answer is merely an error."""

    def cut() -> None:
        transport: Any = getattr(getattr(send, "__self__", None), "transport", None)
        if transport is not None:
            transport.abort()

    return cut
