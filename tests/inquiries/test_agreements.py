"""Agreements: on file, in force, in scope; activated, asked about, never taken for another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.inquiries.acceptance import (
    ACTIVATE,
    ASK_OWNER,
    CASH_INSTEAD,
    NEED,
)
from bot.inquiries.agreements import company_named_in
from bot.inquiries.records import ScopeItem

from .cast import TODAY, agreement, need
from .situations import (
    BLANKETS,
    HARBOUR,
    IN_MOZAMBIQUE,
    verdict_on,
)
from .talk import a_world


def test_a_valid_agreement_that_covers_the_item_is_activated_before_money_is_asked_for():
    """S50, S107: activate the agreement, in emergency mode too."""
    verdict = verdict_on(BLANKETS, HARBOUR)

    assert (verdict.ruling, verdict.item.state, verdict.flags) == (
        ACTIVATE,
        "agreement_activation",
        ("agreement_match",),
    )
    assert verdict.standing is not None and verdict.standing.agreement is not None
    assert verdict.standing.agreement.owner_desk == "agency-wfp"


def test_an_agreement_goes_before_a_need():
    """Order of rules: 3 before 4."""
    blankets_wanted = need(item="blanket")

    assert verdict_on(BLANKETS, HARBOUR, blankets_wanted).ruling == ACTIVATE
    assert verdict_on(BLANKETS, IN_MOZAMBIQUE, blankets_wanted).ruling == NEED


@pytest.mark.parametrize(
    ("changed", "flag"),
    [
        ({"valid": (date(2020, 1, 1), TODAY - timedelta(days=1))}, "agreement_expired"),
        ({"valid": (TODAY + timedelta(days=1), None)}, "agreement_expired"),
        ({"territory": ("HTI",)}, "agreement_match"),
        ({"scope": (ScopeItem(item="tent"),)}, "agreement_match"),
        ({"scope": (ScopeItem(contribution_type="cash"),)}, "agreement_match"),
    ],
    ids=["expired", "not begun", "another country", "another thing", "another type"],
)
def test_an_expired_or_out_of_scope_agreement_asks_its_owner_and_activates_nothing(changed, flag):
    """Order of rules 3: its owner is asked, nothing is activated, never "money only" as the whole answer."""
    verdict = verdict_on(BLANKETS, HARBOUR, agreement(**changed))

    assert (verdict.ruling, verdict.item.state, verdict.flags) == (ASK_OWNER, "routed", (flag,))


def test_an_agreement_that_is_claimed_but_not_on_file_is_asked_for_and_never_answered_with_money_only():
    verdict = verdict_on(BLANKETS, replace(IN_MOZAMBIQUE, claims_agreement=True))

    assert (verdict.ruling, verdict.flags) == (ASK_OWNER, ("agreement_claimed_unverified",))


@pytest.mark.parametrize("first_or_last_day", [date(2025, 1, 1), date(2027, 12, 31)])
def test_an_agreement_holds_on_its_first_and_last_day(first_or_last_day):
    assert verdict_on(BLANKETS, replace(HARBOUR, day=first_or_last_day)).ruling == ACTIVATE


@pytest.mark.parametrize("company", ["HLL", "harbour line", "HARBOUR LINE LTD.", "[Demo] Harbour-Line, Ltd"])
def test_a_company_is_known_by_its_name_an_alias_and_whatever_legal_form_it_writes(company):
    assert verdict_on(BLANKETS, replace(IN_MOZAMBIQUE, company=company)).ruling == ACTIVATE


def test_a_company_is_known_by_the_domain_of_its_address_as_well():
    by_mail = replace(IN_MOZAMBIQUE, company="", email="kim@HarbourLine.example.org")
    by_a_look_alike = replace(IN_MOZAMBIQUE, company="", email="kim@notharbourline.example.org")

    assert verdict_on(BLANKETS, by_mail).ruling == ACTIVATE
    assert verdict_on(BLANKETS, by_a_look_alike).ruling == CASH_INSTEAD


def test_nobody_has_an_agreement_by_saying_no_name_at_all():
    nameless = agreement("nameless", company="Ltd", company_domain="")

    assert verdict_on(BLANKETS, replace(IN_MOZAMBIQUE, company=""), nameless).ruling == CASH_INSTEAD


def test_an_agreement_with_another_agency_than_the_one_named_is_not_taken_for_it():
    verdict = verdict_on(BLANKETS, replace(HARBOUR, agency="UNICEF", claims_agreement=True))

    assert verdict.flags == ("agreement_claimed_unverified",)


def test_of_several_agreements_the_one_that_holds_counts():
    old = agreement("a-harbour-old", valid=(date(2019, 1, 1), date(2020, 1, 1)))

    assert verdict_on(BLANKETS, HARBOUR, old).ruling == ACTIVATE


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_an_agreement_that_nobody_has_published_activates_nothing(status):
    """Behaviour, "What may be said": only a person publishes."""
    assert verdict_on(BLANKETS, HARBOUR, agreement(status=status)).ruling != ACTIVATE


def test_a_company_with_an_agreement_is_known_by_its_name_anywhere_in_the_message():
    """S50: the registry is checked on every offer, however the company introduces itself."""
    works = a_world(agreement(company="[Demo] Harbour Line", aliases=("HarbourLine",)))

    with works() as work:
        assert company_named_in(work.records, "Harbour Line here, we have trucks") == "Harbour Line"
        assert company_named_in(work.records, "HarbourLine: use our agreement") == "HarbourLine"
        assert company_named_in(work.records, "our ship lies at the harbour line") == ""
