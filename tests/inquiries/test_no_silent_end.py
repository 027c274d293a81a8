"""Every intent in every state of a conversation has an answer, and the assistant never decides for anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inquiries.asks import verbs
from bot.inquiries.request import ITEM_STATES
from bot.inquiries.turn import KINDS, ordered_by_precedence

from .cast import COMPANY, COMPANY_EMAIL
from .talk import (
    BLANKETS_FOR_MOZAMBIQUE,
    PUMPS_FOR_MOZAMBIQUE,
    Talk,
    a_request,
    a_world,
    amount,
    asked,
    everything_said,
    heard,
    keep,
    keys,
    place,
)

INTENTS = (
    "ask_needs", "ask_contact", "ask_acceptance", "offer_contribution", "ask_cash_channels", "ask_how_to_partner",
    "ask_standby_agreement", "activate_agreement", "ask_eligibility", "ask_due_diligence", "ask_agency_profile",
    "ask_term", "ask_how_it_works", "ask_logo_use", "ask_shipping", "ask_case_studies", "ask_global_compact",
    "sell_to_un", "report_fraud", "check_status", "update_request", "report_wrong_information", "complain",
    "talk_to_human", "subscribe_alerts", "unsubscribe", "manage_my_data", "media_inquiry",
    "seek_help", "ask_job", "request_funding",
    "inform", "affirm", "deny", "greet", "goodbye", "thank", "help", "cancel", "bot_challenge", "abuse", "out_of_scope",
)  # fmt: skip
"""The 42 intents of the contract."""

FACTS = {
    "item": ("item", "pumps", "water_pump"),
    "never": ("item", "infant formula", "infant_formula"),
    "unknown item": ("item", "elephants", "elephants"),
    "quantity": amount("20 pieces", 20),
    "country": ("country", "Mozambique", "MOZ"),
    "other country": ("country", "Kenya", "KEN"),
    "place": place("Lisbon", "PRT"),
    "date": ("date", "tomorrow", "2026-11-24"),
    "company": ("company", COMPANY, COMPANY),
    "partner": ("company", "Harbour Line", "Harbour Line"),
    "email": ("email", COMPANY_EMAIL, COMPANY_EMAIL),
    "sector": ("sector", "tobacco", "tobacco"),
    "agency": ("agency", "WFP", "WFP"),
    "cluster": ("cluster", "water", "WSH"),
    "term": ("term", "cluster", "cluster"),
    "crisis": ("crisis", "cyclone Alda", "moz-cyclone"),
    "type": ("contribution_type", "staff", "staff"),
    "size": ("company_size", "small", "small"),
    "money": ("money", "10k USD", {"amount": 10000, "currency": "USD"}),
    "own reference": ("reference", "FP-2026-00001", "FP-2026-00001"),
    "foreign reference": ("reference", "FP-2026-77777", "FP-2026-77777"),
}


def message(intent, *facts, words="hm"):
    entities = [FACTS[fact] for fact in facts]
    return heard(intent, " ".join([words, *(text for _, text, _ in entities)]), *entities, ranking=("ask_needs",))


def says(talk, intent, *facts, words="hm"):
    return talk.hears(message(intent, *facts, words=words))


def _fresh(talk: Talk) -> None:
    """Nothing was said."""


def _waits_for_a_country(talk: Talk) -> None:
    says(talk, "ask_needs", "cluster")


def _waits_for_a_thing(talk: Talk) -> None:
    says(talk, "ask_acceptance")


def _waits_for_a_reference(talk: Talk) -> None:
    says(talk, "check_status")


def _form_asks_for_the_thing(talk: Talk) -> None:
    says(talk, "offer_contribution", "other country")


def _form_asks_where(talk: Talk) -> None:
    talk.says("offer_contribution", "20 pumps for Mozambique", *PUMPS_FOR_MOZAMBIQUE)


def _form_asks_who(talk: Talk) -> None:
    _form_asks_where(talk)
    says(talk, "inform", "place", "date")


def _money_was_told_instead(talk: Talk) -> None:
    talk.says("offer_contribution", "4000 blankets for Mozambique", *BLANKETS_FOR_MOZAMBIQUE)


def _form_of_an_offer_for_later(talk: Talk) -> None:
    _money_was_told_instead(talk)
    says(talk, "affirm")


def _a_never_was_told(talk: Talk) -> None:
    says(talk, "offer_contribution", "never", "country")


def _an_agreement_asks_who(talk: Talk) -> None:
    says(talk, "activate_agreement", "agency")


def _a_person_was_proposed(talk: Talk) -> None:
    says(talk, "ask_contact", "cluster", "country")


def _in_doubt_once(talk: Talk) -> None:
    says(talk, "not_sure")


def _with_a_request(status: str) -> Callable[[Talk], None]:
    def prepare(talk: Talk) -> None:
        keep(talk.works, a_request(status=status))

    prepare.__name__ = f"_a_request_is_{status}"
    return prepare


STATES = (
    _fresh,
    _waits_for_a_country,
    _waits_for_a_thing,
    _waits_for_a_reference,
    _form_asks_for_the_thing,
    _form_asks_where,
    _form_asks_who,
    _money_was_told_instead,
    _form_of_an_offer_for_later,
    _a_never_was_told,
    _an_agreement_asks_who,
    _a_person_was_proposed,
    _in_doubt_once,
    *(
        _with_a_request(status)
        for status in ("unclaimed", "claimed", "waiting_company", "accepted_to_talk", "parked", "declined", "resolved")
    ),
    _with_a_request("withdrawn"),
    _with_a_request("deleted"),
)
HEARD = (
    ("hm",),
    ("why?",),
    ("please withdraw", "own reference"),
    ("about", "foreign reference"),
    ("no,", "other country"),
    ("our agreement:", "quantity", "item"),
    ("we are", "company", "email"),
)
"""What may be heard in a message: its first words, and facts."""

SECRETS = ("river gauge", "letter of 2019", "nobody has approved", "health@example.org", "front_group")


def holds(spoken, requests):
    """What is true of every turn."""
    assert spoken.parts and all(part.key for part in spoken.parts), "S66: no silent end"
    assert spoken.kind in KINDS and spoken.kind != "silent" and spoken.about
    assert len(asked(spoken)) <= 2, "behaviour 9: at most two questions"
    if spoken.kind == "route":
        assert spoken.request is not None and spoken.request.reference, "behaviour 3: its reference"
        told = [part.values for part in spoken.parts if part.values.get("reference") == spoken.request.reference]
        assert told and told[0]["due"] is not None, "behaviour 3: and an expected time in the same turn"
    for request in requests:
        assert all(item.state in ITEM_STATES and item.state not in ("accepted", "declined") for item in request.items)
    said = everything_said(spoken)
    assert not any(secret in said for secret in SECRETS), "behaviour 5: nothing internal; a draft is never quoted"


def test_the_42_intents_and_doubt_have_a_verb_each():
    """S66."""
    assert len(INTENTS) == 42
    assert {*verbs.ASKS, *verbs.TURNS} == {*INTENTS, "not_sure"} - {"inform"}


@pytest.mark.parametrize("prepare", STATES, ids=lambda prepare: prepare.__name__.strip("_"))
def test_every_intent_is_answered_when(prepare):
    """S66, behaviour 3: the 42 intents and doubt, with what may be heard in them, in this state."""
    talk = Talk(works=a_world())
    prepare(talk)
    before = {request.reference: request.status for request in talk.requests}
    for intent in (*INTENTS, "not_sure"):
        for words, *facts in HEARD:
            spoken, requests = talk.would_hear(message(intent, *facts, words=words))
            holds(spoken, requests)
            assert not any(word in key for key in keys(spoken) for word in DECIDING), "S116"
            for request in requests:
                was = before.get(request.reference, "new")
                moved_to = {"new": ("unclaimed", "parked")}.get(was, (was, "withdrawn", "unclaimed", "claimed"))
                assert request.status in moved_to, "S116: the assistant accepts, declines and resolves nothing"


DECIDING = ("accepted", "approved", "cleared", "declined")


@settings(max_examples=60, deadline=None)
@given(
    turns=st.lists(
        st.tuples(
            st.sampled_from((*INTENTS, "not_sure", "inform", "offer_contribution", "deny", "affirm")),
            st.lists(st.sampled_from(sorted(FACTS)), unique=True, max_size=3),
            st.sampled_from(("hm", "why?", "please withdraw", "our agreement")),
        ),
        min_size=1,
        max_size=7,
    )
)
def test_whatever_a_company_writes_in_whatever_order_it_is_answered(turns):
    """S66, S93, behaviour 3, 4, 9, 11 over random conversations."""
    talk = Talk(works=a_world())
    for intent, facts, words in turns:
        known = len(talk.requests)
        spoken = says(talk, intent, *facts, words=words)
        holds(spoken, talk.requests)
        assert len(talk.requests) <= known + 1, "behaviour 11: one action makes at most one request"
    said = [keys(spoken) for spoken in talk.turns]
    assert sum(parts.count("privacy") for parts in said) <= 1, "S93: once"
    told = [number for number, parts in enumerate(said) if "privacy" in parts]
    personal = [n for n, spoken in enumerate(talk.turns) if {"company", "email"} & set(asked(spoken))]
    assert told == personal[:1], "S93: in the turn that first asks for contact data"


@pytest.mark.parametrize(
    ("kinds", "first"),
    [(("answer", "route"), "route"), (("ask", "refuse"), "refuse"), (("exit", "route"), "exit"), ((), "answer")],
)
def test_of_two_outcomes_in_a_turn_the_first_by_precedence_names_it(kinds, first):
    """One kind, by precedence silent > exit > route > refuse > ask > answer."""
    assert ordered_by_precedence(kinds) == first
    assert KINDS == ("silent", "exit", "route", "refuse", "ask", "answer")
