"""The answer to who the company is: words for goods inside a name ("Istmo Tools") are part of the name, not an offer."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries.inquiry import Asking, Heard
from bot.inquiries.offer import Draft

OF_THINGS = ("item", "contribution_type", "cluster", "sector", "term")
"""Entities that a company's name can be mistaken for."""


def as_a_name(asking: Asking) -> Asking:
    """The message without what its name was mistaken for, when the form has just asked for the name."""
    is_waiting = "company" in Draft.from_dict(asking.inquiry.offer).unanswered()
    if not is_waiting or not _is_a_name(asking.heard):
        return asking
    kept = tuple(entity for entity in asking.heard.entities if entity["entity"] not in OF_THINGS)
    return replace(asking, heard=replace(asking.heard, entities=kept))


def _is_a_name(heard: Heard) -> bool:
    """No name was read yet and nothing is counted, and there is an e-mail address beside it or nothing but capitals."""
    kinds = {entity["entity"] for entity in heard.entities}
    if kinds & {"company", "quantity"} or heard.intent == "deny":
        return False
    return "email" in kinds or all(word[:1].isupper() for word in heard.text.split())
