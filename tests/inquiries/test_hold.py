"""A person holds the conversation: when it begins, when it ends, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.inquiries.handling import Handling

from .acts import REFERENCE, does
from .cast import ANA, JOAO, MONDAY, on
from .talk import (
    a_request,
    audit_of,
    conversation_in,
    keep,
    kinds_of_notices,
    messages_to,
    notices_in,
    request_in,
)


@pytest.mark.parametrize("act", ["claim", "reply", "ask_more"])
def test_the_hold_starts_when_a_person_takes_it_or_writes(handling, works, act):
    """Behaviour 12: a hold starts with a claim or a reply and covers that conversation only."""
    keep(works, a_request("FP-2026-00002", conversation="other"))

    does(handling, act)

    hold = conversation_in(works).hold
    assert hold is not None and (hold.reference, hold.by, hold.name) == (REFERENCE, ANA, "[Demo] Ana")
    assert conversation_in(works).is_held_at(on(1))
    assert conversation_in(works, "other").hold is None


@pytest.mark.parametrize("act", ["hand_back", "accept_to_talk", "decline", "resolve", "reassign"])
def test_the_hold_ends_with(handling, works, act):
    """Behaviour 12: ends with hand-back, accept, decline, resolve; and with another desk."""
    does(handling, "claim")

    does(handling, act, identity="press-2")

    assert conversation_in(works).hold is None


def test_the_end_of_one_request_leaves_anothers_hold(handling, works):
    keep(works, a_request("FP-2026-00002"))
    does(handling, "claim")

    handling.resolve(reference="FP-2026-00002", by=JOAO, identity="press-2", now=on(1))

    hold = conversation_in(works).hold
    assert hold is not None and hold.reference == REFERENCE


def test_a_silent_person_holds_for_sixteen_working_hours(handling, works):
    """Behaviour 12: an idle time, 16 working hours; the desk works eight a day."""
    does(handling, "claim")

    assert conversation_in(works).is_held_at(on(7.99, day=1))
    assert not conversation_in(works).is_held_at(on(8, day=1))
    assert handling.end_idle_holds(now=on(7.99, day=1)) == 0


def test_a_reply_begins_the_sixteen_hours_anew(handling, works):
    does(handling, "claim")

    does(handling, "reply", identity="press-2", now=on(2, day=1))

    assert conversation_in(works).is_held_at(on(1.99, day=3))
    assert not conversation_in(works).is_held_at(on(2, day=3))


def test_the_end_of_an_idle_hold_is_told_in_one_line_once(handling, works):
    """Behaviour 12: its end is told in one line."""
    does(handling, "claim")
    notices_in(works)

    assert handling.end_idle_holds(now=on(9, day=1)) == 1
    assert handling.end_idle_holds(now=on(10, day=1)) == 0

    last = messages_to(works)[-1]
    assert (last.sender, last.text) == ("assistant", f"[en:notice.idle] reference={REFERENCE}")
    assert kinds_of_notices(works) == ["company", "card"]
    assert conversation_in(works).hold is None and audit_of(works)[-1] == "hold_ended"
    assert request_in(works).assignee == ANA


def test_every_idle_hold_ends_each_with_its_own_line(handling, works):
    keep(works, a_request("FP-2026-00002", conversation="other"))
    does(handling, "claim")
    handling.claim(reference="FP-2026-00002", by=JOAO, identity="press-2", now=MONDAY)

    assert handling.end_idle_holds(now=on(9, day=1)) == 2
    assert "FP-2026-00002" in messages_to(works, "other")[-1].text


def test_the_idle_time_is_a_setting(works, words, calendar, handling):
    hasty = Handling(works=works, words=words, calendar=calendar, idle_hold_wh=1)

    does(hasty, "claim")

    assert conversation_in(works).is_held_at(MONDAY + timedelta(minutes=59))
    assert not conversation_in(works).is_held_at(on(1))
