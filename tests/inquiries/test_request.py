"""The life cycle of a request: every move of the table is possible, and no other."""

from __future__ import annotations

from itertools import product

import pytest

from bot.inquiries import acceptance
from bot.inquiries.errors import MoveNotAllowed
from bot.inquiries.request import CLOSED, FLAGS, ITEM_STATES, MOVES, OPEN, STATUSES, OfferedItem

from .talk import a_request

BEHAVIOUR_STATUSES = {
    "unclaimed",
    "claimed",
    "waiting_company",
    "accepted_to_talk",
    "parked",
    "declined",
    "resolved",
    "withdrawn",
    "linked",
    "deleted",
}
BEHAVIOUR_ITEM_STATES = {
    "answered",
    "routed",
    "held_for_later",
    "not_accepted",
    "vendor_exit",
    "agreement_activation",
    "withdrawn",
    "accepted",
    "declined",
}
BEHAVIOUR_FLAGS = {
    "conflict_of_interest",
    "visibility_expected",
    "agreement_match",
    "agreement_expired",
    "agreement_claimed_unverified",
    "claimed_request_unverified",
    "spec_mismatch",
    "quantity_over_need",
    "short_dated",
    "sme",
    "repeat",
    "urgent",
    "prompt_attack",
    "no_alerts",
    "safety",
}

STILL_OPEN = ("unclaimed", "claimed", "waiting_company", "accepted_to_talk", "parked")
ENDED = ("declined", "resolved", "withdrawn", "linked")

ALLOWED = {
    ("member", "claim"): dict.fromkeys(("unclaimed", "parked"), "claimed"),
    ("member", "reply"): {
        **dict.fromkeys(("unclaimed", "claimed", "waiting_company"), "claimed"),
        "accepted_to_talk": "accepted_to_talk",
    },
    ("member", "ask_more"): dict.fromkeys(("unclaimed", "claimed", "waiting_company"), "waiting_company"),
    ("member", "accept_to_talk"): dict.fromkeys(("unclaimed", "claimed", "waiting_company"), "accepted_to_talk"),
    ("member", "decline"): dict.fromkeys(STILL_OPEN, "declined"),
    ("member", "resolve"): dict.fromkeys(STILL_OPEN, "resolved"),
    ("member", "hand_back"): dict.fromkeys(("claimed", "waiting_company"), "unclaimed"),
    ("member", "reassign"): dict.fromkeys(STILL_OPEN, "unclaimed"),
    ("member", "park"): dict.fromkeys(("unclaimed", "claimed"), "parked"),
    ("member", "reopen"): dict.fromkeys(ENDED, "claimed"),
    ("company", "answer"): {"waiting_company": "claimed"},
    ("company", "withdraw"): dict.fromkeys(STILL_OPEN, "withdrawn"),
    ("company", "reopen"): dict.fromkeys(ENDED, "unclaimed"),
    ("system", "take_up"): {"parked": "unclaimed"},
    ("system", "link"): dict.fromkeys(STILL_OPEN, "linked"),
    ("system", "delete"): dict.fromkeys((*STILL_OPEN, *ENDED), "deleted"),
}
"""Who may do what in which status, and what it then is: written down once more, so that a change is one on purpose."""

NAMES = sorted({name for _, name in ALLOWED})
ACTORS = ("member", "company", "system")
EVERY_TRY = list(product(sorted(BEHAVIOUR_STATUSES), NAMES, ACTORS))


def _target(status, name, actor):
    return ALLOWED.get((actor, name), {}).get(status)


@pytest.mark.parametrize(
    ("status", "name", "actor"), [one for one in EVERY_TRY if _target(*one)], ids=lambda value: str(value)
)
def test_an_allowed_move_is_made(status, name, actor):
    assert a_request(status=status).moved(name, actor=actor).status == _target(status, name, actor)


@pytest.mark.parametrize(
    ("status", "name", "actor"), [one for one in EVERY_TRY if not _target(*one)], ids=lambda value: str(value)
)
def test_any_other_move_is_refused_and_says_so_in_a_sentence(status, name, actor):
    """Behaviour, words for states: no other move is possible."""
    with pytest.raises(MoveNotAllowed, match=f"{status.replace('_', ' ')} cannot {name.replace('_', ' ')}"):
        a_request(status=status).moved(name, actor=actor)


def test_the_table_has_no_move_beyond_these():
    pairs = [(move.actor, move.name, source, move.target) for move in MOVES for source in move.sources]

    assert sorted(pairs) == sorted(
        (actor, name, source, target)
        for (actor, name), moves in ALLOWED.items()
        for source, target in moves.items()
    )  # fmt: skip


def test_nobody_can_make_a_move_that_is_not_in_the_table():
    with pytest.raises(MoveNotAllowed):
        a_request().moved("forget", actor="member")


def test_statuses_item_states_and_flags_are_those_of_the_contract():
    assert set(STATUSES) == BEHAVIOUR_STATUSES
    assert set(ITEM_STATES) == BEHAVIOUR_ITEM_STATES
    assert set(FLAGS) == BEHAVIOUR_FLAGS


@pytest.mark.parametrize("status", sorted(BEHAVIOUR_STATUSES))
def test_a_request_is_open_while_a_person_still_has_something_to_do(status):
    assert a_request(status=status).is_open == (status in OPEN)
    assert not set(OPEN) & set(CLOSED)


def test_only_a_member_of_a_desk_can_accept_to_talk_or_decline():
    """S116: the bot never accepts or refuses on the UN's behalf."""
    decided = [move for move in MOVES if move.target in ("accepted_to_talk", "declined")]

    assert {move.actor for move in decided} == {"member"}


def test_a_deleted_request_never_moves_again():
    assert not [move for move in MOVES if "deleted" in move.sources]


def test_a_move_keeps_everything_but_the_status():
    request = a_request(flags=("sme",), assignee="U0ANA")

    moved = request.moved("resolve", actor="member")

    assert (moved.flags, moved.assignee, moved.items) == (request.flags, request.assignee, request.items)
    assert request.status == "unclaimed"


def test_a_flag_is_kept_once_and_in_order():
    request = a_request(flags=("sme",)).flagged("repeat", "sme", "sensitive:tobacco")

    assert request.flags == ("sme", "repeat", "sensitive:tobacco")


def test_a_ruling_of_the_assistant_never_leaves_an_item_accepted_or_declined():
    """S116: people decide; the assistant's rulings give only the states before a decision."""
    assert set(acceptance.STATE_OF.values()) <= BEHAVIOUR_ITEM_STATES - {"accepted", "declined", "withdrawn"}


def test_an_item_knows_where_it_is_and_where_it_goes_as_two_places():
    """Behaviour: where goods are and where they go are two places."""
    item = OfferedItem(item="blanket", located="Rotterdam", country="MOZ")

    assert (item.located, item.country, item.state) == ("Rotterdam", "MOZ", "routed")
