"""One turn of a conversation as every channel gives and gets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

KINDS = ("silent", "exit", "route", "refuse", "ask", "answer")
"""What a turn came to, by precedence: the first that applies names the turn."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One message to the company."""

    text: str
    language: str = "en"
    buttons: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the turn came to, in the fields of the interface `reply`."""

    kind: str = "answer"
    about: str = ""
    records: tuple[str, ...] = ()
    request: Mapping[str, Any] | None = None
    informed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    also_outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A company's message answered: the replies, what was understood (as `parse`), the outcome."""

    conversation: str
    replies: tuple[Reply, ...] = ()
    understood: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)


class Say(Protocol):
    """A company's turn, whatever the channel."""

    async def __call__(
        self, *, conversation: str, text: str, at: datetime, payload: str | None = None, identity: str | None = None
    ) -> Turn:
        """Answer one message.

        `conversation` exists (the channel opened it); `identity` is the message's own identity outside: the same identity
        with the same text gives the same turn and acts once, with another text it raises DuplicateIdentity. Long texts are
        the channel's to refuse.
        """


class OpenConversation(Protocol):
    """Finds or opens the conversation of a channel's address."""

    def __call__(self, *, channel: str, address: str, at: datetime, token_hash: str = "") -> str:
        """The id of the conversation with this address on this channel; with an empty address always a new one."""


def ordered_by_precedence(kinds: Sequence[str]) -> str:
    """The kind that names a turn made of several parts."""
    return min(kinds, key=KINDS.index) if kinds else "answer"
