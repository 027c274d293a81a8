"""A desk's daily list: its parked offers, once each working day, at its own time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.inquiries.digest import Digests

from .cast import MONDAY, WATER_MOZ, FakeCalendar, desk, on
from .talk import a_request, a_world, keep, notices_in

NINE = on(1)


def lists_at(works, now, *, calendar=None, known=()):
    return Digests(works=works, calendar=calendar or FakeCalendar()).put_due(now=now, known=known)


def sent(works):
    return [(told.notice.desk, list(told.notice.payload["references"])) for told in notices_in(works)]


def test_a_parked_offer_is_in_the_list_of_its_desk_at_nine_and_once(works):
    """Order of rules 5: status parked, no card, a line in the desk's daily list."""
    keep(works, a_request(status="parked"))
    keep(works, a_request("FP-2026-00002"))

    assert f"digest:{WATER_MOZ}:2026-11-23" not in lists_at(works, MONDAY)
    assert sent(works) == []
    lists_at(works, NINE)
    assert sent(works) == [(WATER_MOZ, ["FP-2026-00001"])]
    lists_at(works, on(2))
    assert sent(works) == []
    lists_at(works, on(1, day=1))
    assert sent(works) == [(WATER_MOZ, ["FP-2026-00001"])]


def test_a_desk_without_parked_offers_gets_no_list(works):
    assert lists_at(works, NINE)
    assert sent(works) == []


@pytest.mark.parametrize("day", [5, 6], ids=["Saturday", "Sunday"])
def test_there_is_no_list_on_a_day_off(works, day):
    keep(works, a_request(status="parked"))

    lists_at(works, on(3, day=day))

    assert sent(works) == []


def test_there_is_no_list_on_a_public_holiday(works):
    keep(works, a_request(status="parked"))

    lists_at(works, NINE, calendar=FakeCalendar(holidays={("MZ", NINE.date())}))

    assert sent(works) == []


def test_a_time_that_nobody_can_read_is_nine_in_the_morning():
    works = a_world(desk(WATER_MOZ, held_offers_digest="early"))
    keep(works, a_request(status="parked"))

    lists_at(works, on(0.9))
    assert sent(works) == []
    lists_at(works, NINE)
    assert len(sent(works)) == 1


def test_a_long_list_comes_in_parts_and_leaves_nothing_out(works):
    for number in range(1, 66):
        keep(works, replace(a_request(f"FP-2026-{number:05}"), status="parked"))

    lists_at(works, NINE)

    parts = sent(works)
    assert [len(references) for _, references in parts] == [30, 30, 5]
    assert len({reference for _, references in parts for reference in references}) == 65


def test_a_list_that_is_known_to_be_out_is_not_looked_at_again(works):
    keep(works, a_request(status="parked"))

    lists_at(works, NINE, known=(f"digest:{WATER_MOZ}:2026-11-23",))

    assert sent(works) == []
