"""What a focal point has asked for reaches it, though its hold has run out."""

from __future__ import annotations

import pytest

from bot.inquiries.handling import Handling

from .cast import ANA, FakeCalendar, FakeWords, on
from .talk import (
    a_request,
    keep,
    keys,
    notices_in,
    request_in,
)

REFERENCE = "FP-2026-00001"
NAMED = ("reference", REFERENCE, REFERENCE)
IN_MOZAMBIQUE = ("country", "Mozambique", "MOZ")


@pytest.mark.parametrize("intent", ["inform", "not_sure", "affirm", "deny", "update_request"])
def test_what_ana_has_asked_for_reaches_her_though_her_hold_has_run_out(talk, works, intent):
    """The table of moves: waiting_company, the company answers, claimed; behaviour 3: relayed to that person."""
    keep(works, a_request())
    handling = Handling(works=works, words=FakeWords(), calendar=FakeCalendar())
    handling.ask_more(reference=REFERENCE, by=ANA, text="Which diameter?", identity="press-1", now=on(0))
    handling.end_idle_holds(now=on(0, day=4))
    notices_in(works)
    talk.now = on(1, day=4)

    spoken = talk.says(intent, "two inches")

    assert (spoken.kind, keys(spoken)) == ("route", ["update_request.added"])
    assert (request_in(works).status, request_in(works).assignee) == ("claimed", ANA)
    assert [told.notice.payload.get("text") for told in notices_in(works)] == ["two inches", None]


def test_a_question_of_another_kind_is_answered_though_ana_waits(talk, works):
    keep(works, a_request(status="waiting_company", assignee=ANA))

    spoken = talk.says("ask_term", "what is a cluster?", ("term", "cluster", "cluster"))

    assert keys(spoken) == ["ask_term.found"] and request_in(works).status == "waiting_company"
