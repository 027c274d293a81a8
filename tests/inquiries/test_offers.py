"""An offer from the first sentence to a request: by an agreement, a need, a person, or money first."""

from __future__ import annotations

import pytest

from bot.inquiries.records import ActivationContact, CashChannel
from bot.store.memory import InMemoryWorks

from .cast import COMPANY, COMPANY_EMAIL, WATER_MOZ, WORLD, agreement
from .talk import (
    BLANKETS_FOR_MOZAMBIQUE,
    WE_ARE_HARBOUR,
    Talk,
    a_world,
    amount,
    asked,
    blankets,
    buttons,
    everything_said,
    keys,
    kinds_of_notices,
    notices_in,
    part,
    pumps,
    where_and_when,
    who,
)

# --- S53: an emergency and no agreement ------------------------------------------------------------------------------


def test_blankets_for_an_emergency_without_an_agreement_money_is_told_and_nothing_is_shipped(talk, works):
    """S53: no agreement in an emergency: money, not to ship, registration for later offered."""
    spoken = blankets(talk)

    assert (spoken.kind, spoken.about) == ("refuse", "offer_contribution")
    assert keys(spoken) == ["verdict.cash_instead", "ask_cash_channels.found", "offer.register_later"]
    channels = part(spoken, "ask_cash_channels.found").values["channels"]
    assert [channel["name"] for channel in channels] == ["[Demo] Mozambique Fund", "[Demo] World Fund"]
    assert "button.register_later" in buttons(spoken) and "button.person" in buttons(spoken)
    assert spoken.records == ("acceptance_rules:system-emergency",)
    assert not talk.requests and notices_in(works) == []


def test_whoever_wishes_has_the_offer_kept_for_later_without_a_card(talk, works):
    """Order of rules 5: status parked, no card."""
    blankets(talk)
    spoken = talk.says("affirm", "yes please")
    assert (spoken.kind, asked(spoken)) == ("ask", ["available"])
    talk.says("inform", "from tomorrow", ("date", "tomorrow", "2026-11-24"))

    spoken = who(talk)

    assert (spoken.kind, keys(spoken)) == ("route", ["offer.parked"])
    (request,) = talk.requests
    assert (request.status, request.company, request.email) == ("parked", COMPANY, COMPANY_EMAIL)
    assert [(one.item, one.state, one.located, one.country) for one in request.items] == [
        ("blanket", "held_for_later", "Rotterdam", "MOZ")
    ]
    assert kinds_of_notices(works) == []


def test_whoever_does_not_wish_it_is_left_in_peace(talk):
    blankets(talk)

    spoken = talk.says("deny", "no thanks")

    assert keys(spoken) == ["deny.proposed"]
    assert not talk.requests and not talk.inquiry.offer and not talk.inquiry.proposed


def test_money_for_an_emergency_is_told_its_channels_at_once(talk):
    money = ("money", "10k USD", {"amount": 10000, "currency": "USD"})

    spoken = talk.says("offer_contribution", "We give 10k USD for Mozambique", money, ("country", "Mozambique", "MOZ"))

    assert (spoken.kind, keys(spoken)) == ("answer", ["verdict.cash_now", "ask_cash_channels.found"])


def test_where_no_channel_is_on_file_that_is_said_and_a_person_offered():
    """Behaviour 8: facts not in the records are never made up."""
    talk = Talk(works=InMemoryWorks(record for record in WORLD if not isinstance(record, CashChannel)))

    spoken = blankets(talk)

    assert "ask_cash_channels.none" in keys(spoken) and "button.person" in buttons(spoken)


# --- S50, S107: an agreement -----------------------------------------------------------------------------------------


def test_a_company_with_an_agreement_has_its_owner_told_at_once_with_priority(talk, works):
    """S50, S107: existing agreement: activate its contact."""
    text = "We have a stand-by agreement with WFP, Harbour Line here: 4000 blankets for Mozambique"

    spoken = talk.says("activate_agreement", text, ("agency", "WFP", "WFP"), WE_ARE_HARBOUR, *BLANKETS_FOR_MOZAMBIQUE)

    assert (spoken.kind, keys(spoken)) == ("route", ["verdict.activate", "offer.routed"])
    request = spoken.request
    assert request is not None and (request.desk, request.priority) == ("agency-wfp", True)
    assert request.flags == ("agreement_match",)
    assert [one.state for one in request.items] == ["agreement_activation"]
    assert spoken.records == ("agreements:harbour-wfp",)
    assert kinds_of_notices(works) == ["card"]


