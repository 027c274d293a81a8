"""Contacts, money, terms, examples, ways; and the people it is not for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.inquiries.records import (
    Answer,
    Case,
    CashChannel,
    Contact,
    GlossaryTerm,
    SectorStance,
)
from bot.store.memory import InMemoryWorks

from .cast import TOPICS_TOLD, WORLD
from .talk import Talk, a_world, buttons, everything_said, keys, notices_in, part

IN_MOZAMBIQUE = ("country", "Mozambique", "MOZ")
IN_KENYA = ("country", "Kenya", "KEN")
WATER = ("cluster", "water", "WSH")


# --- ask_contact -----------------------------------------------------------------------------------------------------


def test_a_verified_public_contact_is_told(talk):
    spoken = talk.says("ask_contact", "who does water in Mozambique?", WATER, IN_MOZAMBIQUE)

    assert (keys(spoken), spoken.records) == (["ask_contact.found"], ("contacts:wsh-moz",))
    assert part(spoken, "ask_contact.found").values["contacts"] == [
        {"name": "[Demo] Water cluster", "value": "wash@example.org", "role": "main"}
    ]


def test_an_unverified_contact_is_not_told_and_the_desk_is(talk):
    """Behaviour 5: unverified contacts never reach a company."""
    spoken = talk.says("ask_contact", "who does health in Mozambique?", ("cluster", "health", "HEA"), IN_MOZAMBIQUE)

    assert keys(spoken) == ["ask_contact.desk"] and "health@example.org" not in everything_said(spoken)
    assert part(spoken, "ask_contact.desk").values["desk"] == "[Demo] cluster-hea"


def test_an_internal_contact_is_not_told_though_it_is_verified():
    phone = Contact(
        key="wsh-moz", cluster="WSH", country="MOZ", value="+258840000", status="verified", visibility="internal"
    )
    talk = Talk(works=a_world(phone))

    spoken = talk.says("ask_contact", "who does water in Mozambique?", WATER, IN_MOZAMBIQUE)

    assert "+258840000" not in everything_said(spoken)


def test_for_refugees_unhcr_is_named_and_no_cluster(talk):
    """Refugee context goes to UNHCR's desk."""
    spoken = talk.says(
        "ask_contact", "shelter contact for Jordan", ("cluster", "shelter", "SHL"), ("country", "Jordan", "JOR")
    )

    values = part(spoken, "ask_contact.desk").values
    assert (values["desk"], values["refugee"]) == ("[Demo] agency-unhcr-jor", True)


def test_a_country_without_clusters_has_no_cluster_contact_to_give():
    misplaced = Contact(
        key="x", cluster="WSH", country="TUN", value="old@example.org", status="verified", visibility="public"
    )
    talk = Talk(works=a_world(misplaced))

    spoken = talk.says("ask_contact", "water contact in Tunisia", WATER, ("country", "Tunisia", "TUN"))

    assert part(spoken, "ask_contact.desk").values["no_clusters"] and "old@example.org" not in everything_said(spoken)


def test_yes_after_a_contact_brings_a_person(talk):
    talk.says("ask_contact", "who does health in Mozambique?", ("cluster", "health", "HEA"), IN_MOZAMBIQUE)

    spoken = talk.says("affirm", "yes please")

    assert spoken.request is not None and spoken.request.desk == "cluster-hea"


# --- money, terms, cases, ways ---------------------------------------------------------------------------------------


def test_where_to_give_money_is_told_from_the_records_the_emergencys_own_first(talk):
    """Behaviour 8: never an account, wallet or fee made up."""
    spoken = talk.says("ask_cash_channels", "how do we give for Mozambique?", IN_MOZAMBIQUE)

    assert [one["name"] for one in spoken.parts[0].values["channels"]] == [
        "[Demo] Mozambique Fund",
        "[Demo] World Fund",
    ]
    assert spoken.records == ("cash_channels:moz-fund", "cash_channels:world-fund")


def test_a_channel_that_is_a_draft_or_out_of_date_is_not_told():
    old = CashChannel(key="moz-fund", name="old", emergency="moz-cyclone", valid_to=date(2026, 1, 1))
    unsaid = CashChannel(key="world-fund", name="unsaid", status="draft")
    talk = Talk(works=a_world(old, unsaid))

    spoken = talk.says("ask_cash_channels", "how do we give for Mozambique?", IN_MOZAMBIQUE)

    assert keys(spoken)[0] == "ask_cash_channels.none" and "button.person" in buttons(spoken)


