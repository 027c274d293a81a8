"""What a person says to the company, and what a request becomes at another desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.inquiries.errors import (
    NotAMember,
    NothingSaid,
    ReasonMissing,
    UnknownRecord,
)

from .acts import REFERENCE, does
from .cast import ANA, MONDAY, WATER_MOZ, member, on
from .talk import (
    audit_of,
    conversation_in,
    kinds_of_notices,
    messages_to,
    notices_in,
    request_in,
    with_member,
)

# --- what a person says ----------------------------------------------------------------------------------------------


def test_a_reply_reaches_the_company_in_the_persons_name_and_words(handling, works):
    request = does(handling, "reply")

    (message,) = messages_to(works)
    assert (message.sender, message.name, message.text) == ("person", "[Demo] Ana", "Which diameter?")
    assert (request.status, request.assignee) == ("claimed", ANA)
    sent = [delivery.notice for delivery in notices_in(works) if delivery.notice.kind == "company"]
    assert [(notice.conversation, notice.payload["message"]) for notice in sent] == [("blue-river", message.id)]


def test_a_question_makes_the_request_wait_for_the_company(handling):
    assert does(handling, "ask_more").status == "waiting_company"


def test_a_note_stays_in_the_house(handling, works):
    """Behaviour 5: notes are internal."""
    request = does(handling, "note")

    assert request.status == "unclaimed"
    assert not messages_to(works) and kinds_of_notices(works) == ["card"]
    with works() as work:
        assert work.audit.of(REFERENCE)[0]["detail"]["text"] == "They gave pumps in 2024."
    assert conversation_in(works).hold is None


@pytest.mark.parametrize("act", ["reply", "ask_more", "note"])
@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_is_not_sent(handling, works, act, text):
    with pytest.raises(NothingSaid):
        does(handling, act, text=text)
    assert not messages_to(works) and not audit_of(works)
    assert does(handling, act)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decline_needs_a_reason_that_the_company_reads(handling, works, reason):
    """S42, S123: a refusal requires a reason; it still teaches."""
    with pytest.raises(ReasonMissing):
        does(handling, "decline", reason=reason)

    declined = does(handling, "decline")
    assert (declined.status, declined.closed_at, declined.assignee) == ("declined", MONDAY, ANA)
    assert "reason=The wells are too deep" in messages_to(works)[-1].text


def test_to_be_ready_to_talk_accepts_nothing(handling, works):
    """S116: accept to talk is not an acceptance of the offer."""
    request = does(handling, "accept_to_talk")

    assert (request.status, request.is_open, request.closed_at) == ("accepted_to_talk", True, None)
    assert [item.state for item in request.items] == ["routed"]
    assert messages_to(works)[-1].text.startswith("[en:notice.accepted_to_talk]")


def test_whoever_is_ready_to_talk_goes_on_writing(handling):
    does(handling, "accept_to_talk")

    assert does(handling, "reply", identity="press-2").status == "accepted_to_talk"


def test_a_resolved_request_is_closed_and_the_company_is_told(handling, works):
    """S66: a closing message."""
    request = does(handling, "resolve")

    assert (request.status, request.closed_at) == ("resolved", MONDAY)
    assert messages_to(works)[-1].text.startswith("[en:notice.resolved]")


def test_a_request_that_is_handed_back_belongs_to_nobody(handling, works):
    does(handling, "claim")

    request = does(handling, "hand_back", identity="press-2")

    assert (request.status, request.assignee, request.assignee_name) == ("unclaimed", "", "")
    assert messages_to(works)[-1].text.startswith("[en:notice.handed_back]")


def test_the_company_is_told_in_its_own_language(handling, works):
    """Behaviour 10: in the language of the company's latest message."""
    with works() as work:
        conversation = work.conversations.get("blue-river")
        work.conversations.save(replace(conversation, language="pt"))

    does(handling, "claim")

    assert messages_to(works)[-1].text.startswith("[pt:notice.claimed]")


# --- another desk ----------------------------------------------------------------------------------------------------


def test_a_request_goes_to_another_desk_and_its_clock_starts_anew_there(handling, works):
    """Behaviour, "time": from routing, in the working hours of the desk."""
    does(handling, "claim")

    request = does(handling, "reassign", identity="press-2", now=on(5))

    assert (request.desk, request.status, request.assignee) == ("cluster-wsh", "unclaimed", "")
    assert (request.routed_at, request.due_at) == (on(5), on(5, day=1))
    assert (
        "notice.reassigned" in messages_to(works)[-1].text and "desk=[Demo] cluster-wsh" in messages_to(works)[-1].text
    )


def test_the_old_desk_is_told_and_the_new_one_gets_the_card(handling, works):
    does(handling, "reassign")

    told = [(delivery.notice.kind, delivery.notice.desk) for delivery in notices_in(works)]
    assert told == [("card_moved", WATER_MOZ), ("company", ""), ("card", "")]


def test_the_reason_for_the_move_stays_in_the_house(handling, works):
    does(handling, "reassign", reason="they are rude")

    assert "rude" not in messages_to(works)[-1].text
    with works() as work:
        assert work.audit.of(REFERENCE)[0]["detail"]["reason"] == "they are rude"


def test_the_old_desk_has_no_more_say_in_it(handling):
    does(handling, "reassign")

    with pytest.raises(NotAMember):
        does(handling, "claim", identity="press-2")


def test_a_request_cannot_go_to_a_desk_that_is_not_there(handling, works):
    with pytest.raises(UnknownRecord, match='no desk "cluster-xyz"'):
        does(handling, "reassign", desk="cluster-xyz")
    assert request_in(works).desk == WATER_MOZ


def test_a_request_that_goes_to_a_restricted_desk_becomes_restricted(handling, works):
    """S124: a restricted channel for what is sensitive; the new desk's back-ups stand behind it."""
    request = does(handling, "reassign", desk="fraud")

    assert (request.restricted, request.backup) == (True, ("front",))
    assert not does(
        handling, "reassign", identity="press-2", desk="rco-moz", by=_a_member_of(works, "fraud")
    ).restricted


def _a_member_of(works, key):
    with_member(works, key, member("sam", "U0SAM"))
    return "U0SAM"
