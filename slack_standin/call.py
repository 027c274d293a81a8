"""One call of a Web API method: its arguments read as Slack reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from slack_standin.errors import SlackError, invalid
from slack_standin.records import JSON, Channel, User
from slack_standin.state import Workspace

T = TypeVar("T")
_FALSE = ("", "0", "false", "False")
_KIND_SCOPES: Mapping[str, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


@dataclass(frozen=True)
class Call:
    """A method's arguments with the workspace that they are about."""

    workspace: Workspace
    method: str
    arguments: Mapping[str, Any]
    web_url: str
    socket_url: Callable[[], str]

    def text(self, name: str, default: str = "") -> str:
        """An argument as a string."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def raw(self, name: str) -> Any:
        """An argument as it came: an object, a list, or a string of JSON."""
        return self.arguments.get(name)

    def required(self, name: str) -> str:
        """An argument that must be there; raises SlackError invalid_arguments."""
        value = self.text(name)
        if not value:
            raise invalid("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no."""
        value = self.arguments.get(name)
        return default if value is None else str(value) not in _FALSE

    def number(self, name: str, default: int) -> int:
        """A whole number; raises SlackError invalid_arguments."""
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise invalid("invalid_arguments", [f"must be an integer [json-pointer:/{name}]"]) from error

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that the argument names; raises SlackError channel_not_found."""
        return self.workspace.visible_channel(self.text(name) or "?")

    def user(self, name: str = "user") -> User:
        """The user that the argument names; raises SlackError user_not_found."""
        return self.workspace.directory.user(self.text(name) or "?")

    def need(self, *scopes: str) -> None:
        """Raise SlackError missing_scope unless the token has one of the scopes."""
        provided = self.workspace.app.scopes
        if scopes and not provided.intersection(scopes):
            raise SlackError("missing_scope", needed=scopes[0], provided=",".join(sorted(provided)))

    def need_for(self, channel: Channel, right: Literal["read", "history", "write"]) -> None:
        """Raise SlackError missing_scope unless the token has this right for conversations of that kind."""
        self.need(f"{_KIND_SCOPES[channel.kind]}:{right}")

    def page(self, items: Sequence[T], *, default_limit: int = 100) -> tuple[list[T], JSON]:
        """One page of the items and the response_metadata that leads to the next; raises invalid_cursor."""
        cursor = self.text("cursor")
        if cursor and not cursor.removeprefix("next-").isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor.removeprefix("next-")) if cursor else 0
        end = start + max(1, min(self.number("limit", default_limit) or default_limit, 1000))
        following = f"next-{end}" if end < len(items) else ""
        return list(items[start:end]), {"next_cursor": following}


@dataclass(frozen=True)
class Method:
    """A Web API method: who may call it (any one of the scopes) and what it does."""

    run: Callable[[Call], JSON]
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "any", "none"] = "bot"


@dataclass(frozen=True)
class Outcome:
    """The answer of a call as HTTP status, body and headers."""

    status: int
    body: JSON
    headers: Mapping[str, str] = field(default_factory=dict)
