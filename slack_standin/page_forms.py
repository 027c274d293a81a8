"""The forms of the web view: each does one thing as the chosen person and goes back to the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slack_standin.blocks import interactive_elements
from slack_standin.errors import SlackError
from slack_standin.inputs import choice, complaints, state_of
from slack_standin.installation import Installation, Running
from slack_standin.people import message_of, modal_of, place_of
from slack_standin.records import JSON, User, View
from slack_standin.state import handle

SENTENCES = {
    "no_text": "There was nothing to send.",
    "name_taken": "That name is taken.",
    "not_in_channel": "Join the channel first.",
    "unknown_command": "The app does not know that command.",
    "message_not_found": "That message is gone.",
    "not_found": "That window is gone.",
}


@dataclass(frozen=True)
class Form:
    """A submitted form with the person who submitted it."""

    running: Running
    user: User
    fields: dict[str, list[str]]

    def one(self, name: str) -> str:
        """A field's single value."""
        return (self.fields.get(name) or [""])[0]

    def place(self) -> JSON:
        """The fields that say which message or view it is about."""
        return {name: self.one(name) for name in ("channel", "ts", "view_id")}


Deed = Callable[[Form], Awaitable[str]]


class PageForms:
    """The POST routes of the pages."""

    def __init__(self, *, installation: Installation) -> None:
        self._installation = installation

    @property
    def routes(self) -> list[Route]:
        """One route for each thing that a person can do."""
        deeds: dict[str, Deed] = {
            "say": _say,
            "edit": _edit,
            "delete": _delete,
            "react": _react,
            "press": _press,
            "choose": _choose,
            "submit": _submit,
            "close": _close,
            "join": _join,
            "direct": _direct,
            "shortcut": _shortcut,
        }
        personal = [Route(f"/as/{{user}}/{verb}", self._form(deed), methods=["POST"]) for verb, deed in deeds.items()]
        return [
            Route("/people", self._add_person, methods=["POST"]),
            Route("/as/{user}/channels", self._add_channel, methods=["POST"]),
            *personal,
        ]

    def _form(self, deed: Deed) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            running = self._installation.now
            fields = await _fields(request)
            back = _back((fields.get("back") or ["/"])[0])
            try:
                user = running.workspace.directory.user(request.path_params["user"])
                notice = await deed(Form(running, user, fields))
            except SlackError as error:
                notice = SENTENCES.get(error.word, f"That did not work: {error.word}.")
            if notice.startswith("/as/"):
                return RedirectResponse(notice, 303)
            return RedirectResponse(_with_notice(back, notice), 303)

        return endpoint

    async def _add_person(self, request: Request) -> Response:
        fields = await _fields(request)
        real_name = (fields.get("real_name") or [""])[0].strip()
        zone = (fields.get("tz") or [""])[0].strip()
        try:
            user = self._installation.now.workspace.directory.add_user(
                name=handle(real_name), real_name=real_name or "Somebody", tz=zone or "Etc/UTC"
            )
        except SlackError as error:
            return RedirectResponse(_with_notice("/", f"That did not work: {error.word}."), 303)
        return RedirectResponse(f"/as/{user.name}", 303)

    async def _add_channel(self, request: Request) -> Response:
        workspace = self._installation.now.workspace
        fields = await _fields(request)
        user = workspace.directory.user(request.path_params["user"])
        try:
            channel = workspace.directory.add_channel(
                name=(fields.get("name") or [""])[0].strip().lower(),
                members=[user.id, workspace.app.bot_user],
                creator=user.id,
            )
        except SlackError as error:
            return RedirectResponse(_with_notice(f"/as/{user.name}", f"That did not work: {error.word}."), 303)
        return RedirectResponse(f"/as/{user.name}/c/{channel.id}", 303)


