"""The tables of everything that happens: requests, conversations, messages, outbox, inbox, audit, cards."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeMeta, registry

from bot.store.columns import ForeignText, Moment, nested

# Names of constraints are given, so that migrations can name them on every database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_registry = registry(metadata=MetaData(naming_convention=NAMING))


class Base(metaclass=DeclarativeMeta):
    """What all mapped classes share."""

    __abstract__ = True
    registry = _registry
    metadata = _registry.metadata
    __init__ = _registry.constructor


class ConversationRow(Base):
    """A company's conversation; the hold's columns are empty while nobody holds it."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "uq_conversations_channel_address",
            "channel",
            "address",
            unique=True,
            sqlite_where=text("address <> ''"),
            postgresql_where=text("address <> ''"),
        ),
    )

    id = Column(String, primary_key=True)
    channel = Column(String, nullable=False)
    address = Column(ForeignText, nullable=False, default="")
    token_hash = Column(String, nullable=False, default="")
    language = Column(String, nullable=False, default="en")
    created_at = Column(Moment, nullable=False)
    last_at = Column(Moment)
    hold_reference = Column(String)
    hold_by = Column(String)
    hold_name = Column(String)
    hold_since = Column(Moment)
    hold_until = Column(Moment, index=True)

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"


class MessageRow(Base):
    """One message as it was shown."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_messages_conversation_id", "conversation", "id"),
        {"sqlite_autoincrement": True},
    )

    id = Column(Integer, primary_key=True)
    conversation = Column(String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False)
    at = Column(Moment, nullable=False)
    sender = Column(String, nullable=False)
    text = Column(ForeignText, nullable=False)
    name = Column(ForeignText, nullable=False, default="")
    language = Column(String, nullable=False, default="en")
    buttons = Column(nested(), nullable=False)
    sources = Column(nested(), nullable=False)
    reference = Column(String, nullable=False, default="")
    key = Column(ForeignText)
    outcome = Column(nested(), nullable=False)

    def __str__(self) -> str:
        return f"{self.sender} {self.id}"


class RequestRow(Base):
    """A request. The folded columns hold company and e-mail address in the form in which they are compared."""

    __tablename__ = "requests"
    __table_args__ = (Index("ix_requests_desk_status", "desk", "status"),)

    reference = Column(String, primary_key=True)
    conversation = Column(String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True)
    desk = Column(String, nullable=False)
    status = Column(String, nullable=False)
    topic = Column(String, nullable=False, default="")
    company = Column(ForeignText, nullable=False, default="")
    company_folded = Column(ForeignText, nullable=False, default="", index=True)
    email = Column(ForeignText, nullable=False, default="")
    email_folded = Column(ForeignText, nullable=False, default="", index=True)
    language = Column(String, nullable=False, default="en")
    summary = Column(ForeignText, nullable=False, default="")
    text = Column(ForeignText, nullable=False, default="")
    items = Column(nested(), nullable=False)
    flags = Column(nested(), nullable=False)
    informed = Column(nested(), nullable=False)
    backup = Column(nested(), nullable=False)
    reasons = Column(nested(), nullable=False)
    facts = Column(nested(), nullable=False)
    priority = Column(Boolean, nullable=False, default=False)
    restricted = Column(Boolean, nullable=False, default=False)
    assignee = Column(ForeignText, nullable=False, default="")
    assignee_name = Column(ForeignText, nullable=False, default="")
    linked_to = Column(String, nullable=False, default="")
    created_at = Column(Moment, nullable=False, index=True)
    routed_at = Column(Moment, nullable=False)
    due_at = Column(Moment, nullable=False, index=True)
    closed_at = Column(Moment)
    provenance = Column(nested(), nullable=False, default=dict)
    origin = Column(String, nullable=False, default="")
    revision = Column(Integer, nullable=False)
    __mapper_args__ = {"version_id_col": revision}

    def __str__(self) -> str:
        return f"{self.reference} ({self.status})"


class ReferenceCounterRow(Base):
    """The last number given in a year; it never goes back."""

    __tablename__ = "reference_counters"

    year = Column(Integer, primary_key=True, autoincrement=False)
    last = Column(Integer, nullable=False)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class AuditRow(Base):
    """Who did what to which request or record."""

    __tablename__ = "audit"

    id = Column(Integer, primary_key=True)
    at = Column(Moment, nullable=False)
    actor = Column(ForeignText, nullable=False)
    action = Column(String, nullable=False)
    subject = Column(ForeignText, nullable=False, index=True)
    detail = Column(nested(), nullable=False)

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class OutboxRow(Base):
    """A message on its way out; `lane` is what must be delivered in order: the request, else the conversation."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_due", "delivered_at", "dead", "available_at"),
        Index("ix_outbox_lane", "lane", "id"),
        {"sqlite_autoincrement": True},
    )

    id = Column(Integer, primary_key=True)
    key = Column(ForeignText, nullable=False)
    kind = Column(String, nullable=False)
    lane = Column(String, nullable=False, default="")
    reference = Column(String, nullable=False, default="")
    desk = Column(String, nullable=False, default="")
    conversation = Column(String, nullable=False, default="")
    payload = Column(nested(), nullable=False)
    created_at = Column(Moment, nullable=False)
    available_at = Column(Moment, nullable=False)
    lease_until = Column(Moment)
    tries = Column(Integer, nullable=False, default=0)
    error = Column(Text, nullable=False, default="")
    delivered_at = Column(Moment)
    dead = Column(Boolean, nullable=False, default=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class InboxRow(Base):
    """The identity of something that came in; it acts once."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("identity"),)

    id = Column(Integer, primary_key=True)
    identity = Column(ForeignText, nullable=False)
    source = Column(String, nullable=False)
    at = Column(Moment, nullable=False, index=True)
    payload = Column(nested(), nullable=True)

    def __str__(self) -> str:
        return f"{self.source} {self.identity}"


class CardRow(Base):
    """Where a request's card stands in Slack."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("channel", "ts"),)

    reference = Column(String, ForeignKey("requests.reference", ondelete="CASCADE"), primary_key=True)
    channel = Column(String, nullable=False)
    ts = Column(String, nullable=False)

    def __str__(self) -> str:
        return f"{self.reference} in {self.channel}"


class ChangeRow(Base):
    """How often a kind of record was changed; readers keep what they read until this moves."""

    __tablename__ = "changes"

    kind = Column(String, primary_key=True)
    stamp = Column(Integer, nullable=False, default=0)

    def __str__(self) -> str:
        return f"{self.kind}: {self.stamp}"


class AnswerVersionRow(Base):
    """An answer as it was before an edit."""

    __tablename__ = "answer_versions"

    id = Column(Integer, primary_key=True)
    key = Column(String, nullable=False, index=True)
    revision = Column(Integer, nullable=False)
    content = Column(nested(), nullable=False)
    replaced_at = Column(Moment, nullable=False, default=lambda: datetime.now(timezone.utc))

    def __str__(self) -> str:
        return f"{self.key} ({self.revision})"
