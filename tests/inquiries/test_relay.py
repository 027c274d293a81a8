"""What a company writes while a person holds its conversation goes to that person."""

from __future__ import annotations

import pytest

from bot.inquiries import relay

from .cast import ANA, MONDAY, on
from .talk import a_conversation, a_request, audit_of, conversation_in, keep, messages_to, notices_in, request_in

NINE = on(1)
REFERENCE = "FP-2026-00001"


def company_writes(works, text="Two inches.", *, now=NINE, identity="message-1"):
    """As a channel does it: to the person who holds the conversation, or else to nobody."""
    with works() as work:
        conversation = work.conversations.get("blue-river")
        held = relay.held_request(work, conversation, now=now)
        return relay.relay(work, held, text=text, now=now, identity=identity) if held else None


def act(handling, name, *, identity="press-1", now=MONDAY, **said):
    return getattr(handling, name)(reference=REFERENCE, by=ANA, identity=identity, now=now, **said)


def test_before_anybody_took_it_nothing_is_relayed(works, handling):
    """Behaviour 12: until the claim the assistant goes on answering."""
    assert company_writes(works) is None
    assert notices_in(works) == []


def test_while_ana_holds_it_the_companys_words_go_into_her_thread(works, handling):
    """Behaviour 3, 12: a relay to that person; the bot says nothing of its own."""
    act(handling, "claim")
    notices_in(works)

    request = company_writes(works)

    assert request is not None and request.status == "claimed"
    (line,) = notices_in(works)
    assert (line.notice.kind, line.notice.reference) == ("thread", REFERENCE)
    assert line.notice.payload == {"text": "Two inches.", "name": "Blue River Textiles"}
    assert len(messages_to(works)) == 1
    assert audit_of(works)[-1] == "wrote"


def test_an_answer_that_was_waited_for_gives_the_request_back_to_its_person(works, handling):
    """The table of moves: a company answers, and a waiting request is claimed again."""
    act(handling, "ask_more", text="Which diameter?")
    notices_in(works)

    request = company_writes(works)

    assert request is not None and (request.status, request.assignee) == ("claimed", ANA)
    assert request_in(works).status == "claimed"
    assert [delivery.notice.kind for delivery in notices_in(works)] == ["thread", "card"]


def test_a_second_line_moves_nothing_more(works, handling):
    act(handling, "ask_more", text="Which diameter?")
    company_writes(works)
    notices_in(works)

    company_writes(works, "And made of steel.", identity="message-2")

    assert [delivery.notice.kind for delivery in notices_in(works)] == ["thread"]


def test_the_same_words_twice_are_two_messages_and_the_same_message_twice_is_one(works, handling):
    """Behaviour 11: identity decides, not text."""
    act(handling, "claim")
    notices_in(works)

    for identity in ("message-1", "message-2", "message-2"):
        company_writes(works, "Hello?", identity=identity)

    assert len(notices_in(works)) == 2


@pytest.mark.parametrize("ending", ["hand_back", "accept_to_talk", "resolve"])
def test_after_the_hold_nothing_is_relayed(works, handling, ending):
    act(handling, "claim")
    act(handling, ending, identity="press-2")

    assert company_writes(works) is None


def test_an_idle_hold_is_over_at_its_hour_even_before_it_is_told(works, handling):
    act(handling, "claim")

    assert company_writes(works, now=on(7.9, day=1)) is not None
    assert company_writes(works, now=on(8, day=1), identity="message-2") is None
    assert conversation_in(works).hold is not None


def test_a_hold_covers_its_own_conversation_only(works, handling):
    """Behaviour 12: a hold covers that conversation only."""
    act(handling, "claim")
    other = a_conversation("other")

    with works() as work:
        work.conversations.add(other)
        assert relay.held_request(work, other, now=on(1)) is None


def test_a_request_that_waits_is_found_for_its_company_after_the_hold(works, handling):
    act(handling, "ask_more", text="Which diameter?")
    keep(works, a_request("FP-2026-00002"))

    with works() as work:
        waiting = relay.waiting_request(work, work.conversations.get("blue-river"))
        nobody = relay.waiting_request(work, a_conversation("other"))

    assert waiting is not None and waiting.reference == REFERENCE
    assert nobody is None
