"""All stores in memory, for tests and for a try without a database: alike, and gone with the process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar, cast

from bot.inquiries.conversation import Conversation, Message
from bot.inquiries.errors import DuplicateIdentity, UnknownReference
from bot.inquiries.records import Record
from bot.inquiries.request import Request
from bot.store.columns import as_json
from bot.store.engine import PATIENCE_SECONDS
from bot.store.errors import MissingParent, StoreLocked
from bot.store.memory_journal import InMemoryAudit, InMemoryCards, InMemoryInbox, InMemoryOutbox
from bot.store.memory_shelves import Shelves, as_kept
from bot.store.requests import folded, number_of, reference

R = TypeVar("R", bound=Record)


class InMemoryWorks:
    """Opens transactions on stores in memory; one at a time, rolled back on an exception."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._shelves = Shelves()
        self._turn = threading.Lock()
        self.keep(*records)

    def __call__(self) -> InMemoryWork:
        return InMemoryWork(self)

    def keep(self, *records: Record) -> None:
        """Keep these records, each in the place of the one with its key."""
        for record in records:
            self._shelves.records.setdefault(type(record), {})[record.key] = record

    def begin(self) -> Shelves:
        """A copy to work on, once every other transaction has ended. Raises StoreLocked after five seconds."""
        if not self._turn.acquire(timeout=PATIENCE_SECONDS):
            raise StoreLocked
        return self._shelves.copied()

    def end(self, shelves: Shelves | None) -> None:
        """Take over what a transaction has written, or nothing."""
        if shelves is not None:
            self._shelves = shelves
        self._turn.release()


class InMemoryWork:
    """One transaction: all of it is written at the end, or nothing."""

    def __init__(self, works: InMemoryWorks) -> None:
        self._works = works

    def __enter__(self) -> InMemoryWork:
        self._shelves = shelves = self._works.begin()
        self.records = InMemoryRecords(shelves)
        self.requests = InMemoryRequests(shelves)
        self.conversations = InMemoryConversations(shelves)
        self.outbox = InMemoryOutbox(shelves)
        self.inbox = InMemoryInbox(shelves)
        self.audit = InMemoryAudit(shelves)
        self.cards = InMemoryCards(shelves)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._works.end(None if error else self._shelves)


class InMemoryRecords:
    """The records that people maintain, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._records = shelves.records

    def all(self, kind: type[R]) -> Sequence[R]:
        """Every record of the kind, in the order of the keys; drafts and withdrawn ones included."""
        found = self._records.get(kind, {})
        return cast(Sequence[R], tuple(found[key] for key in sorted(found)))

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, or None."""
        return cast("R | None", self._records.get(kind, {}).get(key))


class InMemoryRequests:
    """The requests, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._requests = shelves.requests
        self._last = shelves.references
        self._conversations = shelves.conversations

    def next_reference(self, *, year: int) -> str:
        """A reference that was never given before."""
        self._last[year] = self._last.get(year, 0) + 1
        return reference(year=year, number=self._last[year])

    def add(self, request: Request) -> None:
        """Keep a new request. Raises MissingParent without its conversation, DuplicateIdentity for a used reference."""
        if request.conversation not in self._conversations:
            raise MissingParent(f"There is no conversation for {request.reference}; add the conversation first.")
        if request.reference in self._requests:
            raise DuplicateIdentity(f"The reference {request.reference} is in use; take the next one.")
        self._requests[request.reference] = as_kept(request)
        year, number = number_of(request.reference)
        self._last[year] = max(self._last.get(year, 0), number)

    def get(self, reference: str) -> Request | None:
        """The request, or None."""
        return self._requests.get(reference)

    def save(self, request: Request) -> None:
        """Keep the request as it is now. Raises UnknownReference."""
        if request.reference not in self._requests:
            raise UnknownReference
        self._requests[request.reference] = as_kept(request)

    def of_conversation(self, conversation: str) -> Sequence[Request]:
        """The conversation's requests, oldest first."""
        return _oldest_first(request for request in self._requests.values() if request.conversation == conversation)

    def of_company(self, company: str, *, email: str = "") -> Sequence[Request]:
        """Requests of the same company name (case-insensitive) or e-mail address, oldest first."""
        name, address = folded(company), folded(email)
        return _oldest_first(
            request
            for request in self._requests.values()
            if (name and folded(request.company) == name) or (address and folded(request.email) == address)
        )

    def of_desk(self, desk: str, *, statuses: Sequence[str]) -> Sequence[Request]:
        """The desk's requests in these states, oldest first."""
        return _oldest_first(
            request for request in self._requests.values() if request.desk == desk and request.status in statuses
        )


class InMemoryConversations:
    """The conversations and their messages, in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._conversations = shelves.conversations
        self._messages = shelves.messages

    def get(self, id: str) -> Conversation | None:
        """The conversation, or None."""
        return self._conversations.get(id)

    def at_address(self, *, channel: str, address: str) -> Conversation | None:
        """The conversation of a channel's address, or None."""
        here = (known for known in self._conversations.values() if (known.channel, known.address) == (channel, address))
        return next(here, None) if address else None

    def add(self, conversation: Conversation) -> None:
        """Keep a new conversation. Raises DuplicateIdentity when its id or its channel's address is in use."""
        taken = self.at_address(channel=conversation.channel, address=conversation.address)
        if conversation.id in self._conversations or taken:
            raise DuplicateIdentity("This conversation exists already; read it instead of adding it.")
        self._conversations[conversation.id] = as_kept(conversation)

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation as it is now. Raises MissingParent for one that was never added."""
        if conversation.id not in self._conversations:
            raise MissingParent("This conversation is not kept yet; add it first.")
        self._conversations[conversation.id] = as_kept(conversation)

    def held_until_before(self, now: datetime) -> Sequence[Conversation]:
        """Conversations whose hold has run out and was not yet ended."""
        held = ((known.hold.until, known) for known in self._conversations.values() if known.hold)
        ended = sorted(((until, known) for until, known in held if until <= now), key=lambda pair: pair[0])
        return tuple(known for _, known in ended)

    def add_message(self, message: Message) -> Message:
        """Keep a message; the result carries its id. Raises DuplicateIdentity for a key in use, MissingParent."""
        if message.conversation not in self._conversations:
            raise MissingParent("There is no conversation for this message; add the conversation first.")
        if message.key is not None and self.message_with_key(message.key):
            raise DuplicateIdentity
        kept = as_kept(replace(message, id=len(self._messages) + 1))
        self._messages.append(kept)
        return kept

    def messages(self, conversation: str, *, after: int = 0) -> Sequence[Message]:
        """The conversation's messages with an id above `after`, oldest first."""
        return tuple(known for known in self._messages if known.conversation == conversation and known.id > after)

    def keep_outcome(self, message: int, outcome: Mapping[str, Any]) -> None:
        """Keep what a company's message came to."""
        for place, known in enumerate(self._messages):
            if known.id == message:
                self._messages[place] = replace(known, outcome=as_json(dict(outcome)))

    def message_with_key(self, key: str) -> Message | None:
        """The message with this identity, or None."""
        return next((known for known in self._messages if known.key == key), None)


def _oldest_first(requests: Iterable[Request]) -> Sequence[Request]:
    return tuple(sorted(requests, key=lambda request: (request.created_at, request.reference)))
