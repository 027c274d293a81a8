"""Which verb answers which intent; `answer` is the one way into the rules for a company's message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.inquiries.asks import acceptability, exits, followups, guidance, lookups, money, naming, offers, persons
from bot.inquiries.inquiry import Asking, Heard, Inquiry
from bot.inquiries.offer import Draft
from bot.inquiries.relay import waiting_request
from bot.inquiries.spoken import Part, Spoken

Verb = Callable[[Asking], Spoken]

ASKS: Mapping[str, Verb] = {
    "ask_needs": lookups.needs,
    "ask_contact": lookups.contact,
    "ask_acceptance": acceptability.acceptance_of,
    "offer_contribution": offers.offer,
    "ask_cash_channels": money.cash_channels,
    "ask_how_to_partner": guidance.guidance,
    "ask_standby_agreement": guidance.guidance,
    "activate_agreement": offers.activate,
    "ask_eligibility": acceptability.eligibility,
    "ask_due_diligence": guidance.guidance,
    "ask_agency_profile": lookups.agency_profile,
    "ask_term": lookups.term,
    "ask_how_it_works": guidance.guidance,
    "ask_logo_use": guidance.guidance,
    "ask_shipping": guidance.guidance,
    "ask_case_studies": lookups.case_studies,
    "ask_global_compact": guidance.guidance,
    "sell_to_un": exits.leave_by,
    "report_fraud": persons.person,
    "check_status": followups.status,
    "update_request": followups.update,
    "report_wrong_information": persons.person,
    "complain": persons.person,
    "talk_to_human": persons.talk_to_human,
    "subscribe_alerts": persons.person,
    "unsubscribe": persons.person,
    "manage_my_data": persons.person,
    "media_inquiry": persons.person,
    "seek_help": exits.danger,
    "ask_job": exits.leave_by,
    "request_funding": exits.leave_by,
    "out_of_scope": guidance.out_of_scope,
}
"""Intents that open an ask of their own: they become the conversation's ask."""

TURNS: Mapping[str, Verb] = {
    "affirm": followups.affirm,
    "deny": followups.deny,
    "greet": guidance.small_talk,
    "goodbye": guidance.small_talk,
    "thank": guidance.small_talk,
    "help": guidance.small_talk,
    "cancel": followups.cancel,
    "bot_challenge": guidance.small_talk,
    "abuse": guidance.small_talk,
    "not_sure": followups.not_sure,
}
"""Intents that belong to the conversation; they leave the open ask as it is."""

KEEPS_THE_ASK = ("talk_to_human", "check_status", "update_request", "seek_help", "out_of_scope", "complain")
"""Asks that do not replace what the conversation was about."""

NARROWS_THE_ASK = ("talk_to_human", "complain")
"""Of these, the ones whose place or agency says which desk is meant: "a person at WFP"."""

CORRECTS = ("inform", "deny", "affirm")
"""Turns whose details belong to the ask that is open."""

SHORT_ANSWER = 6
"""Words of an answer that is a bare detail."""

OF_ONESELF = {"company", "email", "phone", "company_size"}
"""Entities by which a company speaks of itself, not of its ask."""

INTERRUPTS = ("answer", "refuse", "exit")
"""Kinds of outcome after which an open form goes on with its question."""

BESIDE_THE_FORM = (
    "report_fraud",
    "report_wrong_information",
    "complain",
    "subscribe_alerts",
    "unsubscribe",
    "manage_my_data",
    "media_inquiry",
)
"""Asks that open a request of their own, after which an open form goes on all the same."""


def answer(asking: Asking) -> Spoken:
    """Answer one message: details and corrections go to the ask that is open, else the intent's own verb speaks.

    A question in the middle of a form is answered, then the form's own question is put again.
    """
    before = asking.inquiry
    spoken = _answered(asking)
    if spoken.inquiry.unsure_count <= before.unsure_count:
        spoken = spoken.knowing(unsure_count=0)
    if before.pending == "offer" and not spoken.step:
        return _with_form(asking, spoken)
    return replace(spoken, inquiry=_kept(asking, spoken)) if _leaves_the_first_open(asking, spoken) else spoken


def _leaves_the_first_open(asking: Asking, spoken: Spoken) -> bool:
    """A second ask that waits for nothing: the first one's question is what the company reads last, and answers."""
    return asking.is_second and bool(asking.inquiry.pending) and not spoken.inquiry.pending


def _kept(asking: Asking, spoken: Spoken) -> Inquiry:
    """What was open before this message stays open; what the company said of itself is known."""
    said = spoken.inquiry
    return replace(asking.inquiry.told(asking.heard), unsure_count=said.unsure_count, privacy_told=said.privacy_told)