def test_an_agreement_is_found_though_nobody_mentions_it(talk):
    """S50: the registry is checked on every emergency offer."""
    spoken = talk.says(
        "offer_contribution", "Harbour Line: 4000 blankets for Mozambique", WE_ARE_HARBOUR, *BLANKETS_FOR_MOZAMBIQUE
    )

    assert keys(spoken) == ["verdict.activate", "offer.routed"]


def test_an_agreement_is_found_when_the_company_says_its_name_only_later(talk):
    """S50: on every emergency offer, whenever the company is known."""
    blankets(talk)
    talk.says("affirm", "yes please")
    talk.says("inform", "from tomorrow", ("date", "tomorrow", "2026-11-24"))

    spoken = talk.says("inform", "Harbour Line", WE_ARE_HARBOUR)

    assert keys(spoken) == ["verdict.activate", "offer.routed"]
    assert spoken.request is not None and spoken.request.desk == "agency-wfp"


def test_the_name_of_the_company_is_all_that_is_asked_before_its_owner_is_told(talk):
    spoken = talk.says("activate_agreement", "We have a stand-by agreement with WFP", ("agency", "WFP", "WFP"))
    assert (spoken.kind, keys(spoken), asked(spoken)) == ("ask", ["privacy", "offer.ask"], ["company"])

    spoken = talk.says("inform", "Harbour Line", WE_ARE_HARBOUR)

    assert keys(spoken) == ["verdict.activate", "offer.routed"]
    assert spoken.request is not None and spoken.request.desk == "agency-wfp"


@pytest.mark.parametrize(
    ("company", "desk", "flag", "standing"),
    [
        ("North Star Pumps", "agency-wfp", "agreement_expired", "expired"),
        ("Blue River Textiles", "agency-wfp", "agreement_claimed_unverified", "not_on_file"),
    ],
)
def test_an_agreement_that_is_expired_or_not_on_file_is_asked_for_and_never_answered_with_money_only(
    talk, company, desk, flag, standing
):
    """Order of rules 3: its owner is asked, nothing is activated, never "money only" as the whole answer."""
    text = f"{company} has our agreement with WFP: 4000 blankets for Mozambique"

    spoken = talk.says(
        "activate_agreement", text, ("agency", "WFP", "WFP"), ("company", company, company), *BLANKETS_FOR_MOZAMBIQUE
    )

    assert (spoken.kind, keys(spoken)) == ("route", ["verdict.ask_owner", "offer.routed"])
    assert part(spoken, "verdict.ask_owner").values["standing"] == standing
    request = spoken.request
    assert request is not None and (request.desk, request.flags) == (desk, (flag,))
    assert [one.state for one in request.items] == ["routed"]


def test_an_offer_that_an_agreement_covers_in_part_is_told_for_each_part(talk):
    spoken = talk.says(
        "offer_contribution",
        "Harbour Line: generators, and 4000 blankets for Mozambique",
        WE_ARE_HARBOUR,
        ("item", "generators", "generator"),
        *BLANKETS_FOR_MOZAMBIQUE,
    )

    assert keys(spoken) == ["verdict.activate", "verdict.ask_owner", "offer.routed"]
    assert spoken.request is not None and spoken.request.flags == ("agreement_match",)
    assert {one.item: one.state for one in spoken.request.items} == {
        "generator": "routed",
        "blanket": "agreement_activation",
    }


def test_whom_an_agreement_rings_stays_in_the_house():
    """Behaviour 5: no telephone numbers or internal notes to a company."""
    secret = agreement(
        activation_contact=ActivationContact(phone="+390600001", email="duty@wfp.example.org"), note="shh"
    )
    talk = Talk(works=a_world(secret))

    spoken = talk.says(
        "offer_contribution", "Harbour Line: 40 blankets", WE_ARE_HARBOUR, ("item", "blankets", "blanket")
    )

    assert not any(word in everything_said(spoken) for word in ("+390600001", "duty@wfp", "shh"))


