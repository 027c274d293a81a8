"""Explaining ways and rules, from the published answers of a topic; small talk and help."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries import directory
from bot.inquiries.asks.ground import answer_about, answer_sources, country_of, desk_name, said
from bot.inquiries.inquiry import Asking, Inquiry
from bot.inquiries.records import Covers, Desk, Policy
from bot.inquiries.spoken import Button, Part, Spoken, mark, plain, source_of

OFFERS_A_PERSON = ("ask_how_to_partner", "ask_standby_agreement", "ask_due_diligence", "ask_shipping", "ask_logo_use")
"""Topics after whose answer a person is offered."""

POLICY_TOPICS = {
    "ask_how_to_partner": "how_to_partner",
    "ask_standby_agreement": "standby",
    "ask_due_diligence": "due_diligence",
    "ask_how_it_works": "how_it_works",
    "ask_logo_use": "logo",
    "ask_shipping": "shipping",
    "ask_global_compact": "global_compact",
}
"""The topic of an agency's policies that belong to an ask."""


def guidance(asking: Asking) -> Spoken:
    """The published answer to a question on ways and rules; the agency's own policy with it when an agency is named."""
    topic = asking.heard.intent
    answer = answer_about(asking, topic)
    if answer is None:
        return said(asking, Part(key="no_confirmed_answer", buttons=_person()), inquiry=_proposing(asking))
    policies = _policies(asking, topic)
    values = {
        "agency": asking.inquiry.agency,
        "country": country_of(asking),
        "network": _network(asking),
        "policies": [
            {"layer": policy.layer, "agency": policy.agency, "text": plain(policy.text)} for policy in policies
        ],
    }
    sources = (*answer_sources(asking, answer), *(source_of(policy, policy.key) for policy in policies))
    offers_person = topic in OFFERS_A_PERSON
    part = Part(key=answer.key, values=values, sources=sources, buttons=_person() if offers_person else ())
    inquiry = _proposing(asking) if offers_person else asking.inquiry
    marks = [mark("answers", answer), *(mark("policies", policy) for policy in policies)]
    return said(asking, part, records=marks, inquiry=inquiry)


def small_talk(asking: Asking) -> Spoken:
    """Greetings, thanks, help, insults: a short answer that says what can be done next."""
    intent = asking.heard.intent
    flags = ("prompt_attack",) if intent == "abuse" else ()
    return said(asking, Part(key=f"smalltalk.{intent}"), about=f"smalltalk.{intent}", flags=flags)


def out_of_scope(asking: Asking) -> Spoken:
    """Not what this assistant knows: said plainly, with what it can do and a person as the way on."""
    return said(asking, Part(key="out_of_scope", buttons=_person()), kind="exit", about="out_of_scope")


def _policies(asking: Asking, topic: str) -> list[Policy]:
    agency = asking.inquiry.agency
    if not agency:
        return []
    return [
        policy
        for policy in asking.work.records.all(Policy)
        if policy.agency == agency and policy.topic == POLICY_TOPICS.get(topic) and policy.is_published
    ]


def _network(asking: Asking) -> str:
    country = country_of(asking)
    covering = directory.desk_covering(asking.work.records, Covers(agency="UNGC", country=country)) if country else None
    key = covering.key if covering else f"gcln-{country.lower()}"
    return desk_name(asking, key) if asking.work.records.get(Desk, key) else ""


def _person() -> tuple[Button, ...]:
    return (Button(title="button.person", intent="talk_to_human"),)


def _proposing(asking: Asking) -> Inquiry:
    return replace(asking.inquiry, pending="handover", proposed="handover")
