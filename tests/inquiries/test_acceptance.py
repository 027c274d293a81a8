"""The order of rules, judged for each item of an offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.inquiries import acceptance
from bot.inquiries.acceptance import (
    ACTIVATE,
    ASK_OWNER,
    CASH_INSTEAD,
    CASH_NOW,
    NEED,
    NEVER,
    PERSON,
)
from bot.inquiries.records import Quantity
from bot.inquiries.request import OfferedItem

from .cast import ITEMS, agreement, item, need, rule
from .situations import (
    BLANKETS,
    FORMULA,
    GENERATORS,
    HARBOUR,
    IN_KENYA,
    IN_MOZAMBIQUE,
    MONEY,
    PUMPS,
    verdict_on,
)

# --- 1. never --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", [IN_MOZAMBIQUE, IN_KENYA, HARBOUR], ids=["emergency", "calm", "agreement"])
def test_a_never_item_is_not_taken_anywhere(situation):
    """Order of rules 1."""
    verdict = verdict_on(FORMULA, situation)

    assert (verdict.ruling, verdict.item.state, verdict.layer) == (NEVER, "not_accepted", "system")
    assert verdict.rule is not None and verdict.rule.key == verdict.item.rule == "system-no-formula"


def test_neither_an_agreement_nor_a_posted_need_nor_a_narrower_yes_changes_a_never():
    """Order of rules 1: an agreement, a posted need or a claimed request changes nothing."""
    covered = agreement(scope=())
    wanted = need(item="infant_formula", contribution_types=())
    yes = rule("moz-yes", scope="country:MOZ", item="infant_formula", verdict="yes")

    verdict = verdict_on(FORMULA, replace(HARBOUR, claims_agreement=True), covered, wanted, yes)

    assert (verdict.ruling, verdict.standing, verdict.need) == (NEVER, None, None)


def test_a_thing_the_catalogue_calls_never_is_refused_without_a_rule_of_its_own():
    verdict = verdict_on(OfferedItem(item="ordnance"), IN_KENYA, item("ordnance", "arms", never=True))

    assert (verdict.ruling, verdict.rule) == (NEVER, None)


def test_an_agencys_never_speaks_only_where_that_agency_is_meant():
    """S121: an agency's rule is not a UN ban."""
    only_wfp = rule("wfp-no-generators", scope="agency:WFP", item="generator", verdict="never")

    to_wfp = verdict_on(GENERATORS, replace(IN_KENYA, agency="WFP"), only_wfp)
    to_anybody = verdict_on(GENERATORS, IN_KENYA, only_wfp)
    to_unicef = verdict_on(GENERATORS, replace(IN_KENYA, agency="UNICEF"), only_wfp)

    assert (to_wfp.ruling, to_wfp.layer) == (NEVER, "agency:WFP")
    assert (to_anybody.ruling, to_unicef.ruling) == (PERSON, PERSON)


# --- 4. needs --------------------------------------------------------------------------------------------------------


def test_an_offer_that_fits_a_cleared_need_goes_to_the_desk_that_owns_it():
    """Order of rules 4."""
    verdict = verdict_on(PUMPS, IN_MOZAMBIQUE)

    assert (verdict.ruling, verdict.item.state, verdict.item.need, verdict.flags) == (NEED, "routed", "wsh-moz-1", ())


def test_an_offer_above_the_open_quantity_is_flagged():
    """Order of rules 4: above the open quantity is said and flagged."""
    verdict = verdict_on(replace(PUMPS, quantity=Quantity(value=61)), IN_MOZAMBIQUE)

    assert (verdict.ruling, verdict.flags) == (NEED, ("quantity_over_need",))


@pytest.mark.parametrize(
    "changed",
    [{"visibility": "internal"}, {"business": "no"}, {"until": date(2026, 11, 1)}, {"committed": Quantity(value=100)}],
    ids=["internal", "not for business", "expired", "covered"],
)
def test_a_need_that_is_not_cleared_helps_no_offer(changed):
    """S108: never a need that is not marked as acceptable from business."""
    assert verdict_on(PUMPS, IN_MOZAMBIQUE, need(**changed)).ruling == CASH_INSTEAD


def test_a_type_of_contribution_that_the_need_does_not_accept_does_not_fit():
    assert verdict_on(PUMPS, IN_MOZAMBIQUE, need(contribution_types=("cash",))).ruling == CASH_INSTEAD


# --- 5. emergency mode -----------------------------------------------------------------------------------------------


def test_in_an_emergency_without_an_agreement_money_only():
    """S53: no agreement in an emergency: money only, the offer kept for later if wished."""
    verdict = verdict_on(BLANKETS, IN_MOZAMBIQUE)

    assert (verdict.ruling, verdict.item.state, verdict.layer) == (CASH_INSTEAD, "held_for_later", "system")
    assert verdict.rule is not None and verdict.rule.key == "system-emergency"


