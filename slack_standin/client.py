"""Acting as people of the stand-in from a test or a script, over the control API.

async with Workspace(slack.web_url) as workspace:
    ana = workspace.person("ana")
    await ana.press("claim", message)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, TypeVar

import httpx

JSON = dict[str, Any]
T = TypeVar("T")
PATIENCE = 15.0
PAUSE = 0.02


class ControlError(Exception):
    """The stand-in refused what a person wanted to do; `word` is the error word."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        details = {name: value for name, value in answer.items() if name not in ("ok", "error")}
        super().__init__(f"{answer.get('error')} {details or ''}".strip())
        self.word = str(answer.get("error"))


async def eventually(look: Callable[[], Awaitable[T | None]], *, what: str, within: float = PATIENCE) -> T:
    """Look again and again until there is something; raises TimeoutError naming what was awaited."""
    deadline = time.monotonic() + within
    while True:
        found = await look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {within} seconds.")
        await asyncio.sleep(PAUSE)


class Workspace:
    """The stand-in seen from outside: scene, faults, log; `person` gives somebody to act as."""

    def __init__(self, web_url: str, *, timeout: float = 30.0) -> None:
        base = web_url.rstrip("/")
        # For plain HTTP no list of certificate authorities is read: that takes longer than a call.
        self._http = httpx.AsyncClient(
            base_url=f"{base}/_control", timeout=timeout, trust_env=False, verify=base.startswith("https:")
        )

    async def __aenter__(self) -> Workspace:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections to the stand-in."""
        await self._http.aclose()

    async def ask(self, method: str, path: str, /, **fields: Any) -> JSON:
        """One call of the control API; raises ControlError."""
        request = {"params": fields} if method == "GET" else {"json": fields}
        answer: JSON = (await self._http.request(method, path, **request)).json()  # type: ignore[arg-type]
        if not answer.get("ok"):
            raise ControlError(answer)
        return answer

    def person(self, name: str) -> Person:
        """Somebody to act as, by handle or id."""
        return Person(self, name)

    async def add_person(self, name: str, **fields: Any) -> Person:
        """Add a person: real_name, email, tz, title, locale."""
        await self.ask("POST", "/users", name=name, **fields)
        return self.person(name)

    async def add_channel(self, name: str, *, members: list[str] | None = None, private: bool = False) -> JSON:
        """Add a channel; `app` among the members is the bot user, `all` everybody."""
        answer = await self.ask("POST", "/channels", name=name, members=members or [], private=private)
        return dict(answer["channel"])

    async def add_members(self, channel: str, *names: str) -> JSON:
        """Let people (or `app`) join a channel."""
        answer = await self.ask("POST", f"/channels/{channel.removeprefix('#')}/members", add=list(names))
        return dict(answer["channel"])

    async def messages(self, channel: str, *, thread_ts: str = "", seen_by: str = "") -> list[JSON]:
        """A channel's or a thread's messages, oldest first; ephemeral ones only with `seen_by`."""
        answer = await self.ask(
            "GET", f"/channels/{channel.removeprefix('#')}/messages", thread_ts=thread_ts, seen_by=seen_by
        )
        return list(answer["messages"])

    async def state(self) -> JSON:
        """People, channels, app, waiting faults, open connections."""
        return await self.ask("GET", "/state")

    async def fail(self, kind: str, *, method: str = "*", times: int = 1, **fields: Any) -> None:
        """Let the next calls fail; `kind` is one of those in faults.py: ratelimited, drop_answer, ..."""
        await self.ask("POST", "/faults", kind=kind, method=method, times=times, **fields)

    async def heal(self) -> None:
        """Take all faults away."""
        await self.ask("DELETE", "/faults")

    async def change_app(self, **fields: Any) -> JSON:
        """Change scopes (scopes, add_scopes, remove_scopes), tokens, tokens_revoked, events, request_url."""
        return await self.ask("POST", "/app", **fields)

    async def disconnect(self, action: str = "refresh") -> None:
        """Close the app's web sockets: refresh, warning, disable, or drop without a word."""
        await self.ask("POST", "/connections", action=action)

    async def expire_triggers(self) -> None:
        """Let every trigger that is out expire."""
        await self.ask("POST", "/triggers/expire")

    async def log(self, kind: str = "") -> list[JSON]:
        """What went over the wire: entries of kind api, delivery or connection."""
        return list((await self.ask("GET", "/log", kind=kind))["entries"])

    async def connected(self, *, connections: int = 1, within: float = PATIENCE) -> None:
        """Wait until the app has that many web sockets open."""

        async def look() -> bool:
            return int((await self.state())["connections"]) >= connections

        await eventually(look, what=f"{connections} connection(s) of the app", within=within)

    async def reset(self) -> None:
        """Begin again from the seed."""
        await self.ask("POST", "/reset")


