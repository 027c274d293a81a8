"""Pure builders: inert words, limits, moments."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inquiries.records import Desk
from bot.inquiries.request import Request
from bot.inquiries.turn import Reply
from bot.slack.blocks import MESSAGE_BLOCKS, MESSAGE_CHARACTERS, characters
from bot.slack.bubbles import as_payload, turn_messages
from bot.slack.card import card, details, is_cut
from bot.slack.forms import Place, details_form
from bot.slack.mrkdwn import escaped, moment, pieces, plain, shortened
from slack_standin.blocks import message_blocks, view_payload

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
DESK = Desk(key="front", name="Front desk", timezone="Asia/Beirut")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a &lt; b &amp; c", "a < b & c"),
        ("<mailto:x@example.org|x@example.org>", "x@example.org"),
        ("see <https://example.org/a|example.org/a> now", "see https://example.org/a now"),
        ("<@U0ANA> and <#C1|general> and <!here>", "@U0ANA and #general and @here"),
        ("&amp;lt;", "&lt;"),
        ("<tel:+25884|+258 84>", "+25884"),
    ],
)
def test_what_a_person_typed_is_read_as_it_was_meant(typed, meant):
    assert plain(typed) == meant


@given(st.text(max_size=500))
def test_no_text_can_hold_a_mention_or_a_link_once_it_is_escaped(text):
    assert "<" not in escaped(text) and ">" not in escaped(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.integers(5, 60))
def test_pieces_lose_no_word_and_are_short_enough(text, size):
    cut = pieces(text, size)

    assert all(0 < len(piece) <= size for piece in cut)
    assert "".join("".join(cut).split()) == "".join(shortened(text, 10_000).split())


def test_a_moment_names_the_desks_zone_and_the_readers_own():
    assert moment(NOW, zone="Asia/Beirut").startswith("Mon 23 Nov 2026, 14:00 (Asia/Beirut), <!date^1795435200^")


@settings(max_examples=40)
@given(
    text=st.text(max_size=400).map(lambda text: text * 40),
    company=st.text(max_size=300),
    flags=st.lists(st.text(max_size=40), max_size=20),
)
def test_every_card_fits_slacks_limits(text, company, flags):
    request = _request(text=text, summary=text, company=company, flags=tuple(flags), facts={"a": text, company: "b"})
    history = [
        {"at": NOW, "actor": "U1", "action": "note", "detail": {"text": text, "name": company}} for _ in range(30)
    ]

    message_blocks(card(request, desk=DESK, history=history, remark=company))
    form = details_form(details(request, desk=DESK, history=history), place=Place(reference=request.reference))
    view_payload(form, kind="modal")


@settings(max_examples=40)
@given(st.lists(st.text(max_size=900).map(lambda text: text * 9), max_size=6), st.integers(0, 30))
def test_every_answer_fits_slacks_limits(texts, count):
    buttons = tuple({"title": f"Button {number}" * 9, "payload": "p"} for number in range(count))
    sources = ({"title": "A <b>", "url": "https://example.org/?a=b&c", "checked_on": "2026-11-20"},)

    messages = turn_messages(as_payload(Reply(text=text, buttons=buttons, sources=sources)) for text in texts)

    for blocks in messages:
        message_blocks(blocks)
        assert len(blocks) <= MESSAGE_BLOCKS and characters(blocks) <= MESSAGE_CHARACTERS


def test_only_a_text_that_the_card_shortens_goes_into_the_thread():
    assert not is_cut(_request(text="short")) and is_cut(_request(text="x" * 2001))


def _request(**fields):
    return Request(
        reference="FP-2026-00001",
        conversation="c",
        desk="front",
        created_at=NOW,
        routed_at=NOW,
        due_at=NOW,
        **{"text": "t", **fields},
    )