def test_emergency_mode_is_a_switch_and_not_every_crisis():
    """S107: a drought in preparedness is not in emergency mode; a person decides."""
    assert verdict_on(BLANKETS, IN_KENYA).ruling == PERSON


@pytest.mark.parametrize("kind", ["in_kind", "staff", "logistics", "technology", "data", "pro_bono", "advocacy"])
def test_money_only_is_said_of_every_kind_of_contribution_but_money(kind):
    assert verdict_on(OfferedItem(item="", contribution_type=kind), IN_MOZAMBIQUE).ruling == CASH_INSTEAD


@pytest.mark.parametrize("situation", [IN_MOZAMBIQUE, IN_KENYA], ids=["emergency", "calm"])
@pytest.mark.parametrize("kind", ["cash", "payroll_giving"])
def test_money_is_told_its_channels_at_any_time(kind, situation):
    verdict = verdict_on(replace(MONEY, contribution_type=kind), situation)

    assert (verdict.ruling, verdict.item.state) == (CASH_NOW, "answered")


def test_a_narrower_rule_may_leave_a_thing_to_a_person_in_the_emergency_and_is_named():
    """S14: a layer that says more narrowly refines the system-wide rule and is named in the answer."""
    open_for = rule("cyclone-generators", scope="emergency:moz-cyclone", item="generator", verdict="person")

    verdict = verdict_on(GENERATORS, IN_MOZAMBIQUE, open_for)

    assert (verdict.ruling, verdict.layer, verdict.item.rule) == (
        PERSON,
        "emergency:moz-cyclone",
        "cyclone-generators",
    )


def test_a_general_system_wide_yes_does_not_open_an_emergency():
    general = rule("system-generators", item="generator", verdict="yes")

    assert verdict_on(GENERATORS, IN_MOZAMBIQUE, general).ruling == CASH_INSTEAD
    assert verdict_on(GENERATORS, IN_KENYA, general).ruling == PERSON


def test_emergency_mode_never_beats_an_agreement_or_a_need():
    """Order of rules 5: emergency mode without 3 or 4."""
    assert verdict_on(BLANKETS, HARBOUR).ruling == ACTIVATE
    assert verdict_on(PUMPS, IN_MOZAMBIQUE).ruling == NEED


# --- 6. a person -----------------------------------------------------------------------------------------------------


def test_whatever_no_rule_decides_is_for_a_person():
    """S118, order of rules 6: no automatic rejection; the desk that covers it decides."""
    verdict = verdict_on(OfferedItem(item="", text="carved elephants"), IN_KENYA)

    assert (verdict.ruling, verdict.item.state, verdict.rule) == (PERSON, "routed", None)


def test_a_rule_that_says_agreement_only_in_calm_times_still_leaves_it_to_a_person():
    for said in ("agreement_only", "yes", "person"):
        narrow = rule("ken-tents", scope="country:KEN", item="tent", verdict=said)
        verdict = verdict_on(OfferedItem(item="tent"), IN_KENYA, narrow)

        assert (verdict.ruling, verdict.layer) == (PERSON, "country:KEN"), said


def test_a_rule_that_asks_for_money_instead_says_so_in_calm_times_too():
    """A published rule that says "not this way" is told with its reason; the offer can be kept for later."""
    narrow = rule("wsh-kits", scope="country:KEN", item="tent", verdict="cash_instead")
    verdict = verdict_on(OfferedItem(item="tent"), IN_KENYA, narrow)

    assert (verdict.ruling, verdict.item.state, verdict.layer) == (CASH_INSTEAD, "held_for_later", "country:KEN")


# --- one by one ------------------------------------------------------------------------------------------------------


def test_each_item_of_an_offer_is_judged_by_itself():
    """Behaviour: the order of rules is judged for each item of an offer."""
    rulings = [verdict_on(item, HARBOUR).ruling for item in (FORMULA, BLANKETS, MONEY)]
    others = [verdict_on(item, IN_MOZAMBIQUE).ruling for item in (FORMULA, PUMPS, BLANKETS, MONEY)]

    assert rulings == [NEVER, ACTIVATE, ASK_OWNER]
    assert others == [NEVER, NEED, CASH_INSTEAD, CASH_NOW]


@pytest.mark.parametrize("known", ITEMS, ids=lambda known: known.key)
def test_a_verdict_informs_and_never_accepts_or_declines(known):
    """S116: 90% of decisions are based on judgments; people decide."""
    for situation in (IN_MOZAMBIQUE, IN_KENYA, HARBOUR, replace(HARBOUR, claims_agreement=True)):
        verdict = verdict_on(OfferedItem(item=known.key), situation)

        assert verdict.ruling in acceptance.STATE_OF
        assert verdict.item.state not in ("accepted", "declined")