# --- needs and persons -----------------------------------------------------------------------------------------------


def test_an_offer_that_fits_a_need_is_registered_and_goes_to_the_needs_owner(talk, works):
    """Order of rules 4: to the desk that owns it; nothing is shipped before a person confirms."""
    spoken = pumps(talk)
    assert (spoken.kind, keys(spoken), asked(spoken)) == (
        "ask",
        ["verdict.need", "offer.ask"],
        ["located", "available"],
    )
    assert "needs:wsh-moz-1" in spoken.records
    spoken = where_and_when(talk)
    assert (keys(spoken), asked(spoken)) == (["privacy", "offer.ask"], ["company", "email"])

    spoken = who(talk)

    assert (spoken.kind, keys(spoken)) == ("route", ["offer.routed"])
    request = spoken.request
    assert request is not None
    assert (request.desk, request.status, request.company, request.email) == (
        WATER_MOZ,
        "unclaimed",
        COMPANY,
        COMPANY_EMAIL,
    )
    (pump,) = request.items
    assert (pump.item, pump.quantity.value, pump.located, pump.country, pump.available, pump.need) == (
        "water_pump", 20, "Lisbon", "MOZ", "2026-11-24", "wsh-moz-1",
    )  # fmt: skip
    told = part(spoken, "offer.routed").values
    assert (told["reference"], told["due"], told["zone"]) == (request.reference, request.due_at, "Africa/Maputo")
    assert kinds_of_notices(works) == ["card"]


def test_of_a_need_a_company_reads_no_note_owner_or_quantity_of_others(talk):
    """Behaviour 5."""
    spoken = pumps(talk)

    assert set(part(spoken, "verdict.need").values["need"]) == {"key", "item", "country", "spec", "place", "until"}
    assert "river gauge" not in everything_said(spoken)


def test_more_than_is_needed_is_said_and_flagged_on_the_request_too(talk):
    """Order of rules 4: above the open quantity: said, flagged."""
    text = "We have 61 pumps for Mozambique"
    spoken = talk.says(
        "offer_contribution", text, amount("61", 61), ("item", "pumps", "water_pump"), ("country", "Mozambique", "MOZ")
    )
    assert part(spoken, "verdict.need").values["over"] and spoken.flags == ("quantity_over_need",)
    where_and_when(talk)

    request = who(talk).request

    assert request is not None and request.flags == ("quantity_over_need",)


def test_a_quantity_that_is_corrected_is_judged_anew(talk):
    """Behaviour: after a correction everything that depended on it is worked out anew: need."""
    pumps(talk)

    spoken = talk.says("deny", "no, 200 pieces", amount("200 pieces", 200))

    assert part(spoken, "verdict.need").values["over"]
    assert talk.inquiry.offer["items"][0]["quantity"]["value"] == 200


def test_what_no_rule_decides_is_registered_for_a_person_without_a_word_of_yes_or_no(talk):
    """S116, S118."""
    spoken = talk.says(
        "offer_contribution", "We have 9 tents for Kenya", amount("9", 9), ("item", "tents", "tent"), ("country", "Kenya", "KEN")
    )  # fmt: skip

    assert (spoken.kind, keys(spoken)) == ("ask", ["offer.ask"])


def test_a_small_local_company_is_brought_to_the_country_office_and_the_local_network(talk):
    """S44: the Resident Coordinator's office and the local network."""
    text = "We are a small firm and have 9 tents for Kenya"
    small = ("company_size", "small", "small")
    talk.says("offer_contribution", text, small, amount("9", 9), ("item", "tents", "tent"), ("country", "Kenya", "KEN"))
    where_and_when(talk)

    spoken = who(talk)

    request = spoken.request
    assert request is not None and (request.desk, request.informed, request.flags) == (
        "rco-ken",
        ("gcln-ken",),
        ("sme",),
    )
    assert spoken.informed == ("gcln-ken",)
