"""What the rules need from outside, named here: stores, calendar, clock, words, messengers.

The real one says its technology (`SqlRequests`), the fake its trick (`InMemoryRequests`). One set of contract tests
runs on both. A `Work` is one transaction: what is written in it is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Any, Protocol, TypeVar

from bot.inquiries.conversation import Conversation, Message
from bot.inquiries.records import Record
from bot.inquiries.request import Request

R = TypeVar("R", bound=Record)


class Records(Protocol):
    """The records that people maintain, read only."""

    def all(self, kind: type[R]) -> Sequence[R]:
        """Every record of the kind, in the order of the keys; drafts and withdrawn ones included."""

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, or None."""


class Requests(Protocol):
    """The requests; every change is guarded by the version that was read."""

    def next_reference(self, *, year: int) -> str:
        """A reference that was never given before: FP-<year>-<number, at least five digits>."""

    def add(self, request: Request) -> None:
        """Keep a new request."""

    def get(self, reference: str) -> Request | None:
        """The request, or None. Inside a transaction it is locked for the change that follows."""

    def save(self, request: Request) -> None:
        """Keep the request as it is now."""

    def of_conversation(self, conversation: str) -> Sequence[Request]:
        """The conversation's requests, oldest first."""

    def of_company(self, company: str, *, email: str = "") -> Sequence[Request]:
        """Requests of the same company name (case-insensitive) or e-mail address, oldest first."""

    def of_desk(self, desk: str, *, statuses: Sequence[str]) -> Sequence[Request]:
        """The desk's requests in these states, oldest first."""


class Conversations(Protocol):
    """The conversations and their messages."""

    def get(self, id: str) -> Conversation | None:
        """The conversation, or None."""

    def at_address(self, *, channel: str, address: str) -> Conversation | None:
        """The conversation of a channel's address (a Slack DM, a REST sender), or None."""

    def add(self, conversation: Conversation) -> None:
        """Keep a new conversation."""

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation as it is now."""

    def held_until_before(self, now: datetime) -> Sequence[Conversation]:
        """Conversations whose hold has run out and was not yet ended."""

    def add_message(self, message: Message) -> Message:
        """Keep a message; the result carries its id (increasing). An existing key raises DuplicateIdentity."""

    def messages(self, conversation: str, *, after: int = 0) -> Sequence[Message]:
        """The conversation's messages with an id above `after`, oldest first."""

    def keep_outcome(self, message: int, outcome: Mapping[str, Any]) -> None:
        """Keep what a company's message came to, for the case that the same message arrives again."""

    def message_with_key(self, key: str) -> Message | None:
        """The message with this identity, or None."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to be delivered outside, written with the change that caused it.

    kind: `card` (draw or redraw a request's card), `thread` (a line in the request's Slack thread), `company` (a message to
    the company where it wrote), `inform` (tell a desk about a request it does not own), `digest` (a desk's daily list).
    `key` is the notice's identity: the same key is never written, nor delivered, twice.
    """

    key: str
    kind: str
    reference: str = ""
    desk: str = ""
    conversation: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A notice taken from the outbox for delivery: the number of tries so far and its order."""

    id: int
    notice: Notice
    tries: int = 0
    created_at: datetime


class Outbox(Protocol):
    """The messages on their way out."""

    def put(self, notice: Notice, *, at: datetime) -> bool:
        """Write the notice; False when one with this key was written before."""

    def take(self, *, now: datetime, limit: int, lease_seconds: int = 60) -> Sequence[Delivery]:
        """Due notices in order, leased to this worker for `lease_seconds`; of a request the oldest undelivered one first."""

    def delivered(self, id: int, *, at: datetime) -> None:
        """The notice has arrived."""

    def failed(self, id: int, *, at: datetime, again_at: datetime | None, error: str) -> None:
        """The notice did not arrive; tried again at `again_at`, or given up (None) and kept for inspection."""

    def waiting(self) -> int:
        """How many notices are not delivered yet."""


class Messenger(Protocol):
    """Carries a notice out of the house: to a desk's channel, a request's thread, a company."""

    async def deliver(self, notice: Notice) -> None:
        """Deliver the notice, once however often it is called; raises RetryLater and Undeliverable."""


class Inbox(Protocol):
    """Identities of what has come in from outside; each acts once."""

    def remember(self, identity: str, *, source: str, at: datetime, payload: Mapping[str, Any] | None = None) -> bool:
        """True when seen for the first time; written with the transaction, so a failed one is not remembered."""


class Audit(Protocol):
    """Who did what to which request or record, append-only."""

    def note(
        self, *, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write one entry."""

    def of(self, subject: str) -> Sequence[Mapping[str, Any]]:
        """A subject's entries, oldest first: at, actor, action, detail."""


class Cards(Protocol):
    """Where a request's card stands in Slack."""

    def place(self, reference: str) -> tuple[str, str] | None:
        """(channel id, message ts) of the card, or None while it is not posted."""

    def put(self, reference: str, *, channel: str, ts: str) -> None:
        """Remember where the card stands."""

    def reference_at(self, *, channel: str, ts: str) -> str | None:
        """The reference of the request whose card stands there, or None."""


class Work(Protocol):
    """One transaction over all stores: `with works() as work:` commits at the end, rolls back on an exception."""

    @property
    def records(self) -> Records: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def cards(self) -> Cards: ...
    def __enter__(self) -> Work: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Works(Protocol):
    """Opens a transaction."""

    def __call__(self) -> Work: ...


class Calendar(Protocol):
    """Public holidays."""

    def is_holiday(self, day: date, *, country: str) -> bool:
        """Whether the day is a public holiday in the country (ISO 3166 alpha-2); an unknown country has none."""


class Clock(Protocol):
    """The time."""

    def __call__(self) -> datetime: ...


class Words(Protocol):
    """The published sentences, in the company's language or else in English."""

    def text(self, key: str, *, language: str, values: Mapping[str, Any] | None = None) -> str:
        """The published answer `key` with its values filled in; raises UnknownRecord when there is none."""
