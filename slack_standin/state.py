"""The workspace: everything the stand-in knows, in memory, without any network."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_standin.clock import Clock, Identifiers, Timestamps
from slack_standin.directory import Directory
from slack_standin.errors import SlackError
from slack_standin.faults import Faults
from slack_standin.messages import Messages
from slack_standin.rate_limits import RateLimits
from slack_standin.records import JSON, App, Channel, User
from slack_standin.settings import Settings
from slack_standin.traffic import Traffic
from slack_standin.triggers import ResponseUrls, Triggers
from slack_standin.views import Views

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "channels:write.invites",
        "chat:write",
        "chat:write.customize",
        "chat:write.public",
        "commands",
        "groups:history",
        "groups:read",
        "groups:write",
        "groups:write.invites",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users.profile:read",
        "users:read",
        "users:read.email",
    }
)


class Workspace:
    """One workspace with one installed app.

    `listen` registers who hears of events: each is Slack's inner event object.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock = time.time,
        app: App | None = None,
        name: str = "Stand-in workspace",
        domain: str = "stand-in",
    ) -> None:
        self.team_id = "T0STANDIN1"
        self.name = name
        self.domain = domain
        self.app = app or App(scopes=ALL_SCOPES)
        self.settings = settings
        self.clock = clock
        self._listeners: list[Callable[[JSON], None]] = []
        self.identifiers = Identifiers()
        self.timestamps = Timestamps(clock)
        self.directory = Directory(
            team_id=self.team_id, clock=clock, identifiers=self.identifiers, announce=self.announce
        )
        self.messages = Messages(
            team_id=self.team_id, directory=self.directory, timestamps=self.timestamps, announce=self.announce
        )
        self.views = Views(identifiers=self.identifiers, timestamps=self.timestamps)
        self.triggers = Triggers(clock=clock, identifiers=self.identifiers, lifetime=settings.trigger_seconds)
        self.response_urls = ResponseUrls(
            clock=clock, identifiers=self.identifiers, lifetime=settings.response_url_seconds
        )
        self.faults = Faults()
        self.limits = RateLimits(settings=settings, clock=clock)
        self.traffic = Traffic(clock=clock, size=settings.log_size)
        self._add_bot()

    def listen(self, listener: Callable[[JSON], None]) -> None:
        """Hear of every event from now on."""
        self._listeners.append(listener)

    def announce(self, event: JSON) -> None:
        """Tell the listeners of an event."""
        for listener in self._listeners:
            listener(event)

    def change_app(self, **fields: Any) -> App:
        """Change tokens, scopes, event subscriptions or addresses of the app."""
        self.app = replace(self.app, **fields)
        return self.app

    @property
    def bot(self) -> User:
        """The app's bot user."""
        return self.directory.user(self.app.bot_user)

    @property
    def people(self) -> list[User]:
        """Everybody who is not a bot."""
        return [user for user in self.directory.users if not user.is_bot and not user.deleted]

    def app_direct(self, user: str) -> Channel:
        """The direct message between a person and the app."""
        return self.directory.direct([user, self.app.bot_user])

    def visible_channel(self, key: str, *, by_name: bool = False) -> Channel:
        """A conversation that the bot may know of, by id; raises SlackError channel_not_found."""
        channel = self.directory.channel(key)
        if channel.id != key and not by_name:
            raise SlackError("channel_not_found")
        if channel.kind != "public" and self.app.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def channels_of(self, user: str) -> list[Channel]:
        """What a person sees in the side bar: public channels, and every conversation that the person is in."""
        return [
            channel
            for channel in self.directory.channels
            if not channel.archived and (channel.kind == "public" or user in channel.members)
        ]

    def bot_profile(self) -> JSON:
        """The bot object that messages of the app carry."""
        return {
            "id": self.app.bot_id,
            "app_id": self.app.id,
            "user_id": self.app.bot_user,
            "name": self.app.name,
            "team_id": self.team_id,
            "deleted": False,
            "updated": 0,
            "icons": {},
        }

    def _add_bot(self) -> None:
        self.directory.add_user(
            id=self.app.bot_user,
            name=handle(self.app.name),
            real_name=self.app.name,
            is_bot=True,
            bot_id=self.app.bot_id,
            app_id=self.app.id,
        )


def handle(name: str) -> str:
    """A handle made of a display name."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-") or "app"
