"""The small cast of these tests: Acme writes, Amina answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.inquiries.conversation import Conversation, Hold, Message
from bot.inquiries.ports import Notice
from bot.inquiries.records import Quantity
from bot.inquiries.request import OfferedItem, Request

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
NEW_YORK = timezone(timedelta(hours=-5))


class NoHolidays:
    """A calendar without public holidays."""

    def is_holiday(self, day: date, *, country: str) -> bool:
        return False


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def a_conversation(id: str = "acme", **changes: Any) -> Conversation:
    return Conversation(**{"id": id, "channel": "web", "created_at": NOW, "token_hash": "secret", **changes})


def a_request(reference: str = "FP-2026-00001", **changes: Any) -> Request:
    return Request(
        **{
            "reference": reference,
            "conversation": "acme",
            "desk": "front",
            "company": "Acme Ltd",
            "email": "info@acme.example.org",
            "summary": "4000 blankets",
            "text": "We have 4000 blankets in Rotterdam.",
            "items": (
                OfferedItem(
                    item="blanket",
                    text="4000 blankets",
                    quantity=Quantity(value=4000),
                    located="Rotterdam",
                    country="HTI",
                ),
                OfferedItem(item="tent", state="answered"),
            ),
            "flags": ("urgent", "sensitive:tobacco"),
            "informed": ("fraud",),
            "backup": ("front",),
            "reasons": ({"rule": "front", "text": "nothing else fits"},),
            "facts": {"place": "Rotterdam"},
            "created_at": NOW,
            "routed_at": NOW,
            "due_at": later(480),
            **changes,
        }
    )


def a_message(text: str = "We have 4000 blankets.", **changes: Any) -> Message:
    return Message(
        **{
            "conversation": "acme",
            "at": NOW,
            "sender": "company",
            "text": text,
            "buttons": ({"title": "Yes", "payload": "yes"},),
            "sources": ({"title": "Rule", "url": "https://example.org"},),
            "outcome": {"kind": "route", "items": ["blanket"]},
            **changes,
        }
    )


def a_hold(**changes: Any) -> Hold:
    return Hold(
        **{"reference": "FP-2026-00001", "by": "U1", "name": "Amina", "since": NOW, "until": later(960), **changes}
    )


def a_notice(key: str = "card:1", **changes: Any) -> Notice:
    return Notice(**{"key": key, "kind": "card", "reference": "FP-2026-00001", "payload": {"text": "new"}, **changes})


def keys_of(deliveries: Sequence[Any]) -> list[str]:
    return [delivery.notice.key for delivery in deliveries]
