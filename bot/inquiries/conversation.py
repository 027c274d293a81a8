"""A company's conversation: who writes where, what was said, and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

COMPANY = "company"
ASSISTANT = "assistant"
PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A person holds the conversation: the assistant says nothing of its own until `until` (behaviour 12)."""

    reference: str
    by: str
    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One thread with one company, on one channel.

    `channel` is web, terminal, rest, slack or batch; `address` is what that channel needs to deliver (a Slack channel id, a
    sender); `token_hash` proves the owner on the web; `language` is that of the company's latest message.
    """

    id: str
    channel: str
    created_at: datetime
    address: str = ""
    token_hash: str = ""
    language: str = "en"
    hold: Hold | None = None
    last_at: datetime | None = None

    def is_held_at(self, now: datetime) -> bool:
        """Whether a person speaks here now; an idle hold ends by itself."""
        return self.hold is not None and now < self.hold.until

    def held(self, hold: Hold) -> Conversation:
        """The conversation in a person's hands."""
        return replace(self, hold=hold)

    def released(self) -> Conversation:
        """The conversation back with the assistant."""
        return replace(self, hold=None)


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as it was shown; `key` is its identity outside (client id, Slack channel+ts) and is unique."""

    id: int = 0
    conversation: str
    at: datetime
    sender: str
    text: str
    name: str = ""
    language: str = "en"
    buttons: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    reference: str = ""
    key: str | None = None
    outcome: Mapping[str, object] = field(default_factory=dict)
