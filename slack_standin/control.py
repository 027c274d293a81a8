"""The control API under /_control: setting the scene, making things fail and reading what happened."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from slack_standin.errors import SlackError
from slack_standin.faults import Fault
from slack_standin.installation import Installation, Running
from slack_standin.mentions import alerts
from slack_standin.records import JSON, Channel, Message
from slack_standin.seed import USER_FIELDS, members
from slack_standin.socket_mode import CLOSING

Handler = Callable[[Request, JSON], Awaitable[JSON]]
APP_CHANGES = frozenset({"bot_token", "app_token", "signing_secret", "tokens_revoked", "request_url"})
Method = Literal["GET", "POST", "DELETE"]


def answering(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Wrap a handler: JSON in, {"ok": true, ...} out, errors as 400 with Slack's word."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await json_body(request)
            return JSONResponse({"ok": True, **await handler(request, body)})
        except SlackError as error:
            return JSONResponse(error.as_json(), 400)

    return endpoint


async def json_body(request: Request) -> JSON:
    """The request's JSON object; raises SlackError invalid_json."""
    body = await request.body()
    try:
        content: Any = json.loads(body) if body.strip() else {}
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(content, dict):
        raise SlackError("invalid_json")
    return content


def message_json(running: Running, message: Message) -> JSON:
    """A message as the control API shows it: with its channel, metadata and whom it alerts."""
    body = running.workspace.messages.as_json(message, with_metadata=True)
    return {**body, "channel": message.channel, "only_for": message.only_for, "alerts": alerts(message)}


def channel_json(channel: Channel) -> JSON:
    """A channel with its members."""
    return {**channel.as_json(seen_by=""), "name": channel.name, "kind": channel.kind, "members": channel.members}