class Person:
    """A person of the workspace; a message or view is given as the JSON that other calls return."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._workspace = workspace
        self.name = name

    async def say(self, channel: str, text: str, *, thread: Mapping[str, Any] | None = None) -> JSON:
        """Write in a channel, or under the message `thread`."""
        root = (thread.get("thread_ts") or thread["ts"]) if thread else ""
        answer = await self._do("say", channel=channel, text=text, thread_ts=root)
        return dict(answer["message"])

    async def tell_app(self, text: str, *, thread: Mapping[str, Any] | None = None) -> JSON:
        """Write to the app by direct message."""
        return await self.say("app", text, thread=thread)

    async def edit(self, message: Mapping[str, Any], text: str) -> JSON:
        """Change one's own message."""
        return dict((await self._do("edit", **_at(message), text=text))["message"])

    async def delete(self, message: Mapping[str, Any]) -> None:
        """Delete one's own message."""
        await self._do("delete", **_at(message))

    async def react(self, name: str, message: Mapping[str, Any]) -> JSON:
        """Put an emoji under a message, or take it away again."""
        return dict((await self._do("react", **_at(message), name=name))["message"])

    async def press(self, action_id: str, place: Mapping[str, Any], *, value: str | None = None) -> JSON:
        """Press a button in a message or view; `value` chooses among buttons of one action_id."""
        return await self._do("press", **_at(place), action_id=action_id, value=value)

    async def choose(self, action_id: str, choice: Any, place: Mapping[str, Any]) -> JSON:
        """Choose in a select, picker, check box or radio button, by value or by the words on it."""
        return await self._do("choose", **_at(place), action_id=action_id, choice=choice)

    async def suggestions(self, action_id: str, query: str, place: Mapping[str, Any]) -> list[JSON]:
        """What the app offers in an external select."""
        answer = await self._do("suggestions", **_at(place), action_id=action_id, query=query)
        return list(answer["options"])

    async def submit(self, view: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> JSON:
        """Fill in a modal by action or block ids and submit it; the answer holds errors and closed."""
        return await self._do("submit", view_id=view["id"], values=dict(values or {}))

    async def close(self, view: Mapping[str, Any]) -> JSON:
        """Close a modal."""
        return await self._do("close", view_id=view["id"])

    async def command(self, command: str, text: str = "", *, channel: str = "app") -> JSON:
        """Type a slash command."""
        return await self._do("command", channel=channel, command=command, text=text)

    async def shortcut(self, callback_id: str, message: Mapping[str, Any] | None = None) -> JSON:
        """Use a global shortcut, or one on a message."""
        return await self._do("shortcut", callback_id=callback_id, **(_at(message) if message else {}))

    async def messages(self, channel: str = "app", *, thread_ts: str = "") -> list[JSON]:
        """What the person sees in a channel or thread, oldest first; "app" is the direct message with the app."""
        answer = await self._workspace.ask("GET", f"/as/{self.name}/messages", channel=channel, thread_ts=thread_ts)
        return list(answer["messages"])

    async def modals(self) -> list[JSON]:
        """The open modals, the one on top last."""
        return list((await self._workspace.ask("GET", f"/as/{self.name}/modals"))["modals"])

    async def modal(self, *, callback_id: str = "", within: float = PATIENCE) -> JSON:
        """Wait for a modal on top, of this callback_id if it is given."""

        async def look() -> JSON | None:
            modals = await self.modals()
            fits = modals and (not callback_id or modals[-1]["callback_id"] == callback_id)
            return modals[-1] if fits else None

        return await eventually(look, what=f"a modal {callback_id}", within=within)

    async def open_home(self) -> JSON | None:
        """Open the app's home tab."""
        view: JSON | None = (await self._workspace.ask("POST", f"/as/{self.name}/home"))["view"]
        return view

    async def home(self) -> JSON | None:
        """The app's home tab as it is."""
        view: JSON | None = (await self._workspace.ask("GET", f"/as/{self.name}/home"))["view"]
        return view

    async def sees(
        self,
        text: str,
        *,
        channel: str = "app",
        thread: Mapping[str, Any] | None = None,
        within: float = PATIENCE,
    ) -> JSON:
        """Wait for a message that holds these words, in its text or blocks."""
        root = str(thread.get("thread_ts") or thread["ts"]) if thread else ""

        async def look() -> JSON | None:
            found = await self.messages(channel, thread_ts=root)
            return next((message for message in reversed(found) if text in words_of(message)), None)

        return await eventually(look, what=f"a message with “{text}”", within=within)

    async def _do(self, verb: str, **fields: Any) -> JSON:
        return await self._workspace.ask("POST", f"/as/{self.name}/{verb}", **fields)


def words_of(message: Any) -> str:
    """Every text in a message or view, one under another, for looking something up."""
    if isinstance(message, dict):
        return "\n".join(words_of(value) for name, value in message.items() if name in _WORDY)
    if isinstance(message, list):
        return "\n".join(words_of(item) for item in message)
    return message if isinstance(message, str) else ""


_WORDY = ("text", "blocks", "fields", "elements", "element", "accessory", "label", "title", "hint", "attachments")


def _at(place: Mapping[str, Any]) -> JSON:
    if "root_view_id" in place:
        return {"view_id": place["id"]}
    return {"channel": place["channel"], "ts": place["ts"]}