def test_a_countrys_and_an_agencys_channels_come_before_the_worldwide_ones_and_a_question_of_detail_is_answered():
    """Behaviour 8: receipts and minimums by published answer, channels by record."""
    of_kenya = CashChannel(key="ken", name="[Demo] Kenya", country="KEN")
    of_wfp = CashChannel(key="wfp", name="[Demo] WFP", agency="WFP")
    of_unicef = CashChannel(key="unicef", name="[Demo] UNICEF", agency="UNICEF")
    receipts = Answer(key="cash.receipt", topic="ask_cash_channels", cues={"en": ("receipt",)})
    talk = Talk(works=a_world(of_kenya, of_wfp, of_unicef, receipts))

    spoken = talk.says("ask_cash_channels", "receipt, WFP, Kenya", ("agency", "WFP", "WFP"), IN_KENYA)

    named = [one["name"] for one in spoken.parts[0].values["channels"]]
    assert named == ["[Demo] Kenya", "[Demo] WFP", "[Demo] World Fund", "[Demo] UNICEF"]
    assert keys(spoken) == ["ask_cash_channels.found", "cash.receipt"]


def test_a_term_is_explained_and_an_unknown_one_is_said_to_be_unknown(talk):
    """S59."""
    known = talk.says("ask_term", "what is a cluster?", ("term", "cluster", "cluster"))
    unknown = talk.says("ask_term", "what is a splork?", ("term", "splork", "splork"))

    assert (keys(known), known.records) == (["ask_term.found"], ("glossary:cluster",))
    assert (keys(unknown), unknown.records) == (["ask_term.unknown"], ())


def test_a_term_that_nobody_has_published_is_unknown():
    talk = Talk(works=a_world(GlossaryTerm(key="cluster", status="draft", text={"en": "unsaid"})))

    spoken = talk.says("ask_term", "what is a cluster?", ("term", "cluster", "cluster"))

    assert keys(spoken) == ["ask_term.unknown"] and "unsaid" not in everything_said(spoken)


def test_examples_are_those_of_the_agency_named():
    talk = Talk(
        works=a_world(
            Case(key="case-2", title="[Demo] Nets", agencies=("UNDP",)), Case(key="x", title="x", status="draft")
        )
    )

    of_one = talk.says("ask_case_studies", "examples at UNICEF", ("agency", "UNICEF", "UNICEF"))
    of_all = Talk(works=talk.works, id="other").says("ask_case_studies", "examples")

    assert of_one.records == ("cases:case-1",)
    assert of_all.records == ("cases:case-1", "cases:case-2")


@pytest.mark.parametrize("topic", TOPICS_TOLD)
def test_a_question_on_ways_is_told_from_its_published_answer(talk, topic):
    spoken = talk.says(topic, "please tell us")

    assert (keys(spoken), spoken.records) == ([f"{topic}.general"], (f"answers:{topic}.general",))


@pytest.mark.parametrize("topic", TOPICS_TOLD)
def test_without_a_published_answer_it_is_said_that_none_is_confirmed(topic):
    """Behaviour, "What may be said": a question that only drafts could answer gets "no confirmed answer on file"."""
    talk = Talk(works=a_world(Answer(key=f"{topic}.general", topic=topic, status="draft", text={"en": "unsaid"})))

    spoken = talk.says(topic, "please tell us")

    assert keys(spoken) == ["no_confirmed_answer"] and "unsaid" not in everything_said(spoken)


def test_the_answer_that_a_question_points_at_is_told(talk):
    assert keys(talk.says("ask_shipping", "Who pays the freight?")) == ["ask_shipping.freight"]
    assert keys(talk.says("ask_shipping", "How are boxes labelled?")) == ["ask_shipping.general"]


def test_an_agencys_own_policy_is_told_with_the_way_to_partner(talk):
    """S14, S26: the agency's layer beside the system-wide one."""
    spoken = talk.says("ask_how_to_partner", "how to partner with UNICEF?", ("agency", "UNICEF", "UNICEF"))

    assert [one["agency"] for one in spoken.parts[0].values["policies"]] == ["UNICEF"]
    assert "policies:unicef-partnering" in spoken.records


# --- people it is not for --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", ["sell_to_un", "ask_job", "request_funding", "out_of_scope", "seek_help"])
def test_whoever_it_is_not_for_is_shown_the_right_door_and_no_request_is_opened(talk, works, intent):
    """2.6: vendors to the supplier register, and so on; nothing is opened."""
    spoken = talk.says(intent, "we sell tents")

    assert spoken.kind == "exit" and spoken.parts
    assert not talk.requests and notices_in(works) == []


def test_a_world_without_any_record_but_the_front_desk_still_answers_every_question():
    """S66, behaviour 3: not knowing is said."""
    front = InMemoryWorks(record for record in WORLD if record.key == "front")
    for intent in ("ask_needs", "ask_contact", "ask_term", "ask_case_studies", "ask_eligibility", "ask_cash_channels"):
        assert Talk(works=front, id=intent).says(intent, "?").parts


def test_a_stance_on_a_part_of_a_sector_is_not_told_of_the_whole():
    mines = SectorStance(key="x", agency="WFP", sector="arms", part="mines", public_wording={"en": "no mines"})
    talk = Talk(works=a_world(mines))

    assert keys(talk.says("ask_eligibility", "arms?", ("sector", "arms", "arms"))) == ["ask_eligibility.no_policy"]