class Control:
    """Scene, faults, connections and the log; the people are in `people.py`."""

    def __init__(self, *, installation: Installation) -> None:
        self._installation = installation

    @property
    def routes(self) -> list[Route]:
        """The routes below /_control."""
        table: list[tuple[str, Method, Handler]] = [
            ("/state", "GET", self._state),
            ("/reset", "POST", self._reset),
            ("/users", "POST", self._add_user),
            ("/users/{user}", "POST", self._change_user),
            ("/channels", "POST", self._add_channel),
            ("/channels/{channel}", "POST", self._change_channel),
            ("/channels/{channel}/members", "POST", self._members),
            ("/channels/{channel}/messages", "GET", self._messages),
            ("/faults", "POST", self._add_fault),
            ("/faults", "DELETE", self._clear_faults),
            ("/app", "POST", self._change_app),
            ("/connections", "POST", self._connections),
            ("/triggers/expire", "POST", self._expire),
            ("/log", "GET", self._log),
        ]
        return [Route(path, answering(handler), methods=[method]) for path, method, handler in table]

    @property
    def _now(self) -> Running:
        return self._installation.now

    async def _state(self, request: Request, body: JSON) -> JSON:
        workspace = self._now.workspace
        app = workspace.app
        return {
            "workspace": {"id": workspace.team_id, "name": workspace.name},
            "app": {
                "id": app.id,
                "name": app.name,
                "bot_user": app.bot_user,
                "scopes": sorted(app.scopes),
                "events": sorted(app.events),
                "request_url": app.request_url,
            },
            "users": [user.as_json(team_id=workspace.team_id, with_email=True) for user in workspace.directory.users],
            "channels": [channel_json(channel) for channel in workspace.directory.channels],
            "faults": [fault.as_json() for fault in workspace.faults.waiting],
            "connections": len(self._now.socket_mode.connections),
            "events_under_way": self._now.deliverer.under_way,
        }

    async def _reset(self, request: Request, body: JSON) -> JSON:
        await self._installation.reset()
        return {}

    async def _add_user(self, request: Request, body: JSON) -> JSON:
        user = self._now.workspace.directory.add_user(**_picked(body, USER_FIELDS, required="name"))
        return {"user": user.as_json(team_id=self._now.workspace.team_id, with_email=True)}

    async def _change_user(self, request: Request, body: JSON) -> JSON:
        directory = self._now.workspace.directory
        user = directory.user(request.path_params["user"])
        changed = directory.change_user(user, **_picked(body, USER_FIELDS - {"id", "name"}))
        return {"user": changed.as_json(team_id=self._now.workspace.team_id, with_email=True)}

    async def _add_channel(self, request: Request, body: JSON) -> JSON:
        workspace = self._now.workspace
        channel = workspace.directory.add_channel(
            id=str(body.get("id", "")),
            name=str(body.get("name", "")),
            kind="private" if body.get("private") else "public",
            members=members(workspace, body.get("members", ())),
        )
        return {"channel": channel_json(channel)}

    async def _change_channel(self, request: Request, body: JSON) -> JSON:
        directory = self._now.workspace.directory
        channel = directory.channel(request.path_params["channel"])
        changes = _picked(body, frozenset({"topic", "purpose", "archived"}))
        return {"channel": channel_json(directory.change_channel(channel, **changes))}

    async def _members(self, request: Request, body: JSON) -> JSON:
        workspace = self._now.workspace
        channel = workspace.directory.channel(request.path_params["channel"])
        for user in members(workspace, body.get("add", ())):
            channel = workspace.directory.join(channel, user)
        for user in members(workspace, body.get("remove", ())):
            channel = workspace.directory.leave(channel, user)
        return {"channel": channel_json(channel)}

    async def _messages(self, request: Request, body: JSON) -> JSON:
        """A channel's messages, or one thread's with ?thread_ts=; ephemeral ones with ?seen_by=."""
        workspace = self._now.workspace
        channel = workspace.directory.channel(request.path_params["channel"])
        seen_by = request.query_params.get("seen_by", "")
        viewer = workspace.directory.user(seen_by).id if seen_by else ""
        thread = request.query_params.get("thread_ts", "")
        if thread:
            found = workspace.messages.thread(channel.id, thread, seen_by=viewer)
        else:
            found = workspace.messages.in_channel(channel.id, seen_by=viewer)
        return {"messages": [message_json(self._now, message) for message in found]}

    async def _add_fault(self, request: Request, body: JSON) -> JSON:
        known = frozenset({"kind", "method", "times", "retry_after", "seconds", "word"})
        self._now.workspace.faults.add(Fault(**_picked(body, known, required="kind")))
        return {"faults": [fault.as_json() for fault in self._now.workspace.faults.waiting]}

    async def _clear_faults(self, request: Request, body: JSON) -> JSON:
        self._now.workspace.faults.clear()
        return {}

    async def _change_app(self, request: Request, body: JSON) -> JSON:
        """Tokens, scopes (`scopes`, `add_scopes`, `remove_scopes`), `events` and the address of HTTP mode."""
        workspace = self._now.workspace
        scopes = frozenset(body.get("scopes", workspace.app.scopes))
        scopes = (scopes | set(body.get("add_scopes", ()))) - set(body.get("remove_scopes", ()))
        events = frozenset(body.get("events", workspace.app.events))
        changes = {name: value for name, value in body.items() if name in APP_CHANGES}
        workspace.change_app(scopes=scopes, events=events, **changes)
        verified = await self._now.http.verify() if body.get("request_url") else None
        return {"scopes": sorted(scopes), **({} if verified is None else {"verified": verified})}

    async def _connections(self, request: Request, body: JSON) -> JSON:
        """refresh, warning, disable: Slack's ways of saying goodbye; drop: none."""
        act = body.get("action", "")
        if act == "drop":
            return {"connections": await self._now.socket_mode.drop()}
        if act not in CLOSING:
            raise SlackError("invalid_action", allowed=[*CLOSING, "drop"])
        return {"connections": await self._now.socket_mode.disconnect(act)}

    async def _expire(self, request: Request, body: JSON) -> JSON:
        self._now.workspace.triggers.expire()
        return {}

    async def _log(self, request: Request, body: JSON) -> JSON:
        return {"entries": self._now.workspace.traffic.entries(kind=request.query_params.get("kind", ""))}


def _picked(body: JSON, allowed: frozenset[str], *, required: str = "") -> JSON:
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise SlackError("unknown_field", field=unknown[0], known=sorted(allowed))
    if required and not body.get(required):
        raise SlackError("missing_field", field=required)
    return body
