"""The conversations and their messages in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inquiries.conversation import Conversation, Hold, Message
from bot.inquiries.errors import DuplicateIdentity
from bot.store.columns import as_json
from bot.store.errors import MissingParent
from bot.store.once import insert_once
from bot.store.tables import ConversationRow, MessageRow

_HOLD = ("reference", "by", "name", "since", "until")
_CONVERSATION = ("id", "channel", "address", "token_hash", "language", "created_at", "last_at")
_MESSAGE = ("id", "conversation", "at", "sender", "text", "name", "language", "reference", "key", "outcome")


class SqlConversations:
    """The conversations of one transaction; one that is read stays locked until its end."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, id: str) -> Conversation | None:
        """The conversation, locked until the end of the transaction, or None."""
        return self._one(select(ConversationRow).where(ConversationRow.id == id))

    def at_address(self, *, channel: str, address: str) -> Conversation | None:
        """The conversation of a channel's address, locked, or None."""
        if not address:
            return None
        return self._one(
            select(ConversationRow).where(ConversationRow.channel == channel, ConversationRow.address == address)
        )

    def add(self, conversation: Conversation) -> None:
        """Keep a new conversation. Raises DuplicateIdentity when its id or its channel's address is in use."""
        if insert_once(self._session, ConversationRow, values_of(conversation)) is None:
            raise DuplicateIdentity("This conversation exists already; read it instead of adding it.")

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation as it is now. Raises MissingParent for one that was never added."""
        row = self._session.get(ConversationRow, conversation.id)
        if row is None:
            raise MissingParent("This conversation is not kept yet; add it first.")
        for name, value in values_of(conversation).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        self._session.flush()

    def held_until_before(self, now: Any) -> Sequence[Conversation]:
        """Conversations whose hold has run out and was not yet ended, locked; those locked by others are theirs."""
        query = select(ConversationRow).where(ConversationRow.hold_until <= now).order_by(ConversationRow.hold_until)
        rows = self._session.execute(query.with_for_update(skip_locked=True)).scalars().all()
        return tuple(map(conversation_from, rows))

    def add_message(self, message: Message) -> Message:
        """Keep a message; the result carries its id. Ids of a conversation grow in the order of its transactions.

        Raises DuplicateIdentity for a key in use, MissingParent without the conversation.
        """
        locked = select(ConversationRow.id).where(ConversationRow.id == message.conversation).with_for_update()
        if self._session.execute(locked).scalar_one_or_none() is None:
            raise MissingParent("There is no conversation for this message; add the conversation first.")
        values = {name: getattr(message, name) for name in _MESSAGE if name != "id"}
        nested = {name: as_json(getattr(message, name)) for name in ("buttons", "sources", "outcome")}
        id = insert_once(self._session, MessageRow, {**values, **nested})
        if id is None:
            raise DuplicateIdentity
        return message_from(self._session.get(MessageRow, id))

    def messages(self, conversation: str, *, after: int = 0) -> Sequence[Message]:
        """The conversation's messages with an id above `after`, oldest first."""
        query = select(MessageRow).where(MessageRow.conversation == conversation, MessageRow.id > after)
        return tuple(map(message_from, self._session.execute(query.order_by(MessageRow.id)).scalars()))

    def keep_outcome(self, message: int, outcome: Mapping[str, Any]) -> None:
        """Keep what a company's message came to."""
        row = self._session.get(MessageRow, message)
        if row:
            row.outcome = as_json(dict(outcome))
            self._session.flush()

    def message_with_key(self, key: str) -> Message | None:
        """The message with this identity, or None."""
        row = self._session.execute(select(MessageRow).where(MessageRow.key == key)).scalar_one_or_none()
        return message_from(row) if row else None

    def _one(self, query: Any) -> Conversation | None:
        fresh = query.with_for_update().execution_options(populate_existing=True)
        row = self._session.execute(fresh).scalar_one_or_none()
        return conversation_from(row) if row else None


def values_of(conversation: Conversation) -> dict[str, Any]:
    """The columns of a conversation's row."""
    hold = {f"hold_{name}": getattr(conversation.hold, name, None) for name in _HOLD}
    return {**{name: getattr(conversation, name) for name in _CONVERSATION}, **hold}


def conversation_from(row: Any) -> Conversation:
    """The conversation that a row holds."""
    held = row.hold_until is not None
    hold = Hold(**{name: getattr(row, f"hold_{name}") for name in _HOLD}) if held else None
    return Conversation(**{name: getattr(row, name) for name in _CONVERSATION}, hold=hold)


def message_from(row: Any) -> Message:
    """The message that a row holds."""
    values = {name: getattr(row, name) for name in _MESSAGE}
    return Message(**values, buttons=tuple(row.buttons), sources=tuple(row.sources))
