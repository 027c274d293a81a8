"""Needs: what may be shown to a company, and which need an offer fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from bot.inquiries.needs import (
    Wanted,
    closed_needs_for,
    exceeds,
    is_cleared,
    is_covered,
    need_that_fits,
    needs_for,
    open_quantity,
    takes,
)
from bot.inquiries.records import Quantity
from bot.inquiries.request import OfferedItem

from .cast import TODAY, need
from .talk import a_world

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

EVERY_NEED = list(
    product(
        ("public", "internal"),
        ("yes", "no"),
        ("published", "draft", "review", "withdrawn"),
        (None, YESTERDAY, TODAY, TOMORROW),  # until
        (None, TODAY, TOMORROW),  # valid_from
        (None, YESTERDAY, TODAY),  # valid_to
        (0.0, 40.0, 100.0, 120.0),  # committed of 100
    )
)


def _made(visibility, business, status, until, valid_from, valid_to, committed):
    return need(
        visibility=visibility,
        business=business,
        status=status,
        until=until,
        valid_from=valid_from,
        valid_to=valid_to,
        committed=Quantity(value=committed),
    )


def _may_be_shown(visibility, business, status, until, valid_from, valid_to, committed):
    is_for_companies = (visibility, business, status) == ("public", "yes", "published")
    in_date = until in (None, TODAY, TOMORROW) and valid_from in (None, TODAY) and valid_to in (None, TODAY)
    return is_for_companies and in_date and committed < 100


def test_only_public_needs_for_business_in_date_and_open_are_ever_shown():
    """S17 + S63 + S108: visibility x business x status x dates x open quantity, all of them."""
    wrong = [made for made in EVERY_NEED if is_cleared(_made(*made), day=TODAY) != _may_be_shown(*made)]

    assert not wrong
    assert len(EVERY_NEED) == 2 * 2 * 4 * 4 * 3 * 3 * 4


def test_what_is_not_cleared_is_neither_found_nor_fits_an_offer():
    """Behaviour 2: not shown, not hinted at, not counted."""
    offered = OfferedItem(item="water_pump")
    for made in EVERY_NEED[:: len(EVERY_NEED) // 97]:
        with a_world(_made(*made))() as work:
            found = needs_for(work.records, Wanted(country="MOZ"), day=TODAY)
            fits = need_that_fits(work.records, offered, country="MOZ", agency="", day=TODAY)
        assert bool(found) == bool(fits) == _may_be_shown(*made), made


def test_a_covered_or_expired_public_need_may_be_called_closed_and_an_internal_one_may_not():
    """S108: a covered or expired one may be called covered or closed; an internal one is not even hinted at."""
    wrong = [
        made
        for made in EVERY_NEED
        if is_covered(_made(*made), day=TODAY)
        != (made[:3] == ("public", "yes", "published") and not _may_be_shown(*made))
    ]

    assert not wrong


def test_open_is_requested_less_committed_and_never_below_zero():
    """Behaviour, need: open = requested - committed; what was delivered is part of the committed."""
    assert open_quantity(need()) == 60
    assert open_quantity(need(committed=None)) == 100
    assert open_quantity(need(committed=Quantity(value=130))) == 0
    assert open_quantity(need(delivered=Quantity(value=40))) == 60
    assert open_quantity(need(requested=None)) is None


def test_a_need_without_a_quantity_is_open_while_it_is_in_date():
    assert is_cleared(need(requested=None, committed=None), day=TODAY)
    assert not is_cleared(need(requested=None, committed=None, until=YESTERDAY), day=TODAY)


def test_the_need_that_ends_first_is_shown_first():
    works = a_world(need("late", until=date(2027, 3, 1)), need("soon", until=TOMORROW), need("never", until=None))

    with works() as work:
        found = [need.key for need in needs_for(work.records, Wanted(country="MOZ"), day=TODAY)]

    assert found == ["soon", "wsh-moz-1", "late", "never"]


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        (Wanted(), True),
        (Wanted(country="MOZ"), True),
        (Wanted(country="KEN"), False),
        (Wanted(cluster="WSH"), True),
        (Wanted(cluster="HEA"), False),
        (Wanted(agency="UNICEF"), True),
        (Wanted(agency="WFP"), False),
        (Wanted(emergency="moz-cyclone"), True),
        (Wanted(emergency="ken-drought"), False),
        (Wanted(item="water_pump"), True),
        (Wanted(item="blanket"), False),
        (Wanted(category="water"), True),
        (Wanted(category="shelter"), False),
        (Wanted(contribution_type="in_kind"), True),
        (Wanted(contribution_type="cash"), False),
    ],
    ids=repr,
)
def test_a_company_can_ask_by_country_emergency_cluster_agency_thing_or_type(wanted, is_found):
    works = a_world(need(agency="UNICEF", emergency="moz-cyclone"))

    with works() as work:
        assert bool(needs_for(work.records, wanted, day=TODAY)) == is_found


def test_a_need_of_the_old_shelter_cluster_is_found_under_the_new_name():
    """S17 with the configuration by country: Mozambique is on reset-8, where SHL is SLS."""
    works = a_world(need("shl-moz", item="tent", cluster="SHL"))

    with works() as work:
        found = needs_for(work.records, Wanted(country="MOZ", cluster="SLS"), day=TODAY)

    assert [need.key for need in found] == ["shl-moz"]


def test_a_need_is_found_under_the_merged_clusters_name_where_the_old_ones_are_still_in_use():
    """Kenya is on legacy-11, where SLS stands for CCM, HLP and SHL."""
    works = a_world(need("shl-ken", item="tent", cluster="SHL", country="KEN"))

    with works() as work:
        found = needs_for(work.records, Wanted(country="KEN", cluster="SLS"), day=TODAY)
        others = needs_for(work.records, Wanted(country="KEN", cluster="CCM"), day=TODAY)

    assert [need.key for need in found] == ["shl-ken"]
    assert not others


def test_a_closed_need_is_found_among_the_closed_ones_only():
    works = a_world(need(committed=Quantity(value=100)))

    with works() as work:
        assert not needs_for(work.records, Wanted(country="MOZ"), day=TODAY)
        closed = closed_needs_for(work.records, Wanted(country="MOZ"), day=TODAY)

    assert [need.key for need in closed] == ["wsh-moz-1"]


def test_an_offer_fits_a_need_only_for_the_same_thing_country_agency_and_type():
    pump = OfferedItem(item="water_pump")
    works = a_world(need(agency="UNICEF"))
    tries = {
        "the same": (pump, "MOZ", ""),
        "its agency": (pump, "MOZ", "UNICEF"),
        "another agency": (pump, "MOZ", "WFP"),
        "another country": (pump, "KEN", ""),
        "no country": (pump, "", ""),
        "another thing": (OfferedItem(item="tent"), "MOZ", ""),
        "nothing named": (OfferedItem(item=""), "MOZ", ""),
        "another type": (replace(pump, contribution_type="staff"), "MOZ", ""),
    }

    with works() as work:
        fitting = {
            name
            for name, (item, country, agency) in tries.items()
            if need_that_fits(work.records, item, country=country, agency=agency, day=TODAY)
        }

    assert fitting == {"the same", "its agency"}


def test_a_need_that_names_no_contribution_type_takes_any():
    assert takes(need(contribution_types=()), "staff")
    assert not takes(need(), "staff")


def test_more_than_the_open_quantity_is_noticed_in_the_same_unit_only():
    """Order of rules 4: above the open quantity is said and flagged."""
    assert exceeds(need(), Quantity(value=61))
    assert not exceeds(need(), Quantity(value=60))
    assert not exceeds(need(), Quantity(value=61, unit="pallet"))
    assert not exceeds(need(), None)
    assert not exceeds(need(requested=None), Quantity(value=61))
