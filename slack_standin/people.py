"""The control API for acting as a person: what somebody does in the Slack client."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from slack_standin.control import Handler, Method, answering, message_json
from slack_standin.errors import SlackError
from slack_standin.installation import Installation, Running
from slack_standin.operating import Place
from slack_standin.payloads import view_json
from slack_standin.records import JSON, Message, User, View


def place_of(running: Running, user: User, body: JSON) -> Place:
    """The message (channel, ts) or view (view_id) that the body names; raises SlackError if the person can't see it."""
    if body.get("view_id"):
        view = running.workspace.views.find(view_id=str(body["view_id"]))
        if view.user != user.id:
            raise SlackError("not_found")
        return view
    return message_of(running, user, body)


def message_of(running: Running, user: User, body: JSON) -> Message:
    """The message that the body names by channel and ts; raises not_in_channel, message_not_found."""
    channel = running.talking.conversation(user, str(body.get("channel", "")))
    message = running.workspace.messages.get(channel.id, str(body.get("ts", "")))
    if message.only_for not in ("", user.id):
        raise SlackError("message_not_found")
    return message


def modal_of(running: Running, user: User, body: JSON) -> View:
    """The modal that the body names by view_id; raises SlackError not_found."""
    place = place_of(running, user, {"view_id": body.get("view_id") or "?"})
    if not isinstance(place, View):
        raise SlackError("not_found")
    return place


class People:
    """Routes below /_control/as/{user}."""

    def __init__(self, *, installation: Installation) -> None:
        self._installation = installation

    @property
    def routes(self) -> list[Route]:
        """The routes below /_control."""
        table: list[tuple[str, Method, Handler]] = [
            ("say", "POST", self._say),
            ("edit", "POST", self._edit),
            ("delete", "POST", self._delete),
            ("react", "POST", self._react),
            ("press", "POST", self._press),
            ("choose", "POST", self._choose),
            ("suggestions", "POST", self._suggestions),
            ("submit", "POST", self._submit),
            ("close", "POST", self._close),
            ("command", "POST", self._command),
            ("shortcut", "POST", self._shortcut),
            ("messages", "GET", self._messages),
            ("modals", "GET", self._modals),
            ("home", "GET", self._home),
            ("home", "POST", self._open_home),
        ]
        return [Route(f"/as/{{user}}/{verb}", answering(handler), methods=[method]) for verb, method, handler in table]

    @property
    def _now(self) -> Running:
        return self._installation.now

    def _user(self, request: Request) -> User:
        return self._now.workspace.directory.user(request.path_params["user"])

    async def _say(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        message = self._now.talking.say(
            user,
            channel=self._now.talking.conversation(user, str(body.get("channel", "app"))),
            text=str(body.get("text", "")),
            thread_ts=str(body.get("thread_ts") or ""),
            broadcast=bool(body.get("broadcast")),
        )
        return {"message": message_json(self._now, message)}

    async def _edit(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        message = self._now.talking.edit(
            user, message=message_of(self._now, user, body), text=str(body.get("text", ""))
        )
        return {"message": message_json(self._now, message)}

    async def _delete(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        self._now.talking.delete(user, message=message_of(self._now, user, body))
        return {}

    async def _react(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        message = self._now.talking.react(
            user, message=message_of(self._now, user, body), name=str(body.get("name", ""))
        )
        return {"message": message_json(self._now, message)}

    async def _press(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        place = place_of(self._now, user, body)
        return await self._now.operating.press(
            user, place=place, action_id=str(body.get("action_id", "")), value=body.get("value")
        )

    async def _choose(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        place = place_of(self._now, user, body)
        return await self._now.operating.choose(
            user, place=place, action_id=str(body.get("action_id", "")), choice=body.get("choice")
        )

    async def _suggestions(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        place = place_of(self._now, user, body)
        return await self._now.operating.suggestions(
            user, place=place, action_id=str(body.get("action_id", "")), query=str(body.get("query", ""))
        )

    async def _submit(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        view = modal_of(self._now, user, body)
        return await self._now.operating.submit(user, view=view, values=body.get("values") or {})

    async def _close(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        return await self._now.operating.close(user, view=modal_of(self._now, user, body))

    async def _command(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        return await self._now.operating.command(
            user,
            channel=self._now.talking.conversation(user, str(body.get("channel", "app"))),
            command=str(body.get("command", "")),
            text=str(body.get("text", "")),
        )

    async def _shortcut(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        message = message_of(self._now, user, body) if body.get("ts") else None
        return await self._now.operating.shortcut(user, callback_id=str(body.get("callback_id", "")), message=message)

    async def _messages(self, request: Request, body: JSON) -> JSON:
        """What the person sees in ?channel=, or in one thread of it with ?thread_ts=."""
        user = self._user(request)
        channel = self._now.talking.conversation(user, request.query_params.get("channel", "app"))
        thread = request.query_params.get("thread_ts", "")
        messages = self._now.workspace.messages
        if thread:
            found = messages.thread(channel.id, thread, seen_by=user.id)
        else:
            found = messages.in_channel(channel.id, seen_by=user.id)
        return {"messages": [message_json(self._now, message) for message in found]}

    async def _modals(self, request: Request, body: JSON) -> JSON:
        user = self._user(request)
        workspace = self._now.workspace
        return {
            "modals": [
                {**view_json(workspace, view), "errors": view.errors} for view in workspace.views.modals(user.id)
            ]
        }

    async def _home(self, request: Request, body: JSON) -> JSON:
        view = self._now.workspace.views.home(self._user(request).id)
        return {"view": view_json(self._now.workspace, view) if view is not None else None}

    async def _open_home(self, request: Request, body: JSON) -> JSON:
        view = self._now.operating.open_home(self._user(request))
        return {"view": view_json(self._now.workspace, view) if view is not None else None}
