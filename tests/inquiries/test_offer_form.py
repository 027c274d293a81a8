"""The form of an offer: questions in between, doubt, danger, a way out; nothing is lost."""

from __future__ import annotations

from bot.inquiries.offer import Draft
from bot.inquiries.records import EmergencyNumber

from .cast import COMPANY, COMPANY_EMAIL, WATER_MOZ
from .talk import (
    OUR_MAIL,
    WE_ARE,
    Talk,
    a_world,
    asked,
    keys,
    part,
    place,
    pumps,
    where_and_when,
    who,
)


def test_a_question_in_the_form_is_answered_and_the_form_goes_on(talk):
    pumps(talk)

    spoken = talk.says("ask_shipping", "who pays the freight?")

    assert keys(spoken) == ["ask_shipping.freight", "offer.ask"]
    assert asked(spoken) == ["located", "available"]
    assert asked(where_and_when(talk)) == ["company", "email"]


def test_a_question_about_elsewhere_does_not_move_the_offer(talk):
    pumps(talk)
    talk.says("ask_needs", "what do you need in Kenya?", ("country", "Kenya", "KEN"))

    spoken = talk.says("talk_to_human", "a person please")

    assert spoken.request is not None and spoken.request.desk == WATER_MOZ


def test_who_sees_this_is_answered_in_the_form_too(talk):
    """S93: asked right where contact data is asked for; the form goes on and the offer is not lost."""
    pumps(talk)
    where_and_when(talk)

    spoken = talk.says("manage_my_data", "who sees this?")
    assert keys(spoken) == ["manage_my_data", "handed_over", "offer.ask"]

    spoken = who(talk)
    assert keys(spoken) == ["offer.routed"]
    assert [(one.topic, one.desk) for one in talk.requests] == [
        ("manage_my_data", "data-protection"),
        ("offer_contribution", WATER_MOZ),
    ]


def test_what_is_told_beside_a_question_is_not_asked_again(talk):
    """Behaviour 9."""
    pumps(talk)
    where_and_when(talk)

    spoken = talk.says("ask_logo_use", f"may {COMPANY} print the logo?", WE_ARE)

    assert asked(spoken) == ["email"]


def test_doubt_inside_the_form_loses_nothing(talk):
    pumps(talk)

    spoken = talk.says("not_sure", "hm, blub?", ranking=("ask_shipping",))
    assert (spoken.kind, keys(spoken)) == ("ask", ["not_sure"])

    assert asked(where_and_when(talk)) == ["company", "email"]


def test_a_doubtful_sentence_without_a_question_answers_the_form(talk):
    pumps(talk)

    spoken = talk.says("not_sure", "Lisbon", place("Lisbon", "PRT"))

    assert spoken.kind == "ask" and talk.inquiry.offer["located"] == "Lisbon"


def test_danger_is_answered_first_in_the_form_short_and_with_the_number_on_record(talk):
    """Behaviour, danger: first and short, in any state of any form; nothing else is asked."""
    pumps(talk)

    spoken = talk.says("seek_help", "my family is trapped in Mozambique", ("country", "Mozambique", "MOZ"))

    assert (spoken.kind, keys(spoken), spoken.flags) == ("exit", ["seek_help"], ("safety",))
    assert [number["value"] for number in part(spoken, "seek_help").values["numbers"]] == ["112"]
    assert asked(where_and_when(talk)) == ["company", "email"]


def test_danger_in_a_first_message_finds_the_number_of_the_place_it_names(talk):
    spoken = talk.says("seek_help", "help, we are trapped in Maputo", ("country", "Maputo", "MOZ"))

    assert [number["value"] for number in part(spoken, "seek_help").values["numbers"]] == ["112"]


def test_a_number_that_is_not_on_record_or_not_published_is_not_made_up():
    """Behaviour 8."""
    talk = Talk(works=a_world(EmergencyNumber(key="KEN-x", country="KEN", value="999", status="draft")))

    spoken = talk.says("seek_help", "help in Kenya", ("country", "Kenya", "KEN"))
    nowhere = talk.says("seek_help", "help")

    assert [part(one, "seek_help").values["numbers"] for one in (spoken, nowhere)] == [[], []]


def test_a_bare_yes_or_no_is_no_place_and_no_company(talk):
    pumps(talk)
    talk.says("affirm", "yes")
    talk.says("deny", "no")

    assert (talk.requests[0].company, talk.requests[0].facts.get("located")) == ("", None)


def test_a_person_in_the_middle_of_the_form_gets_what_was_told(talk):
    """S89: nothing is repeated."""
    pumps(talk)
    talk.says("inform", "in Lisbon", place("Lisbon", "PRT"))

    request = talk.says("talk_to_human", "a person please").request

    assert request is not None
    assert [(one.item, one.quantity.value) for one in request.items] == [("water_pump", 20)]
    assert request.facts["located"] == "Lisbon" and "20 pumps" in request.text


def test_whoever_leaves_the_form_leaves_nothing_behind(talk):
    pumps(talk)

    spoken = talk.says("cancel", "never mind")

    assert keys(spoken) == ["cancel"] and not talk.inquiry.offer and not talk.requests
    assert talk.inquiry.pending == ""


def test_a_thing_the_catalogue_does_not_know_is_taken_as_it_is_written(talk):
    talk.says("offer_contribution", "We would like to help in Kenya", ("country", "Kenya", "KEN"))

    talk.says("inform", "carved elephants")

    assert [(one["item"], one["text"]) for one in talk.inquiry.offer["items"] if one["text"]] == [
        ("", "carved elephants")
    ]


def test_a_company_that_told_its_name_before_is_not_asked_for_it(talk):
    """Behaviour 9: nothing already said is asked again."""
    talk.says("greet", f"Hello, {COMPANY} here, {COMPANY_EMAIL}", WE_ARE, OUR_MAIL)
    pumps(talk)

    spoken = where_and_when(talk)

    assert spoken.kind == "route" and spoken.request is not None and spoken.request.company == COMPANY


def test_the_draft_comes_back_from_its_slot_as_it_was(talk):
    """A restart of the process in the middle loses nothing."""
    pumps(talk)
    kept = talk.inquiry.offer

    draft = Draft.from_dict(kept)

    assert Draft.from_dict(draft.as_dict()) == draft
    assert [(one.item, one.quantity.value) for one in draft.items] == [("water_pump", 20)]
