"""A company's turn, whatever the channel: receive once, relay or answer, keep what was said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4
from weakref import WeakValueDictionary

from bot.assistant.outcomes import interface_of, outcome_of, request_fields, turn_from
from bot.assistant.payloads import Payloads
from bot.assistant.words import RecordWords
from bot.inquiries import relay
from bot.inquiries.conversation import ASSISTANT, COMPANY, Conversation, Message
from bot.inquiries.errors import DuplicateIdentity, StaleTime, UnknownRecord
from bot.inquiries.ports import Calendar, Work, Works
from bot.inquiries.request import Request
from bot.inquiries.turn import Outcome, Reply, Turn
from nlu.components.understanding import Understanding

log = logging.getLogger(__name__)

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
UNDECIDED = "und"
SHORT = 12
"""Letters below which a message does not change the conversation's language."""


class Dialogue(Protocol):
    """The loaded model: understands a text and runs the dialogue."""

    def parse(self, text: str, *, at: str = "") -> dict[str, Any]: ...

    async def turn(
        self, *, conversation: str, text: str, parsed: Mapping[str, Any], metadata: Mapping[str, Any]
    ) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class _Received:
    """What became of a message on arrival: known already, relayed to a person, or to be answered."""

    conversation: Conversation
    message: Message
    known: Turn | None = None
    relayed_to: Request | None = None


@dataclass
class Assistant:
    """`say` for every channel. `dialogue` is replaced when another model goes live; turns under way end on the old one.

    `is_cut_off` tells whether the desks cannot be reached now: whoever opens a request then is told that it waits.
    """

    works: Works
    words: RecordWords
    payloads: Payloads
    calendar: Calendar
    dialogue: Dialogue
    is_cut_off: Callable[[], Awaitable[bool]] | None = None
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def say(
        self, *, conversation: str, text: str, at: datetime, payload: str | None = None, identity: str | None = None
    ) -> Turn:
        """Answer one message (the contract is `bot.inquiries.turn.Say`)."""
        key = identity or f"turn:{uuid4()}"
        async with self._alone(conversation):
            dialogue = self.dialogue
            choice = self.payloads.read(payload, conversation=conversation) if payload else None
            received = await asyncio.to_thread(self._receive, conversation, text, at, key)
            if received.known is not None:
                return received.known
            parsed = await asyncio.to_thread(_understood, dialogue, text, at, choice)
            language = _language(parsed, text, received.conversation)
            if received.relayed_to is not None:
                turn = _silent(conversation, parsed, received.relayed_to)
            else:
                turn = await self._answered(
                    received, dialogue=dialogue, text=text, parsed=parsed, language=language, at=at, key=key
                )
                turn = await self._told_of_waiting(turn, language)
            return await asyncio.to_thread(self._keep, received, turn, language, at)

    def understood(self, text: str, *, at: datetime) -> dict[str, Any]:
        """What a text means, in the fields of the interface `parse`; touches no conversation."""
        return understood(self.dialogue.parse(text, at=at.isoformat()))

    async def _answered(
        self,
        received: _Received,
        *,
        dialogue: Dialogue,
        text: str,
        parsed: Mapping[str, Any],
        language: str,
        at: datetime,
        key: str,
    ) -> Turn:
        conversation = received.conversation.id
        metadata = {"at": at.isoformat(), "language": language, "identity": key}
        main = await dialogue.turn(
            conversation=conversation, text=text, parsed=_for_dialogue(parsed), metadata=metadata
        )
        outcomes, messages = [main.outcomes[-1]] if main.outcomes else [], list(main.messages)
        for also in list(parsed.get("also") or ())[:1]:
            second = {**parsed, "intent": {"name": also, "confidence": 1.0}}
            opened = _opened(outcomes)
            more = await dialogue.turn(
                conversation=conversation,
                text=text,
                parsed=second,
                metadata={**metadata, "identity": f"{key}:also", "is_second": True, "opened": opened},
            )
            said = {message["text"] for message in messages}
            new = [message for message in more.messages if message["text"] not in said]
            messages = [*messages, *new] if opened else [*new, *messages]
            outcomes = outcomes + more.outcomes[-1:]
        if not messages or not outcomes:
            log.error("A turn of conversation %s ended without an answer.", conversation)
            return self._apology(conversation, parsed, language)
        replies = tuple(_reply(message, language) for message in messages)
        return Turn(
            conversation=conversation,
            replies=self._in_their_language(replies, language, parsed),
            understood=understood(parsed),
            outcome=await asyncio.to_thread(self._outcome, received.conversation.id, outcomes),
        )

    def _receive(self, conversation: str, text: str, at: datetime, key: str) -> _Received:
        with self.works() as work:
            found = work.conversations.get(conversation)
            if found is None:
                raise UnknownRecord("There is no such conversation; open a new one.")
            before = work.conversations.message_with_key(key)
            if before is not None:
                if before.text != text or before.conversation != conversation:
                    raise DuplicateIdentity
                known = turn_from(before.outcome) if before.outcome else None
                return _Received(conversation=found, message=before, known=known)
            if found.last_at is not None and at < found.last_at:
                raise StaleTime
            message = work.conversations.add_message(
                Message(conversation=conversation, at=at, sender=COMPANY, text=text, language=found.language, key=key)
            )
            work.conversations.save(replace(found, last_at=at))
            return _Received(conversation=found, message=message, relayed_to=_relayed(work, found, text, at, key))

    def _outcome(self, conversation: str, said: list[dict[str, Any]]) -> Outcome:
        with self.works() as work:
            return outcome_of(work, conversation, said)

    def _keep(self, received: _Received, turn: Turn, language: str, at: datetime) -> Turn:
        with self.works() as work:
            now = work.conversations.get(received.conversation.id)
            if now is not None:
                work.conversations.save(replace(now, language=language, last_at=at))
            for reply in turn.replies:
                work.conversations.add_message(
                    Message(
                        conversation=turn.conversation,
                        at=at,
                        sender=ASSISTANT,
                        text=reply.text,
                        language=reply.language,
                        buttons=reply.buttons,
                        sources=reply.sources,
                    )
                )
            work.conversations.keep_outcome(received.message.id, interface_of(turn))
        return turn

    def _in_their_language(
        self, replies: tuple[Reply, ...], language: str, parsed: Mapping[str, Any]
    ) -> tuple[Reply, ...]:
        """Where an answer is not written in the company's language yet, one line says so before the English one."""
        unknown = parsed.get("language") == UNDECIDED and not _is_short(parsed, str(parsed.get("text", "")))
        if not unknown and all(reply.language == language for reply in replies):
            return replies
        key = "language.unknown" if unknown else "language.english_only"
        if unknown and not _has_letters(str(parsed.get("text", ""))):
            return replies
        text, spoken = self.words.say(key, language=language)
        return (Reply(text=text, language=spoken), *replies)

    async def _told_of_waiting(self, turn: Turn, language: str) -> Turn:
        """While the desks cannot be reached, whoever opened or changed a request is told the truth about it."""
        if turn.outcome.kind != "route" or self.is_cut_off is None or not await self.is_cut_off():
            return turn
        text, spoken = self.words.say("system.kept", language=language)
        return replace(turn, replies=(*turn.replies, Reply(text=text, language=spoken)))

    def _apology(self, conversation: str, parsed: Mapping[str, Any], language: str) -> Turn:
        text, spoken = self.words.say("system.failed", language=language)
        reply = Reply(text=text, language=spoken)
        return Turn(
            conversation=conversation, replies=(reply,), understood=understood(parsed), outcome=Outcome(about="failed")
        )

    @asynccontextmanager
    async def _alone(self, conversation: str) -> AsyncIterator[None]:
        """Two messages of one conversation are answered one after the other; conversations do not wait for one another."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            yield


def understood(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """The model's parse in the fields of the interface `parse`."""
    return Understanding.of(parsed).as_dict()