async def _say(form: Form) -> str:
    channel = form.running.talking.conversation(form.user, form.one("channel"))
    text, thread = form.one("text"), form.one("thread_ts")
    if text.startswith("/") and not text.startswith("//") and not thread:
        command, _, rest = text.partition(" ")
        return _told(await form.running.operating.command(form.user, channel=channel, command=command, text=rest))
    form.running.talking.say(form.user, channel=channel, text=text, thread_ts=thread)
    return ""


async def _edit(form: Form) -> str:
    form.running.talking.edit(
        form.user, message=message_of(form.running, form.user, form.place()), text=form.one("text")
    )
    return ""


async def _delete(form: Form) -> str:
    form.running.talking.delete(form.user, message=message_of(form.running, form.user, form.place()))
    return ""


async def _react(form: Form) -> str:
    message = message_of(form.running, form.user, form.place())
    form.running.talking.react(form.user, message=message, name=form.one("name"))
    return ""


async def _press(form: Form) -> str:
    place = place_of(form.running, form.user, form.place())
    if isinstance(place, View):
        place = form.running.workspace.views.set_values(place, _typed(form, place))
    value = form.one("value") if "value" in form.fields else None
    return _told(
        await form.running.operating.press(form.user, place=place, action_id=form.one("action_id"), value=value)
    )


async def _choose(form: Form) -> str:
    place = place_of(form.running, form.user, form.place())
    action_id = form.one("action_id")
    chosen: object = form.fields.get("choice") or [] if form.one("many") == "yes" else form.one("choice")
    if isinstance(place, View):
        place = form.running.workspace.views.set_values(place, _typed(form, place))
        chosen = next((choice(held[action_id]) for held in place.values.values() if action_id in held), None)
    return _told(await form.running.operating.choose(form.user, place=place, action_id=action_id, choice=chosen))


async def _submit(form: Form) -> str:
    view = modal_of(form.running, form.user, form.place())
    filled = form.running.workspace.views.set_values(view, _typed(form, view))
    answer = await form.running.operating.submit(form.user, view=filled, values={})
    return _told(answer) if not complaints(filled.payload["blocks"], filled.values) else ""


async def _close(form: Form) -> str:
    return _told(await form.running.operating.close(form.user, view=modal_of(form.running, form.user, form.place())))


async def _join(form: Form) -> str:
    channel = form.running.workspace.directory.channel(form.one("channel"))
    if channel.kind != "public":
        raise SlackError("channel_not_found")
    form.running.workspace.directory.join(channel, form.user.id)
    return ""


async def _direct(form: Form) -> str:
    channel = form.running.talking.conversation(form.user, "@" + form.one("with"))
    return f"/as/{form.user.name}/c/{channel.id}"


async def _shortcut(form: Form) -> str:
    message = message_of(form.running, form.user, form.place()) if form.one("ts") else None
    return _told(await form.running.operating.shortcut(form.user, callback_id=form.one("callback_id"), message=message))


def _typed(form: Form, view: View) -> JSON:
    """What the modal's own fields hold; a field that is not in the form keeps what it had."""
    values: JSON = {}
    for block, element in interactive_elements(view.payload["blocks"]):
        name = f"in:{block['block_id']}.{element['action_id']}"
        if f"has:{name}" not in form.fields:
            continue
        given = [value for value in form.fields.get(name, []) if value]
        many = element["type"].startswith("multi_") or element["type"] == "checkboxes"
        state = state_of(element, given if many else (given or [""])[0].replace("\r\n", "\n"))
        if state is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def _told(answer: JSON) -> str:
    return str(answer.get("error") or "")


async def _fields(request: Request) -> dict[str, list[str]]:
    body = (await request.body()).decode("utf-8", "replace")
    fields = parse_qs(body, keep_blank_values=True)
    return fields | {name: request.query_params.getlist(name) for name in request.query_params}


def _back(path: str) -> str:
    return path if path.startswith("/as/") and "//" not in path and "\\" not in path else "/"


def _with_notice(path: str, notice: str) -> str:
    if not notice:
        return path
    return f"{path}{'&' if '?' in path else '?'}notice={quote(notice)}"
