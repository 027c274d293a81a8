"""Who is where: the emergency that rules in a country, the desks of a person."""

from __future__ import annotations

from datetime import date

from bot.inquiries.directory import emergency_in
from bot.inquiries.records import Emergency

from .cast import TODAY
from .talk import a_world


def ruling(*emergencies, country="PER", day=TODAY):
    with a_world(*emergencies)() as work:
        found = emergency_in(work.records, country=country, day=day)
    return found.key if found else None


def an_emergency(key, **changes):
    return Emergency(key=key, name=f"[Demo] {key}", country="PER", **changes)


def test_the_emergency_in_emergency_mode_rules_before_a_later_one():
    """S107: emergency mode is per event."""
    old = an_emergency("old", mode="emergency", since=date(2026, 1, 1))
    new = an_emergency("new", since=date(2026, 11, 1))

    assert ruling(old, new) == "old"


def test_of_two_alike_the_later_one_rules():
    assert ruling(an_emergency("a", since=date(2026, 1, 1)), an_emergency("b", since=date(2026, 2, 1))) == "b"


def test_an_emergency_that_is_a_draft_over_or_elsewhere_does_not_rule():
    draft, over = an_emergency("draft", status="draft"), an_emergency("over", valid_to=date(2026, 1, 1))

    assert ruling(draft, over) is None
    assert ruling(an_emergency("peru"), country="CHL") is None
