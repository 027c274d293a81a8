"""What a person does with messages: write, edit, delete, react."""

from __future__ import annotations

import uuid

from slack_standin.errors import SlackError
from slack_standin.mentions import as_typed
from slack_standin.records import Channel, Message, User
from slack_standin.state import Workspace


class Talking:
    """Verbs of a person at the keyboard; the text is what was typed, Slack's escapes come by themselves."""

    def __init__(self, *, workspace: Workspace) -> None:
        self._workspace = workspace

    def conversation(self, user: User, key: str) -> Channel:
        """A conversation that the person is in, "app" for the direct message with the app.

        Raises SlackError channel_not_found, not_in_channel.
        """
        if key == "app":
            return self._workspace.app_direct(user.id)
        if key.startswith("@"):
            return self._workspace.directory.direct([user.id, self._workspace.directory.user(key).id])
        channel = self._workspace.directory.channel(key)
        if user.id not in channel.members:
            raise SlackError("not_in_channel" if channel.kind == "public" else "channel_not_found")
        return channel

    def say(self, user: User, *, channel: Channel, text: str, thread_ts: str = "", broadcast: bool = False) -> Message:
        """Write a message; raises SlackError no_text, thread_not_found, is_archived."""
        if not text.strip():
            raise SlackError("no_text")
        return self._workspace.messages.post(
            channel,
            user=user.id,
            text=self._typed(text),
            thread_ts=thread_ts,
            broadcast=broadcast,
            client_msg_id=str(uuid.uuid4()),
        )

    def edit(self, user: User, *, message: Message, text: str) -> Message:
        """Change one's own message; raises SlackError cant_update_message."""
        if message.user != user.id:
            raise SlackError("cant_update_message")
        return self._workspace.messages.edit(message, by=user.id, text=self._typed(text))

    def delete(self, user: User, *, message: Message) -> None:
        """Delete one's own message; raises SlackError cant_delete_message."""
        if message.user != user.id:
            raise SlackError("cant_delete_message")
        self._workspace.messages.delete(message)

    def react(self, user: User, *, message: Message, name: str) -> Message:
        """Put an emoji under a message, or take one's own away again."""
        present = {reaction.name: reaction.users for reaction in message.reactions}
        clean = name.strip(": ")
        if not clean:
            raise SlackError("invalid_name")
        if user.id in present.get(clean, ()):
            return self._workspace.messages.unreact(message, name=clean, user=user.id)
        return self._workspace.messages.react(message, name=clean, user=user.id)

    def _typed(self, text: str) -> str:
        return as_typed(text, directory=self._workspace.directory)
