"""Asks that a person must handle at once: each opens a request at the right desk, with reference and time."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries.asks.ground import hand_over
from bot.inquiries.inquiry import Asking
from bot.inquiries.offer import Draft
from bot.inquiries.spoken import Part, Spoken

FLAGS_OF = {"report_fraud": ("safety",), "complain": ("urgent",), "unsubscribe": ("no_alerts",)}

LEADING = ("report_fraud", "manage_my_data", "media_inquiry")
"""Asks whose reply begins with advice of its own, before the reference."""


def person(asking: Asking) -> Spoken:
    """Hand the ask to a person; the inquiry that was open before goes along, so that nothing is repeated (S89)."""
    topic = asking.heard.intent
    spoken = hand_over(asking, key="handed_over", topic=topic, flags=FLAGS_OF.get(topic, ()), text=asking.heard.text)
    if topic in LEADING:
        return replace(spoken, parts=(Part(key=topic), *spoken.parts))
    return spoken


def talk_to_human(asking: Asking) -> Spoken:
    """A person, now: the desk follows from what the conversation was about; an offer half told goes along (S89)."""
    text = "\n".join(dict.fromkeys(filter(None, (asking.inquiry.text, asking.heard.text))))
    draft = Draft.from_dict(asking.inquiry.offer)
    items = [item for item in draft.items if item.state != "not_accepted" and (item.item or item.text)]
    facts = {name: value for name, value in (("located", draft.located), ("available", draft.available)) if value}
    meant = replace(asking.inquiry, country=draft.country or asking.inquiry.country)
    spoken = hand_over(
        asking.with_inquiry(meant), key="handed_over", topic="talk_to_human", items=items, text=text, facts=facts
    )
    return spoken.knowing(offer={})
