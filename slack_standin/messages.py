"""Messages of a workspace: posting, editing, deleting, reactions and threads, each announced as its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_standin.clock import Timestamps
from slack_standin.directory import Announce, Directory
from slack_standin.errors import SlackError
from slack_standin.records import CHANNEL_TYPES, JSON, Channel, Message, Reaction

TOMBSTONE = "This message was deleted."


class Messages:
    """Every message by channel and timestamp."""

    def __init__(self, *, team_id: str, directory: Directory, timestamps: Timestamps, announce: Announce) -> None:
        self._team_id = team_id
        self._directory = directory
        self._timestamps = timestamps
        self._announce = announce
        self._by_channel: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}

    def post(self, channel: Channel, *, user: str, thread_ts: str = "", **fields: Any) -> Message:
        """Post a message; raises SlackError is_archived, thread_not_found, cannot_reply_to_message."""
        if channel.archived:
            raise SlackError("is_archived")
        if thread_ts:
            thread_ts = self._thread_root(channel, thread_ts)
        message = Message(channel=channel.id, ts=self._timestamps.next(), user=user, thread_ts=thread_ts, **fields)
        if message.broadcast and message.is_reply:
            message = replace(message, subtype="thread_broadcast")
        self._by_channel.setdefault(channel.id, {})[message.ts] = message
        if message.is_reply and not message.only_for:
            self._threads.setdefault((channel.id, thread_ts), []).append(message.ts)
        if not message.only_for:
            self._announce(self._posted(channel, message))
        return message

    def get(self, channel: str, ts: str) -> Message:
        """One message; raises SlackError message_not_found."""
        try:
            return self._by_channel[channel][ts]
        except KeyError as error:
            raise SlackError("message_not_found") from error

    def edit(self, message: Message, *, by: str, **fields: Any) -> Message:
        """Change a message's content; announces message_changed."""
        edited = replace(message, edited_ts=self._timestamps.next(), edited_by=by, **fields)
        self._by_channel[message.channel][message.ts] = edited
        if not message.only_for:
            self._announce(self._changed("message_changed", message, {"message": self.as_json(edited)}))
        return edited

    def delete(self, message: Message) -> None:
        """Take a message away; a thread's first message leaves a tombstone; announces message_deleted."""
        if self.replies(message.channel, message.ts):
            self._by_channel[message.channel][message.ts] = Message(
                channel=message.channel,
                ts=message.ts,
                thread_ts=message.ts,
                user="USLACKBOT",
                text=TOMBSTONE,
                subtype="tombstone",
            )
        else:
            del self._by_channel[message.channel][message.ts]
            if message.is_reply and not message.only_for:
                self._threads[message.channel, message.thread_ts].remove(message.ts)
        if not message.only_for:
            self._announce(self._changed("message_deleted", message, {"deleted_ts": message.ts}))

    def react(self, message: Message, *, name: str, user: str) -> Message:
        """Add a reaction; raises SlackError already_reacted; announces reaction_added."""
        current = {reaction.name: reaction for reaction in message.reactions}
        reaction = current.get(name, Reaction(name=name, users=()))
        if user in reaction.users:
            raise SlackError("already_reacted")
        current[name] = replace(reaction, users=(*reaction.users, user))
        return self._reacted("reaction_added", message, tuple(current.values()), name, user)

    def unreact(self, message: Message, *, name: str, user: str) -> Message:
        """Take a reaction away; raises SlackError no_reaction; announces reaction_removed."""
        current = {reaction.name: reaction for reaction in message.reactions}
        if name not in current or user not in current[name].users:
            raise SlackError("no_reaction")
        left = tuple(person for person in current[name].users if person != user)
        current[name] = replace(current[name], users=left)
        kept = tuple(reaction for reaction in current.values() if reaction.users)
        return self._reacted("reaction_removed", message, kept, name, user)

    def in_channel(self, channel: str, *, seen_by: str = "") -> list[Message]:
        """Top-level messages, oldest first; ephemeral ones only for the person `seen_by`."""
        messages = self._by_channel.get(channel, {}).values()
        return [
            message
            for message in messages
            if message.is_top_level and (not message.only_for or message.only_for == seen_by)
        ]

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies of a thread, oldest first, without its first message."""
        return [self._by_channel[channel][reply] for reply in self._threads.get((channel, ts), ())]

    def thread(self, channel: str, ts: str, *, seen_by: str = "") -> list[Message]:
        """A thread with its first message; raises SlackError thread_not_found."""
        try:
            root = self.get(channel, ts)
        except SlackError as error:
            raise SlackError("thread_not_found") from error
        asides = [
            message
            for message in self._by_channel[channel].values()
            if seen_by and message.only_for == seen_by and message.thread_ts == ts
        ]
        return sorted([root, *self.replies(channel, root.ts), *asides], key=lambda message: float(message.ts))

    def as_json(self, message: Message, *, with_metadata: bool = False) -> JSON:
        """The message object; a thread's first message counts its replies."""
        body = message.as_json(team_id=self._team_id, with_metadata=with_metadata)
        replies = self.replies(message.channel, message.ts)
        if replies:
            users = list(dict.fromkeys(reply.user for reply in replies))
            body |= {
                "thread_ts": message.ts,
                "reply_count": len(replies),
                "reply_users": users,
                "reply_users_count": len(users),
                "latest_reply": replies[-1].ts,
                "is_locked": False,
                "subscribed": False,
            }
        elif message.is_reply and (root := self._by_channel[message.channel].get(message.thread_ts)):
            body["parent_user_id"] = root.user
        return body

    def _thread_root(self, channel: Channel, ts: str) -> str:
        known: Sequence[str] | dict[str, Message] = self._by_channel.get(channel.id, {})
        if ts not in known:
            raise SlackError("thread_not_found")
        root = self.get(channel.id, ts)
        if root.only_for:
            raise SlackError("cannot_reply_to_message")
        return root.thread_ts or root.ts

    def _posted(self, channel: Channel, message: Message) -> JSON:
        return {
            **self.as_json(message),
            "channel": channel.id,
            "channel_type": CHANNEL_TYPES[channel.kind],
            "event_ts": message.ts,
        }

    def _changed(self, subtype: str, before: Message, fields: JSON) -> JSON:
        channel = self._directory.channel(before.channel)
        ts = self._timestamps.next()
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "channel_type": CHANNEL_TYPES[channel.kind],
            "ts": ts,
            "event_ts": ts,
            "previous_message": before.as_json(team_id=self._team_id),
            **fields,
        }

    def _reacted(self, kind: str, message: Message, reactions: tuple[Reaction, ...], name: str, user: str) -> Message:
        changed = replace(message, reactions=reactions)
        self._by_channel[message.channel][message.ts] = changed
        self._announce(
            {
                "type": kind,
                "user": user,
                "reaction": name,
                "item_user": message.user,
                "item": {"type": "message", "channel": message.channel, "ts": message.ts},
                "event_ts": self._timestamps.next(),
            }
        )
        return changed
