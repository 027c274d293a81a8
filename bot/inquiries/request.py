"""A request: something a person must handle. Its states, its items, and the table of allowed moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.inquiries.errors import MoveNotAllowed
from bot.inquiries.records import Quantity

# Who may trigger a move.
MEMBER = "member"
COMPANY = "company"
SYSTEM = "system"

OPEN = ("unclaimed", "claimed", "waiting_company", "accepted_to_talk", "parked")
CLOSED = ("declined", "resolved", "withdrawn", "linked")
STATUSES = (*OPEN, *CLOSED, "deleted")


@dataclass(frozen=True, kw_only=True)
class Move:
    """One allowed change of a request's status: from any of `sources` to `target`, by `actor`."""

    name: str
    actor: str
    sources: tuple[str, ...]
    target: str


MOVES: tuple[Move, ...] = (
    Move(name="claim", actor=MEMBER, sources=("unclaimed", "parked"), target="claimed"),
    Move(name="reply", actor=MEMBER, sources=("unclaimed", "claimed", "waiting_company"), target="claimed"),
    Move(name="reply", actor=MEMBER, sources=("accepted_to_talk",), target="accepted_to_talk"),
    Move(name="ask_more", actor=MEMBER, sources=("unclaimed", "claimed", "waiting_company"), target="waiting_company"),
    Move(
        name="accept_to_talk",
        actor=MEMBER,
        sources=("unclaimed", "claimed", "waiting_company"),
        target="accepted_to_talk",
    ),
    Move(name="decline", actor=MEMBER, sources=OPEN, target="declined"),
    Move(name="resolve", actor=MEMBER, sources=OPEN, target="resolved"),
    Move(name="hand_back", actor=MEMBER, sources=("claimed", "waiting_company"), target="unclaimed"),
    Move(name="reassign", actor=MEMBER, sources=OPEN, target="unclaimed"),
    Move(name="park", actor=MEMBER, sources=("unclaimed", "claimed"), target="parked"),
    Move(name="answer", actor=COMPANY, sources=("waiting_company",), target="claimed"),
    Move(name="take_up", actor=SYSTEM, sources=("parked",), target="unclaimed"),
    Move(name="withdraw", actor=COMPANY, sources=OPEN, target="withdrawn"),
    Move(name="link", actor=SYSTEM, sources=OPEN, target="linked"),
    Move(name="reopen", actor=MEMBER, sources=CLOSED, target="claimed"),
    Move(name="reopen", actor=COMPANY, sources=CLOSED, target="unclaimed"),
    Move(name="delete", actor=SYSTEM, sources=(*OPEN, *CLOSED), target="deleted"),
)
"""The table of allowed moves; docs/architecture.md shows it and a test holds the two together."""

ITEM_STATES = (
    "answered",
    "routed",
    "held_for_later",
    "not_accepted",
    "vendor_exit",
    "agreement_activation",
    "withdrawn",
    "accepted",
    "declined",
)

FLAGS = (
    "conflict_of_interest",
    "visibility_expected",
    "agreement_match",
    "agreement_expired",
    "agreement_claimed_unverified",
    "claimed_request_unverified",
    "spec_mismatch",
    "quantity_over_need",
    "short_dated",
    "sme",
    "repeat",
    "urgent",
    "prompt_attack",
    "no_alerts",
    "safety",
)
"""Flags besides `sensitive:<sector>`."""


@dataclass(frozen=True, kw_only=True)
class OfferedItem:
    """One thing offered or asked about; goods' place (`located`) and destination (`country`) are two places."""

    item: str
    text: str = ""
    category: str = ""
    contribution_type: str = "in_kind"
    quantity: Quantity | None = None
    located: str = ""
    country: str = ""
    available: str = ""
    state: str = "routed"
    need: str = ""
    rule: str = ""
    layer: str = ""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a person must handle: reference, items, desk, clock, status.

    `summary` is one line for the card; `text` the company's own words; `due_at` the promised first reply; `facts` what the
    company told besides (place, dates, conditions), by name.
    """

    reference: str
    conversation: str
    desk: str
    status: str = "unclaimed"
    topic: str = ""
    company: str = ""
    email: str = ""
    language: str = "en"
    summary: str = ""
    text: str = ""
    items: tuple[OfferedItem, ...] = ()
    flags: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    reasons: tuple[Mapping[str, str], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    priority: bool = False
    restricted: bool = False
    assignee: str = ""
    assignee_name: str = ""
    linked_to: str = ""
    created_at: datetime
    routed_at: datetime
    due_at: datetime
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether a person still has something to do."""
        return self.status in OPEN

    def moved(self, name: str, *, actor: str) -> Request:
        """The request after a move of the table; raises MoveNotAllowed for any other."""
        for move in MOVES:
            if move.name == name and move.actor == actor and self.status in move.sources:
                return replace(self, status=move.target)
        raise MoveNotAllowed(f"A request that is {self.status.replace('_', ' ')} cannot {name.replace('_', ' ')}.")

    def flagged(self, *flags: str) -> Request:
        """The request with these flags added, each once."""
        return replace(self, flags=tuple(dict.fromkeys((*self.flags, *flags))))
