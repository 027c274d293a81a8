"""What a company asks: what was heard in one message, and what the conversation knows so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from bot.inquiries.conversation import Conversation
from bot.inquiries.ports import Calendar, Work

TOPICAL = ("country", "crisis", "cluster", "agency", "contribution_type", "sector", "term")
STANDS_ALONE = ("activate_agreement", "report_fraud", "ask_term")
"""Asks that take nothing over from what was asked before."""

LASTING = ("company", "email", "phone", "company_size", "sector")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One message as understood: `entities` as in the interface `parse`, in the order of the text."""

    intent: str
    text: str = ""
    language: str = "en"
    entities: tuple[Mapping[str, Any], ...] = ()
    ranking: tuple[str, ...] = ()
    unsure: bool = False

    def values(self, entity: str) -> tuple[Any, ...]:
        """The canonical values of an entity, each once, in the order of the text."""
        found: list[Any] = []
        for heard in self.entities:
            if heard["entity"] == entity and heard["value"] not in found:
                found.append(heard["value"])
        return tuple(found)

    def first(self, entity: str) -> str:
        """The first value of a plain entity, or ""."""
        return next((str(value) for value in self.values(entity)), "")

    def topical(self) -> dict[str, str]:
        """What the message names of its topic; of several countries the one that is not only a city's."""
        named = {name: self.first(name) for name in TOPICAL if self.first(name)}
        spans = [range(heard["start"], heard["end"]) for heard in self.entities if _is_city(heard)]
        countries = [heard for heard in self.entities if heard["entity"] == "country"]
        own = [heard for heard in countries if not any(heard.get("start") in span for span in spans)]
        if own:
            return {**named, "country": str(own[0]["value"])}
        parts = [str(heard["value"]["country"]) for heard in self.entities if _is_city(heard) and _has_country(heard)]
        return {"country": parts[0], **named} if parts else named


def _has_country(heard: Mapping[str, Any]) -> bool:
    """ "northern Mozambique" is a part of a country, and names it without being it."""
    return bool(heard["value"]) and bool(heard["value"].get("country"))


def _is_city(heard: Mapping[str, Any]) -> bool:
    return heard["entity"] == "place" and "start" in heard and "end" in heard


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What a conversation knows: the open ask, its topic, who asks; kept between turns.

    `pending` names what the last reply waits for; `offer` is the draft of an offer; `proposed` is what a yes would do;
    `country_before` is that of the ask before: who then says only where things are means them for there.
    """

    ask: str = ""
    text: str = ""
    country: str = ""
    country_before: str = ""
    crisis: str = ""
    cluster: str = ""
    agency: str = ""
    items: tuple[str, ...] = ()
    contribution_type: str = ""
    sector: str = ""
    term: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    company_size: str = ""
    pending: str = ""
    proposed: str = ""
    unsure_count: int = 0
    privacy_told: bool = False
    offer: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the conversation's slot keeps them."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any] | None) -> Inquiry:
        """The inquiry from its slot; names that are no longer known are left out."""
        known = {name.name for name in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in (kept or {}).items()
        }
        return cls(**{name: value for name, value in values.items() if name in known})

    def asked(self, heard: Heard) -> Inquiry:
        """The inquiry after a new ask: what is named replaces, a named country forgets the narrower topic of before."""
        fresh: dict[str, Any] = heard.topical()
        items = tuple(str(item) for item in heard.values("item"))
        kept = replace(self, ask=heard.intent, text=heard.text, pending="", proposed="", unsure_count=0)
        kept = replace(kept, country_before=self.country)
        if heard.intent in STANDS_ALONE or "country" in fresh or "crisis" in fresh:
            kept = replace(kept, country="", crisis="", cluster="", agency="", items=(), contribution_type="", term="")
        elif fresh or items:
            kept = replace(kept, items=(), contribution_type="", term="")
        if heard.intent != "ask_needs" and ("agency" in fresh) != ("cluster" in fresh):
            kept = replace(kept, agency="", cluster="")
        return replace(kept, **fresh, items=items or kept.items).told(heard)

    def narrowed(self, heard: Heard) -> Inquiry:
        """The same ask with details that were given afterwards or corrected ("in Kenya", "no, Kenya")."""
        fresh: dict[str, Any] = heard.topical()
        items = tuple(str(item) for item in heard.values("item"))
        kept = replace(self, crisis="") if "country" in fresh and "crisis" not in fresh else self
        return replace(kept, **fresh, items=items or self.items).told(heard)

    def told(self, heard: Heard) -> Inquiry:
        """What a company says of itself stays known in the conversation."""
        said: dict[str, Any] = {name: heard.first(name) for name in LASTING if heard.first(name)}
        return replace(self, **said)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """All that a verb needs to answer one message, inside one transaction. `identity` is the message's own.

    `is_second`: it is the second ask of a message whose first one was just answered; `opened` is the reference of the request
    that the first one has opened or changed (behaviour 11).
    """

    work: Work
    heard: Heard
    inquiry: Inquiry
    conversation: Conversation
    now: datetime
    calendar: Calendar
    identity: str
    is_second: bool = False
    opened: str = ""

    def with_inquiry(self, inquiry: Inquiry) -> Asking:
        """The same message against another state of knowledge."""
        return replace(self, inquiry=inquiry)