def _with_form(asking: Asking, spoken: Spoken) -> Spoken:
    """The form that was interrupted goes on: with its question, or after a question of the assistant's own without it."""
    before = asking.inquiry
    is_beside = asking.heard.intent in BESIDE_THE_FORM
    if spoken.about == "smalltalk.cancel" or not (spoken.kind in (*INTERRUPTS, "ask") or is_beside):
        return spoken
    kept = _kept(asking, spoken)
    if spoken.kind == "ask" or spoken.about == "seek_help":
        return replace(spoken, inquiry=kept)
    open_questions = [name for name in Draft.from_dict(before.offer).unanswered() if not getattr(kept, name, "")]
    reminder = Part(key="offer.ask", values={"questions": open_questions, "items": []})
    return replace(spoken, parts=(*spoken.parts, reminder) if open_questions else spoken.parts, inquiry=kept)


def _answered(asking: Asking) -> Spoken:
    intent = asking.heard.intent
    if _goes_on(asking):
        asking = naming.as_a_name(asking)
        return offers.going_on(asking.with_inquiry(asking.inquiry.narrowed(asking.heard)))
    waiting = waiting_request(asking.work, asking.conversation) if intent in (*CORRECTS, "not_sure") else None
    if waiting:
        return followups.answered(asking.with_inquiry(asking.inquiry.told(asking.heard)), waiting)
    if intent == "affirm" and asking.inquiry.proposed:
        return followups.affirm(asking.with_inquiry(asking.inquiry.told(asking.heard)))
    if _offers_what_was_asked_about(asking):
        heard = replace(asking.heard, intent="offer_contribution")
        return offers.offer(replace(asking, heard=heard, inquiry=asking.inquiry.asked(heard)))
    if _gives_details(asking):
        return _again(asking.with_inquiry(asking.inquiry.narrowed(asking.heard)))
    if intent == "inform":
        return followups.bare_amount(asking)
    if intent in TURNS:
        return TURNS[intent](asking.with_inquiry(asking.inquiry.told(asking.heard)))
    if intent in KEEPS_THE_ASK:
        inquiry = asking.inquiry
        known = inquiry.narrowed(asking.heard) if intent in NARROWS_THE_ASK else inquiry.told(asking.heard)
        return ASKS[intent](asking.with_inquiry(known))
    verb = ASKS.get(intent, followups.not_sure)
    return verb(asking.with_inquiry(asking.inquiry.asked(asking.heard)))


def _goes_on(asking: Asking) -> bool:
    """Whether the message answers the form that is open; a doubtful message without a question mark does."""
    if asking.inquiry.pending != "offer":
        return False
    doubtful = asking.heard.intent == "not_sure" or _is_bare_detail(asking.heard)
    if doubtful and "?" not in asking.heard.text:
        return True
    return asking.heard.intent in (*CORRECTS, "offer_contribution", "update_request")


def _is_bare_detail(heard: Heard) -> bool:
    """A name or another detail and hardly a word more ("Simba Power"): by itself it seems to be about nothing."""
    return heard.intent == "out_of_scope" and bool(heard.entities) and len(heard.text.split()) <= SHORT_ANSWER


def _gives_details(asking: Asking) -> bool:
    """Details or a correction, also when the model doubts that they are."""
    heard = asking.heard
    meant = heard.ranking[0] if heard.intent == "not_sure" and heard.ranking else heard.intent
    return meant in CORRECTS and bool(heard.entities)


def _offers_what_was_asked_about(asking: Asking) -> bool:
    """Whether a thing with an amount answers "tell me what you have"."""
    heard = asking.heard
    has_amount = bool(heard.values("item") and heard.values("quantity"))
    return has_amount and _gives_details(asking) and asking.inquiry.ask in ("ask_needs", "ask_acceptance")


def _again(asking: Asking) -> Spoken:
    """The open ask once more with what is known now."""
    ask = asking.inquiry.ask
    if {heard["entity"] for heard in asking.heard.entities} <= OF_ONESELF:
        keeps = asking.inquiry.proposed == "register_later"
        return offers.register_later(asking) if keeps else followups.noted(asking)
    if asking.inquiry.pending == "reference" and asking.heard.first("reference"):
        return followups.status(asking)
    if ask in ("offer_contribution", "activate_agreement"):
        return offers.going_on(asking) if asking.inquiry.offer else followups.update(asking)
    is_an_offer = asking.heard.intent != "not_sure" or bool(asking.heard.values("quantity"))
    if not ask and asking.heard.values("item") and is_an_offer:
        return offers.offer(asking.with_inquiry(replace(asking.inquiry, text=asking.heard.text)))
    verb = ASKS.get(ask)
    if verb is None:
        return followups.not_sure(asking)
    return verb(replace(asking, heard=replace(asking.heard, intent=ask)))
