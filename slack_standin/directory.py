"""Who is in the workspace and in which channels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_standin.clock import Clock, Identifiers
from slack_standin.errors import SlackError
from slack_standin.records import CHANNEL_TYPES, JSON, Channel, ChannelKind, User

Announce = Callable[[JSON], None]
MPIM_MEMBERS = 9


class Directory:
    """People and channels; every change of membership is announced as Slack's event."""

    def __init__(self, *, team_id: str, clock: Clock, identifiers: Identifiers, announce: Announce) -> None:
        self._team_id = team_id
        self._clock = clock
        self._identifiers = identifiers
        self._announce = announce
        self._users: dict[str, User] = {}
        self._channels: dict[str, Channel] = {}
        self._directs: dict[frozenset[str], str] = {}

    @property
    def users(self) -> list[User]:
        """Everybody, the bot user included, in order of arrival."""
        return list(self._users.values())

    @property
    def channels(self) -> list[Channel]:
        """Every conversation, direct messages included."""
        return list(self._channels.values())

    def add_user(self, *, name: str, **fields: Any) -> User:
        """Add a person under a handle; raises SlackError name_taken, invalid_timezone."""
        if any(user.name == name for user in self._users.values()):
            raise SlackError("name_taken")
        _known_zone(fields.get("tz") or "Etc/UTC")
        fields = {key: value for key, value in fields.items() if value not in (None, "")}
        fields.setdefault("id", self._identifiers.next("U"))
        fields.setdefault("real_name", name)
        user = User(name=name, **fields)
        self._users[user.id] = user
        return user

    def change_user(self, user: User, **fields: Any) -> User:
        """Change what is known of a person; raises SlackError invalid_timezone."""
        _known_zone(fields.get("tz") or "Etc/UTC")
        self._users[user.id] = replace(user, **fields)
        return self._users[user.id]

    def user(self, key: str) -> User:
        """A person by id or handle, with or without @; raises SlackError user_not_found."""
        wanted = key.removeprefix("@")
        if wanted in self._users:
            return self._users[wanted]
        for user in self._users.values():
            if user.name == wanted:
                return user
        raise SlackError("user_not_found")

    def user_by_email(self, email: str) -> User:
        """The living user with this address; raises SlackError users_not_found."""
        for user in self._users.values():
            if email and user.email.casefold() == email.casefold() and not user.deleted:
                return user
        raise SlackError("users_not_found")

    def add_channel(
        self, *, name: str, kind: ChannelKind = "public", members: Iterable[str] = (), creator: str = "", id: str = ""
    ) -> Channel:
        """Add a channel; raises SlackError name_taken and the invalid_name errors."""
        _allowed_name(name)
        if any(channel.name == name for channel in self._channels.values()):
            raise SlackError("name_taken")
        channel = Channel(
            id=id or self._identifiers.next("C"),
            name=name,
            kind=kind,
            members=tuple(dict.fromkeys(members)),
            creator=creator,
            created=int(self._clock()),
        )
        self._channels[channel.id] = channel
        return channel

    def channel(self, key: str) -> Channel:
        """A conversation by id or name, with or without #; raises SlackError channel_not_found."""
        wanted = key.removeprefix("#")
        if wanted in self._channels:
            return self._channels[wanted]
        for channel in self._channels.values():
            if channel.name == wanted and not channel.is_direct:
                return channel
        raise SlackError("channel_not_found")

    def change_channel(self, channel: Channel, **fields: Any) -> Channel:
        """Change topic, purpose or whether it is archived."""
        self._channels[channel.id] = replace(channel, **fields)
        return self._channels[channel.id]

    def direct(self, users: Iterable[str]) -> Channel:
        """The direct message between these people, opened if there is none; raises too_many_users."""
        members = frozenset(users)
        if len(members) > MPIM_MEMBERS:
            raise SlackError("too_many_users")
        if members not in self._directs:
            kind: ChannelKind = "im" if len(members) <= 2 else "mpim"
            channel = Channel(
                id=self._identifiers.next("D" if kind == "im" else "G"),
                name="" if kind == "im" else "mpdm-" + "--".join(sorted(members)).lower(),
                kind=kind,
                members=tuple(sorted(members)),
                created=int(self._clock()),
            )
            self._channels[channel.id] = channel
            self._directs[members] = channel.id
        return self._channels[self._directs[members]]

    def join(self, channel: Channel, user: str, *, inviter: str = "") -> Channel:
        """Add a member; announces member_joined_channel unless the person was in already."""
        if user in channel.members:
            return channel
        changed = self.change_channel(channel, members=(*channel.members, user))
        self._announce(self._membership("member_joined_channel", changed, user, inviter))
        return changed

    def leave(self, channel: Channel, user: str) -> Channel:
        """Remove a member; announces member_left_channel if the person was in."""
        if user not in channel.members:
            return channel
        changed = self.change_channel(channel, members=tuple(member for member in channel.members if member != user))
        self._announce(self._membership("member_left_channel", changed, user, ""))
        return changed

    def _membership(self, kind: str, channel: Channel, user: str, inviter: str) -> JSON:
        event: JSON = {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": "C" if CHANNEL_TYPES[channel.kind] == "channel" else "G",
            "team": self._team_id,
        }
        return event | ({"inviter": inviter} if inviter else {})


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SlackError("invalid_timezone") from error


def _allowed_name(name: str) -> None:
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > 80:
        raise SlackError("invalid_name_maxlength")
    if name != name.lower() or re.search(r"[^\w-]", name):
        raise SlackError("invalid_name_specials")
