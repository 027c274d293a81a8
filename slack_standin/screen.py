"""What one person's screen shows, as the templates need it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from slack_standin import mrkdwn
from slack_standin.errors import SlackError
from slack_standin.inputs import choice, options_of
from slack_standin.installation import Running
from slack_standin.records import CHANNEL_TYPES, JSON, Channel, Message, View

QUICK_REACTIONS = ("eyes", "white_check_mark", "+1", "warning", "x")


class Screen:
    """A person's view of the workspace; raises SlackError user_not_found."""

    quick_reactions = QUICK_REACTIONS

    def __init__(self, *, running: Running, user_key: str) -> None:
        self._running = running
        self.workspace = running.workspace
        self.user = running.workspace.directory.user(user_key)

    @property
    def base(self) -> str:
        """The path that all of this person's pages begin with."""
        return f"/as/{self.user.name}"

    @property
    def channels(self) -> list[Channel]:
        """Channels for the side bar."""
        return [channel for channel in self.workspace.channels_of(self.user.id) if not channel.is_direct]

    @property
    def directs(self) -> list[Channel]:
        """Direct messages for the side bar, the app's first."""
        app = self.workspace.app_direct(self.user.id)
        others = [channel for channel in self.workspace.channels_of(self.user.id) if channel.is_direct]
        return [app, *(channel for channel in others if channel.id != app.id)]

    @property
    def colleagues(self) -> list[str]:
        """Handles of everybody else, for opening a direct message."""
        return [user.name for user in self.workspace.people if user.id != self.user.id]

    @property
    def connected(self) -> bool:
        """Whether the app is listening."""
        return bool(self._running.socket_mode.connections) or bool(self.workspace.app.request_url)

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        modals = self.workspace.views.modals(self.user.id)
        return modals[-1] if modals else None

    @property
    def home(self) -> View | None:
        """The App Home."""
        return self.workspace.views.home(self.user.id)

    def title(self, channel: Channel) -> str:
        """What a conversation is called in the side bar."""
        if not channel.is_direct:
            return f"# {channel.name}"
        others = [member for member in channel.members if member != self.user.id]
        return ", ".join(self.name(member) for member in others) or self.name(self.user.id)

    def name(self, user_id: str) -> str:
        """What a person is called."""
        try:
            user = self.workspace.directory.user(user_id)
        except SlackError:
            return "Workspace" if user_id == "USLACKBOT" else user_id
        return user.display_name or user.real_name

    def is_member(self, channel: Channel) -> bool:
        """Whether the person may write there."""
        return self.user.id in channel.members

    def messages(self, channel: Channel) -> list[Message]:
        """The channel's own messages."""
        return [
            message
            for message in self.workspace.messages.in_channel(channel.id, seen_by=self.user.id)
            if message.is_top_level
        ]

    def thread(self, channel: Channel, ts: str) -> list[Message]:
        """An open thread, or nothing; raises SlackError thread_not_found."""
        return self.workspace.messages.thread(channel.id, ts, seen_by=self.user.id) if ts else []

    def reply_count(self, message: Message) -> int:
        """How many replies hang under a message."""
        return len(self.workspace.messages.replies(message.channel, message.ts))

    def time(self, ts: str) -> str:
        """A timestamp in the person's own time zone."""
        return datetime.fromtimestamp(float(ts), tz=ZoneInfo(self.user.tz)).strftime("%d %b %H:%M")

    def text(self, text: str) -> Markup:
        """Mark-up as HTML."""
        return mrkdwn.to_html(text, names=self.name)

    def text_object(self, content: JSON) -> Markup:
        """A text object as HTML."""
        return self.text(content["text"]) if content["type"] == "mrkdwn" else mrkdwn.plain(content["text"])

    def emoji(self, name: str) -> str:
        """A reaction's picture, or its name."""
        return mrkdwn.emoji(f":{name}:")

    def values(self, place: Message | View) -> JSON:
        """What the inputs of a message or view hold for this person."""
        if isinstance(place, View):
            return place.values
        return self._running.operating.chosen(self.user, place)

    def held(self, values: JSON, block: JSON, element: JSON) -> Any:
        """The simple value that one input holds."""
        state = values.get(block["block_id"], {}).get(element["action_id"])
        return choice(state) if state else None

    def options(self, element: JSON) -> list[tuple[str, str]]:
        """What can be chosen: value and words."""
        kind = element["type"].removeprefix("multi_")
        if kind == "users_select":
            return [(user.id, user.real_name) for user in self.workspace.people]
        if kind in ("channels_select", "conversations_select"):
            return [(channel.id, self.title(channel)) for channel in self.channels]
        return [(option["value"], option["text"]["text"]) for option in options_of(element)]

    def shortcuts(self, kind: str) -> list[JSON]:
        """The app's shortcuts of type global or message."""
        return [shortcut for shortcut in self.workspace.app.shortcuts if shortcut.get("type") == kind]

    def place_fields(self, place: Message | View) -> dict[str, str]:
        """The hidden fields by which a form says what it is about."""
        if isinstance(place, View):
            return {"view_id": place.id}
        return {"channel": place.channel, "ts": place.ts}

    def kind(self, channel: Channel) -> str:
        """Slack's word for the kind of conversation."""
        return CHANNEL_TYPES[channel.kind]
