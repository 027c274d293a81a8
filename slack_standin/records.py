"""The things a workspace holds: people, channels, messages, views and the app, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

JSON = dict[str, Any]
ChannelKind = Literal["public", "private", "im", "mpim"]

CHANNEL_TYPES: Mapping[str, str] = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


@dataclass(frozen=True)
class User:
    """A person or the app's bot user."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    email: str = ""
    title: str = ""
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    is_bot: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""

    def profile(self, *, with_email: bool) -> JSON:
        """The profile object; the address is shown to tokens with users:read.email alone."""
        profile: JSON = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "status_text": "",
            "status_emoji": "",
        }
        if with_email and self.email:
            profile["email"] = self.email
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        return profile

    def as_json(self, *, team_id: str, with_email: bool) -> JSON:
        """The user object of users.info and users.list."""
        offset = datetime.now(timezone.utc).astimezone(ZoneInfo(self.tz)).utcoffset()
        return {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "profile": self.profile(with_email=with_email),
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_email_confirmed": True,
            "updated": 0,
        }


@dataclass(frozen=True)
class Channel:
    """A channel, private channel or direct message."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: tuple[str, ...] = ()
    creator: str = ""
    created: int = 0
    topic: str = ""
    purpose: str = ""
    archived: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether it is a conversation between named people and not a channel."""
        return self.kind in ("im", "mpim")

    def as_json(self, *, seen_by: str) -> JSON:
        """The conversation object, as the member or bot `seen_by` gets it."""
        if self.kind == "im":
            return self._direct_json(seen_by)
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_member": seen_by in self.members,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "creator": self.creator,
            "created": self.created,
            "topic": {"value": self.topic, "creator": self.creator, "last_set": 0},
            "purpose": {"value": self.purpose, "creator": self.creator, "last_set": 0},
            "num_members": len(self.members),
        }

    def _direct_json(self, seen_by: str) -> JSON:
        others = [member for member in self.members if member != seen_by]
        return {
            "id": self.id,
            "created": self.created,
            "is_im": True,
            "is_archived": self.archived,
            "is_org_shared": False,
            "is_user_deleted": False,
            "user": others[0] if others else seen_by,
        }


@dataclass(frozen=True)
class Reaction:
    """An emoji under a message and who put it there, first one first."""

    name: str
    users: tuple[str, ...]

    def as_json(self) -> JSON:
        """The reaction object inside a message."""
        return {"name": self.name, "users": list(self.users), "count": len(self.users)}


@dataclass(frozen=True)
class Message:
    """A message; `only_for` makes it ephemeral, seen by that one person and kept out of the history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: tuple[JSON, ...] = ()
    attachments: tuple[JSON, ...] = ()
    thread_ts: str = ""
    subtype: str = ""
    bot_id: str = ""
    app_id: str = ""
    username: str = ""
    icon_emoji: str = ""
    metadata: JSON | None = None
    client_msg_id: str = ""
    broadcast: bool = False
    only_for: str = ""
    edited_ts: str = ""
    edited_by: str = ""
    reactions: tuple[Reaction, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it hangs under another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts

    @property
    def is_top_level(self) -> bool:
        """Whether the channel itself shows it."""
        return not self.is_reply or self.broadcast

    def as_json(self, *, team_id: str = "", with_metadata: bool = False) -> JSON:
        """The message object, without the fields that describe a whole thread."""
        body: JSON = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        optional: JSON = {
            "subtype": self.subtype,
            "team": team_id,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "username": self.username,
            "thread_ts": self.thread_ts,
            "client_msg_id": self.client_msg_id,
            "blocks": [dict(block) for block in self.blocks],
            "attachments": [dict(attachment) for attachment in self.attachments],
            "reactions": [reaction.as_json() for reaction in self.reactions],
        }
        body |= {name: value for name, value in optional.items() if value}
        if self.icon_emoji:
            body["icons"] = {"emoji": self.icon_emoji}
        if self.edited_ts:
            body["edited"] = {"user": self.edited_by, "ts": self.edited_ts}
        if self.only_for:
            body["is_ephemeral"] = True
        if with_metadata and self.metadata is not None:
            body["metadata"] = self.metadata
        return body


@dataclass(frozen=True)
class View:
    """A modal or an App Home as one person has it open."""

    id: str
    user: str
    kind: Literal["modal", "home"]
    payload: JSON
    hash: str
    root_id: str
    previous_id: str = ""
    values: JSON = field(default_factory=dict)
    errors: JSON = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The app's own name for the view, if it gave one."""
        return str(self.payload.get("external_id") or "")

    def as_json(self, *, team_id: str, app_id: str, bot_id: str, values: JSON | None = None) -> JSON:
        """The view object; `values` replaces the state, as in a submission."""
        fields = ("title", "submit", "close", "submit_disabled")
        return {
            "id": self.id,
            "team_id": team_id,
            "app_id": app_id,
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
            "type": self.kind,
            "blocks": self.payload.get("blocks", []),
            "private_metadata": self.payload.get("private_metadata", ""),
            "callback_id": self.payload.get("callback_id", ""),
            "external_id": self.external_id,
            "state": {"values": self.values if values is None else values},
            "hash": self.hash,
            "clear_on_close": bool(self.payload.get("clear_on_close", False)),
            "notify_on_close": bool(self.payload.get("notify_on_close", False)),
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id or None,
            **{name: self.payload.get(name) for name in fields},
        }


@dataclass(frozen=True)
class App:
    """The one app that is installed: its tokens, scopes and what it wants to hear of.

    `events` empty means every event that its scopes allow; `commands` empty means any slash command.
    """

    id: str = "A0STANDIN1"
    name: str = "App"
    bot_user: str = "U0STANDBOT"
    bot_id: str = "B0STANDIN1"
    bot_token: str = "xoxb-stand-in"
    app_token: str = "xapp-stand-in"
    signing_secret: str = "stand-in-signing-secret"
    verification_token: str = "stand-in-verification-token"
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    commands: tuple[JSON, ...] = ()
    shortcuts: tuple[JSON, ...] = ()
    request_url: str = ""
    tokens_revoked: bool = False