def _understood(dialogue: Dialogue, text: str, at: datetime, choice: Mapping[str, Any] | None) -> dict[str, Any]:
    """The message as the model reads it; a pressed button means what it says."""
    parsed = dialogue.parse(text, at=at.isoformat())
    if choice is None:
        return parsed
    entities = list(choice.get("entities") or ())
    intent = {"name": choice["intent"], "confidence": 1.0}
    return {**parsed, "intent": intent, "unsure": False, "also": [], "entities": entities or parsed["entities"]}


def _opened(outcomes: Sequence[Mapping[str, Any]]) -> str:
    """The request that the message has opened or changed so far: what else it asks goes along with that."""
    return next((str(outcome["request"]) for outcome in outcomes if outcome["kind"] == "route"), "")


def _relayed(work: Work, conversation: Conversation, text: str, at: datetime, key: str) -> Request | None:
    held = relay.held_request(work, conversation, now=at)
    return None if held is None else relay.relay(work, held, text=text, now=at, identity=key)


def _for_dialogue(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Doubt is an intent of its own in the dialogue; outside, the best guess keeps its name."""
    intent = {"name": "not_sure", "confidence": 1.0} if parsed.get("unsure") else parsed["intent"]
    return {**parsed, "intent": intent}


def _language(parsed: Mapping[str, Any], text: str, conversation: Conversation) -> str:
    heard, is_short = parsed.get("language", UNDECIDED), _is_short(parsed, text)
    if heard not in LANGUAGES:
        return conversation.language if heard == UNDECIDED and is_short else "en"
    is_first = conversation.last_at is None
    return conversation.language if is_short and not is_first else str(heard)


def _is_short(parsed: Mapping[str, Any], text: str) -> bool:
    """Whether hardly a word is left beside the names, addresses and amounts, which are of no language (behaviour 10)."""
    named = {at for entity in parsed.get("entities") or () for at in range(int(entity["start"]), int(entity["end"]))}
    return len("".join(char for at, char in enumerate(text) if at not in named).strip(" \n\t.,;:!-")) <= SHORT


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _reply(message: Mapping[str, Any], language: str) -> Reply:
    return Reply(
        text=message["text"],
        language=message.get("spoken_in", language),
        buttons=tuple(message.get("signed") or ()),
        sources=tuple(message.get("sources") or ()),
    )


def _silent(conversation: str, parsed: Mapping[str, Any], held: Request) -> Turn:
    outcome = Outcome(kind="silent", about="relayed", request=request_fields(held))
    return Turn(conversation=conversation, understood=understood(parsed), outcome=outcome)
