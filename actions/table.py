"""Every action of the domain, by the intent that it answers."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Action

from actions.answering import OFFER_FORM, AnswerAction, Desktop, OfferFormAction
from bot.inquiries.asks import followups
from bot.inquiries.asks.verbs import ASKS, TURNS

OF_THEIR_OWN = ("inform",)
"""Intents whose meaning depends on the open ask alone."""


def all_actions(desktop: Desktop) -> Sequence[Action]:
    """One action an intent (`action_<intent>`), the form's, and the one for what no rule foresees."""
    intents = (*ASKS, *TURNS, *OF_THEIR_OWN)
    answering = [AnswerAction(desktop, name=action_name(intent)) for intent in intents]
    form = OfferFormAction(desktop, name=f"validate_{OFFER_FORM}")
    fallback = AnswerAction(desktop, name="action_unforeseen", verb=followups.not_sure)
    return (*answering, form, fallback)


def action_name(intent: str) -> str:
    """The action of an intent: "action_ask_needs"."""
    return f"action_{intent}"
