"""Privacy before contact data, two questions a turn, nothing asked twice: whatever is told in whatever order."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inquiries.offer import Draft

from .cast import item
from .talk import (
    OUR_MAIL,
    WE_ARE,
    Talk,
    a_world,
    amount,
    asked,
    keys,
    part,
    place,
    pumps,
    request_in,
    where_and_when,
    who,
)

FACTS = {
    "what": [("item", "tents", "tent")],
    "country": [("country", "Kenya", "KEN")],
    "quantity": [amount("9 pieces", 9)],
    "located": [place("Lisbon", "PRT")],
    "available": [("date", "tomorrow", "2026-11-24")],
    "company": [WE_ARE],
    "email": [OUR_MAIL],
}


def _text(entities):
    words = " ".join(("for " if name == "country" else "") + words for name, words, _ in entities)
    return f"we have {words}"


def _subsets(names):
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def _check(talk, told):
    questions = [asked(spoken) for spoken in talk.turns]
    flat = [name for turn in questions for name in turn]
    assert all(len(turn) <= 2 for turn in questions), "at most two questions in a turn (behaviour 9)"
    assert len(flat) == len(set(flat)), f"asked twice: {flat}"
    for number, turn in enumerate(questions):
        assert not set(turn) & told[number], f"asked though it was said: {turn}"
    privacy = [number for number, spoken in enumerate(talk.turns) if "privacy" in keys(spoken)]
    personal = [number for number, turn in enumerate(questions) if {"company", "email"} & set(turn)]
    assert privacy == personal[:1], "privacy once, in the turn that first asks for contact data (S93)"
    for number in privacy:
        parts = keys(talk.turns[number])
        assert parts.index("privacy") < parts.index("offer.ask")


def test_an_amount_or_a_kind_that_is_told_before_the_thing_is_kept(talk):
    """Behaviour 9: "we have 500", "we offer staff": the thing is asked, the rest is known."""
    spoken = talk.says("offer_contribution", "We offer staff for Kenya, 6 people", ("contribution_type", "staff", "staff"),
                       amount("6 people", 6, "person"), ("country", "Kenya", "KEN"))  # fmt: skip
    assert asked(spoken) == ["what", "available"]

    talk.says("inform", "bridge builders, tomorrow", ("date", "tomorrow", "2026-11-24"))

    (offered,) = Draft.from_dict(talk.inquiry.offer).items
    assert (offered.text, offered.contribution_type, offered.quantity.value) == ("bridge builders", "staff", 6)


@pytest.mark.parametrize("told", list(_subsets(FACTS)), ids="+".join)
def test_whatever_was_said_at_first_is_not_asked_and_the_rest_is_asked_once(told):
    """S93, behaviour 4 and 9: every subset of what a company may tell in its first sentence."""
    talk = Talk(works=_ONE_WORLD)
    talk.id = "+".join(told)
    talk.__post_init__()
    entities = list(chain.from_iterable(FACTS[name] for name in told))
    known = [set(told)]

    spoken = talk.says("offer_contribution", _text(entities), *entities)
    while spoken.kind == "ask":
        answers = list(chain.from_iterable(FACTS[name] for name in asked(spoken)))
        known.append(known[-1] | set(asked(spoken)))
        spoken = talk.says("inform", _text(answers), *answers)

    _check(talk, known)
    assert spoken.kind == "route" and spoken.request is not None
    assert len(talk.turns) <= 6


_ONE_WORLD = a_world(item("soap", "hygiene"))


@settings(max_examples=60, deadline=None)
@given(
    turns=st.lists(st.sets(st.sampled_from(sorted(FACTS))), min_size=1, max_size=6),
    begins=st.sets(st.sampled_from(sorted(FACTS))),
)
def test_in_whatever_order_things_are_told_nothing_is_asked_twice(turns, begins):
    """Behaviour 9: at most two questions in a turn; nothing already said is asked again."""
    talk = Talk(works=a_world())
    known = [set(begins)]
    entities = list(chain.from_iterable(FACTS[name] for name in sorted(begins)))
    spoken = talk.says("offer_contribution", _text(entities), *entities)
    for told in turns:
        if spoken.kind != "ask":
            break
        entities = list(chain.from_iterable(FACTS[name] for name in sorted(told)))
        known.append(known[-1] | told)
        spoken = talk.says("inform", ", ".join(words for _, words, _ in entities), *entities)

    _check(talk, known)
    assert all(spoken.parts for spoken in talk.turns)


def test_the_privacy_sentence_is_said_once_in_a_conversation(talk):
    """S93, behaviour 4: before contact data is asked for the first time."""
    for _ in range(2):
        pumps(talk)
        where_and_when(talk)
        talk.says("cancel", "never mind")

    said = [key for spoken in talk.turns for key in keys(spoken)]
    assert said.count("privacy") == 1


def test_a_request_that_was_opened_is_in_the_store_with_what_was_promised(talk, works):
    pumps(talk)
    where_and_when(talk)
    spoken = who(talk)

    assert spoken.request is not None
    assert request_in(works, spoken.request.reference).due_at == part(spoken, "offer.routed").values["due"]
