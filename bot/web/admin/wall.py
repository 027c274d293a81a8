"""The wall around the administration: nobody comes in without a login, and no change comes from another site."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, MutableMapping
from hashlib import sha256
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.admin.forms import TOKEN_FIELD, forgery_token
from bot.web.guard import replayed
from bot.web.origin import is_foreign

BASE = "/admin"
COOKIE = "focalpoint_admin"
SESSION_SECONDS = 8 * 3600
TOKEN_HEADER = "x-csrf-token"
SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/login", "/statics/")

FORGED = "This form has expired or came from another page; open the page again and repeat your change."


class Keys:
    """What sessions are signed with, and what a session must hold to be let in.

    Both follow from the service's secret and the password: a new password ends every session.
    """

    def __init__(self, *, secret_key: str, password: str) -> None:
        self._password = password.encode()
        self.signing = _derived(secret_key, "admin sessions")
        self._proof = _derived(secret_key, f"admin login {password}")

    def is_password(self, given: str) -> bool:
        """Whether this is the password, in a time that does not depend on how much of it is right."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._password)

    def let_in(self, session: MutableMapping[str, Any]) -> None:
        """Begin a session of somebody who knew the password."""
        session.clear()
        session.update({"proof": self._proof, "token": secrets.token_urlsafe(32)})

    def is_in(self, session: Mapping[str, Any]) -> bool:
        """Whether the session began with the password of today."""
        return hmac.compare_digest(str(session.get("proof", "")), self._proof)


def wall(keys: Keys, *, base_url: str) -> list[Middleware]:
    """The middleware of the administration, from the outside in."""
    return [
        Middleware(
            SessionMiddleware,
            secret_key=keys.signing,
            session_cookie=COOKIE,
            max_age=SESSION_SECONDS,
            path=BASE,
            same_site="lax",
            https_only=base_url.startswith("https://"),
        ),
        Middleware(Wall, keys=keys, base_url=base_url),
    ]


class Wall:
    """Lets in who has logged in, and changes only from this session's own pages.

    A change must come from this site, as the browser itself says (Sec-Fetch-Site, Origin), and carry the session's token
    in the form or, from a script of ours, in a header.
    """

    def __init__(self, app: ASGIApp, *, keys: Keys, base_url: str) -> None:
        self._app = app
        self._keys = keys
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or turn it away."""
        if scope["type"] != "http":
            return None
        request = Request(scope, receive)
        if not self._may_pass(request):
            return await _to_login(request)(scope, receive, send)
        token = request.session.setdefault("token", secrets.token_urlsafe(32))
        if request.method not in SAFE:
            body = await request.body()
            receive = replayed(body, then=receive)
            if await self._is_forged(request, body, token):
                return await PlainTextResponse(FORGED, 403)(scope, receive, send)
        given = forgery_token.set(token)
        try:
            await self._app(scope, receive, send)
        finally:
            forgery_token.reset(given)

    def _may_pass(self, request: Request) -> bool:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", "") or BASE)
        return path == OPEN[0] or path.startswith(OPEN[1]) or self._keys.is_in(request.session)

    async def _is_forged(self, request: Request, body: bytes, token: str) -> bool:
        if is_foreign(request.headers, base_url=self._base_url):
            return True
        given: Any = request.headers.get(TOKEN_HEADER)
        if given is None:
            form = await Request(request.scope, replayed(body, then=request.receive)).form()
            given = form.get(TOKEN_FIELD)
        return not isinstance(given, str) or not hmac.compare_digest(given.encode(), token.encode())


def _to_login(request: Request) -> Response:
    if request.method in SAFE:
        return RedirectResponse(request.url_for("admin:login"), 303)
    return PlainTextResponse("You are not logged in any more; log in and repeat your change.", 401)


def _derived(secret_key: str, purpose: str) -> str:
    return hmac.new(secret_key.encode(), purpose.encode(), sha256).hexdigest()
