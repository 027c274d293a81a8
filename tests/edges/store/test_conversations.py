"""Conversations and messages come back as they were kept, each under one identity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.inquiries.errors import DuplicateIdentity
from bot.store.errors import MissingParent

from .people import NOW, a_conversation, a_hold, a_message, later


def test_a_conversation_comes_back_as_it_was_kept(works):
    held = a_conversation("other", channel="slack", address="D1", language="fr", hold=a_hold(), last_at=NOW)
    with works() as work:
        work.conversations.add(held)

    with works() as work:
        assert work.conversations.get("other") == held
        assert work.conversations.get("nobody's") is None


def test_a_hold_begins_and_ends(works):
    with works() as work:
        work.conversations.save(work.conversations.get("acme").held(a_hold()))

    with works() as work:
        assert work.conversations.get("acme").hold == a_hold()
        work.conversations.save(work.conversations.get("acme").released())

    with works() as work:
        assert work.conversations.get("acme") == a_conversation()


def test_a_conversation_is_found_at_its_channels_address(works):
    with works() as work:
        work.conversations.add(a_conversation("direct", channel="slack", address="D1"))
        work.conversations.add(a_conversation("rest", channel="rest", address="D1"))

    with works() as work:
        assert work.conversations.at_address(channel="slack", address="D1").id == "direct"
        assert work.conversations.at_address(channel="slack", address="D2") is None
        assert work.conversations.at_address(channel="web", address="") is None


def test_an_address_has_one_conversation(works):
    with works() as work:
        work.conversations.add(a_conversation("direct", channel="slack", address="D1"))

    with pytest.raises(DuplicateIdentity), works() as work:
        work.conversations.add(a_conversation("second", channel="slack", address="D1"))


def test_a_conversation_is_added_once(works):
    with pytest.raises(DuplicateIdentity), works() as work:
        work.conversations.add(a_conversation())


def test_a_conversation_that_was_never_added_cannot_be_changed(works):
    with pytest.raises(MissingParent), works() as work:
        work.conversations.save(a_conversation("nobody's"))


def test_holds_that_have_run_out_are_found_in_their_order(works):
    with works() as work:
        for name, minutes in (("late", 20), ("early", 10), ("running", 40)):
            work.conversations.add(a_conversation(name, hold=a_hold(until=later(minutes))))

    with works() as work:
        found = work.conversations.held_until_before(later(20))
    assert [conversation.id for conversation in found] == ["early", "late"]


def test_messages_come_back_as_they_were_shown_in_their_order(works):
    with works() as work:
        first = work.conversations.add_message(a_message("one", key="a", reference="FP-2026-00001", name="Amina"))
        second = work.conversations.add_message(a_message("two"))

    with works() as work:
        kept = work.conversations.messages("acme")
        after_first = work.conversations.messages("acme", after=first.id)
    assert 0 < first.id < second.id
    assert list(kept) == [first, second]
    assert list(after_first) == [second]
    assert replace(first, id=0) == a_message("one", key="a", reference="FP-2026-00001", name="Amina")


def test_a_message_is_found_by_its_identity(works):
    with works() as work:
        work.conversations.add_message(a_message("one", key="a"))

    with works() as work:
        assert work.conversations.message_with_key("a").text == "one"
        assert work.conversations.message_with_key("b") is None


def test_what_a_message_came_to_is_kept_with_it(works):
    with works() as work:
        message = work.conversations.add_message(a_message("one", key="a", outcome={}))
        work.conversations.keep_outcome(message.id, {"kind": "answer", "records": ("needs:a",)})
        assert work.conversations.messages("acme")[0].outcome["kind"] == "answer"

    with works() as work:
        assert work.conversations.message_with_key("a").outcome == {"kind": "answer", "records": ["needs:a"]}


def test_an_identity_is_used_once(works):
    with works() as work:
        work.conversations.add_message(a_message("one", key="a"))

    with pytest.raises(DuplicateIdentity), works() as work:
        work.conversations.add_message(a_message("another", key="a"))

    with works() as work:
        assert [message.text for message in work.conversations.messages("acme")] == ["one"]


def test_the_same_sentence_twice_is_two_messages(works):
    with works() as work:
        work.conversations.add_message(a_message("hello"))
        work.conversations.add_message(a_message("hello"))

    with works() as work:
        assert len(work.conversations.messages("acme")) == 2


def test_a_message_needs_its_conversation(works):
    with pytest.raises(MissingParent), works() as work:
        work.conversations.add_message(a_message(conversation="nobody's"))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("🙏🏽", "🙏🏽"),
        ("مرحبا hello 你好", "مرحبا hello 你好"),
        ("a" * 10_000, "a" * 10_000),
        ("%PDF-1.4\x00\x01\x02", "%PDF-1.4\ufffd\x01\x02"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        ("'; DROP TABLE messages; --", "'; DROP TABLE messages; --"),
    ],
    ids=["empty", "emoji", "mixed scripts", "long", "binary", "broken unicode", "quotes"],
)
def test_whatever_is_written_can_be_kept(works, said, kept):
    with works() as work:
        work.conversations.add_message(a_message(said, outcome={"about": said}))

    with works() as work:
        assert work.conversations.messages("acme")[0].text == kept
