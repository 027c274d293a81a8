"""Several items have an answer each; a correction works everything out anew."""

from __future__ import annotations

import pytest

from bot.inquiries.offer import items_heard

from .talk import (
    NO_KENYA,
    PUMPS_FOR_MOZAMBIQUE,
    amount,
    asked,
    blankets,
    heard,
    keys,
    notices_in,
    part,
    pumps,
    where_and_when,
    who,
)

# --- several items ---------------------------------------------------------------------------------------------------


def test_each_of_several_items_has_its_own_answer(talk, works):
    """Behaviour: the order of rules, judged for each item of an offer."""
    text = "We have infant formula, 20 pumps and 300 blankets for Mozambique"

    spoken = talk.says(
        "offer_contribution",
        text,
        ("item", "infant formula", "infant_formula"),
        *PUMPS_FOR_MOZAMBIQUE,
        amount("300", 300),
        ("item", "blankets", "blanket"),
    )

    assert {"verdict.never", "verdict.need", "verdict.cash_instead", "ask_cash_channels.found"} <= set(keys(spoken))
    where_and_when(talk)
    request = who(talk).request
    assert request is not None
    assert {one.item: (one.state, one.quantity and one.quantity.value) for one in request.items} == {
        "water_pump": ("routed", 20),
        "blanket": ("held_for_later", 300),
    }


def test_the_contact_for_infant_formula_hears_of_it_whatever_else_is_offered(talk, works):
    """S31: the sector's contact is always informed; here the goods are the sensitive sector."""
    spoken = talk.says(
        "offer_contribution",
        "We have infant formula and 20 pumps for Mozambique",
        ("item", "infant formula", "infant_formula"),
        *PUMPS_FOR_MOZAMBIQUE,
    )

    assert spoken.informed == ("agency-unicef",)
    assert "sensitive:breast_milk_substitutes" in spoken.flags
    assert [(told.notice.kind, told.notice.desk) for told in notices_in(works)] == [("inform", "agency-unicef")]


def test_nothing_more_is_asked_about_what_is_not_taken(talk):
    spoken = talk.says(
        "offer_contribution",
        "We have infant formula and 20 pumps for Mozambique",
        ("item", "infant formula", "infant_formula"),
        *PUMPS_FOR_MOZAMBIQUE,
    )

    assert asked(spoken) == ["located", "available"]
    assert part(spoken, "offer.ask").values["items"] == ["water_pump"]


def test_twenty_pallets_of_infant_formula_are_a_kind_no_with_the_reason_and_the_contact_informed(talk, works):
    """A kind no with the reason, the sector's contact informed; no request."""
    spoken = talk.says(
        "offer_contribution",
        "20 pallets of infant formula for Mozambique",
        amount("20 pallets", 20, "pallet"),
        ("item", "infant formula", "infant_formula"),
        ("country", "Mozambique", "MOZ"),
    )

    assert (spoken.kind, keys(spoken)) == ("refuse", ["verdict.never"])
    said = part(spoken, "verdict.never").values
    assert (
        said["reason"] == {"en": "the reason of system-no-formula"} and said["alternative"] == "Give money to UNICEF."
    )
    assert spoken.informed == ("agency-unicef",) and not talk.requests
    assert [told.notice.desk for told in notices_in(works)] == ["agency-unicef"]


@pytest.mark.parametrize(
    ("text", "said", "amounts"),
    [
        ("300 tents and 20 generators", ("tents", "generators"), (300, 20)),
        ("infant formula and 20 pumps", ("infant formula", "pumps"), (None, 20)),
        ("tents: 300, generators: 20", ("tents", "generators"), (300, 20)),
        ("300 tents and generators", ("tents", "generators"), (300, None)),
        ("300 tents, generators (20)", ("tents", "generators"), (300, 20)),
        ("tents and generators", ("tents", "generators"), (None, None)),
        ("we have 20", (), (20,)),
    ],
)
def test_the_amount_that_stands_beside_a_thing_is_its_amount(text, said, amounts):
    quantities = [amount(str(number), number) for number in (300, 20) if str(number) in text]
    message = heard("offer_contribution", text, *(("item", words, words) for words in said), *quantities)

    items = items_heard(message.entities, contribution_type="")

    assert tuple(one.quantity.value if one.quantity else None for one in items) == amounts


# --- corrections -----------------------------------------------------------------------------------------------------


def test_no_kenya_after_an_answer_judges_everything_anew(talk):
    """Behaviour: after a correction ("no, Kenya") everything is worked out anew: rule, desk, need, clock."""
    blankets(talk)

    spoken = talk.says("deny", *NO_KENYA)

    assert "verdict.person" in keys(spoken) and "verdict.cash_instead" not in keys(spoken)
    assert talk.inquiry.offer["country"] == "KEN" and talk.inquiry.offer["located"] == "Rotterdam"
    talk.says("inform", "from tomorrow", ("date", "tomorrow", "2026-11-24"))
    request = who(talk).request
    assert request is not None and (request.desk, request.status) == ("cluster-shl-ken", "unclaimed")
    assert [one.country for one in request.items] == ["KEN"]


def test_no_kenya_inside_the_form_takes_the_need_back(talk):
    pumps(talk)

    spoken = talk.says("deny", *NO_KENYA)

    assert "verdict.person" in keys(spoken) and spoken.kind == "ask"
    who(talk)
    (request,) = talk.requests
    assert (request.desk, [one.need for one in request.items]) == ("cluster-wsh-ken", [""])


def test_no_mozambique_inside_the_form_brings_the_emergencys_rule(talk):
    talk.says(
        "offer_contribution",
        "9 tents for Kenya",
        amount("9", 9),
        ("item", "tents", "tent"),
        ("country", "Kenya", "KEN"),
    )

    spoken = talk.says("deny", "no, Mozambique", ("country", "Mozambique", "MOZ"))

    assert keys(spoken) == ["verdict.cash_instead", "ask_cash_channels.found", "offer.register_later"]
    assert not talk.requests


def test_money_for_kenya_after_all_is_told_kenyas_channels(talk):
    money = ("money", "10k USD", {"amount": 10000, "currency": "USD"})
    talk.says("offer_contribution", "10k USD for Mozambique", money, ("country", "Mozambique", "MOZ"))

    spoken = talk.says("deny", *NO_KENYA)

    assert [one["name"] for one in part(spoken, "ask_cash_channels.found").values["channels"]] == ["[Demo] World Fund"]


def test_a_never_stays_a_never_after_a_correction_and_is_said_again(talk):
    talk.says(
        "offer_contribution",
        "infant formula for Mozambique",
        ("item", "infant formula", "infant_formula"),
        ("country", "Mozambique", "MOZ"),
    )

    spoken = talk.says("deny", *NO_KENYA)

    assert keys(spoken) == ["verdict.never"] and not talk.requests
