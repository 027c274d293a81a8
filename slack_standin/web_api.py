"""The Web API over HTTP: reading calls, tokens and scopes, faults, and Slack's way of answering."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from slack_standin.call import Call, Method
from slack_standin.errors import RateLimited, SlackError
from slack_standin.faults import Fault
from slack_standin.installation import Installation
from slack_standin.methods import METHODS
from slack_standin.posting import respond
from slack_standin.records import JSON
from slack_standin.state import Workspace

Answer = tuple[JSON, int, dict[str, str]]


class WebApi:
    """Answers POST and GET of /api/<method> and of /response/<key>."""

    def __init__(self, *, installation: Installation) -> None:
        self._installation = installation

    def _workspace(self) -> Workspace:
        return self._installation.now.workspace

    async def method(self, request: Request) -> Response:
        """One call, with whatever fault waits for it."""
        name = request.path_params["method"]
        arguments = await _arguments(request)
        fault = self._workspace().faults.take(name)
        if fault is not None and fault.kind in ("time_out", "drop_request"):
            return await self._without_answer(request, fault)
        body, status, headers = self._refused(fault) or self._answer(request, name, arguments)
        self._note(name, arguments, body, fault)
        if fault is not None and fault.kind in ("late_answer", "drop_answer"):
            return await self._without_answer(request, fault, JSONResponse(body, status, headers))
        return JSONResponse(body, status, headers)

    async def response_url(self, request: Request) -> Response:
        """An answer by response_url: "ok", or Slack's error word with status 404 or 400."""
        arguments = await _arguments(request)
        try:
            respond(self._workspace(), key=request.path_params["key"], arguments=arguments)
        except SlackError as error:
            gone = error.word in ("used_url", "expired_url", "invalid_url")
            return PlainTextResponse(error.word, 404 if gone else 400)
        return PlainTextResponse("ok")

    def _answer(self, request: Request, name: str, arguments: Mapping[str, Any]) -> Answer:
        workspace = self._workspace()
        call = Call(workspace, name, arguments, _origin(request), lambda: self._socket_url(request))
        try:
            return {"ok": True, **self._run(call, token=_token(request, arguments))}, 200, self._scopes()
        except RateLimited as error:
            return error.as_json(), 429, {"Retry-After": str(error.retry_after)}
        except SlackError as error:
            return error.as_json(), 200, self._scopes()

    def _run(self, call: Call, *, token: str) -> JSON:
        method = METHODS.get(call.method)
        if method is None:
            raise SlackError("unknown_method", req_method=call.method)
        _allowed(call.workspace, method, token)
        call.need(*method.scopes)
        call.workspace.limits.charge(call.method, channel=call.text("channel"))
        return method.run(call)

    def _refused(self, fault: Fault | None) -> Answer | None:
        if fault is None:
            return None
        if fault.kind == "ratelimited":
            limited = RateLimited(fault.retry_after)
            return limited.as_json(), 429, {"Retry-After": str(fault.retry_after)}
        if fault.kind == "server_error":
            return {"ok": False, "error": "internal_error"}, 500, {}
        return ({"ok": False, "error": fault.word}, 200, self._scopes()) if fault.kind == "error" else None

    async def _without_answer(self, request: Request, fault: Fault, late: Response | None = None) -> Response:
        if fault.kind in ("drop_request", "drop_answer"):
            request.scope["slack_standin.cut"]()
        else:
            await asyncio.sleep(min(fault.seconds, self._workspace().settings.time_out_seconds))
        return late or JSONResponse({"ok": False, "error": "request_timeout"}, 504)

    def _scopes(self) -> dict[str, str]:
        return {"X-OAuth-Scopes": ",".join(sorted(self._workspace().app.scopes))}

    def _socket_url(self, request: Request) -> str:
        ticket = self._installation.now.socket_mode.ticket()
        return f"{_origin(request).replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._workspace().app.id}"

    def _note(self, name: str, arguments: Mapping[str, Any], body: JSON, fault: Fault | None) -> None:
        self._workspace().traffic.note(
            "api",
            method=name,
            channel=str(arguments.get("channel", "")),
            ok=body["ok"],
            error=body.get("error", ""),
            fault=fault.kind if fault else "",
        )


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _token(request: Request, arguments: Mapping[str, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")


def _allowed(workspace: Workspace, method: Method, token: str) -> None:
    if method.token == "none":
        return
    if not token:
        raise SlackError("not_authed")
    kinds = {"bot": workspace.app.bot_token, "app": workspace.app.app_token}
    kind = next((kind for kind, known in kinds.items() if _same(token, known)), "")
    if not kind:
        raise SlackError("invalid_auth")
    if workspace.app.tokens_revoked:
        raise SlackError("token_revoked")
    if method.token not in (kind, "any"):
        raise SlackError("not_allowed_token_type")


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode(), known.encode())


async def _arguments(request: Request) -> dict[str, Any]:
    """Arguments from query, form or JSON; an unreadable body counts as none."""
    arguments: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/x-www-form-urlencoded"):
        return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        content = json.loads(body) if body.strip() else {}
    except ValueError:
        content = {}
    return arguments | (content if isinstance(content, dict) else {})
