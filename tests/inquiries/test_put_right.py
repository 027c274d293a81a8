"""What a company puts right, in the form and after it: everything that depended on it is worked out anew."""

from __future__ import annotations

import pytest

from bot.inquiries.needs import differs_from_spec
from bot.inquiries.offer import bare_amounts
from bot.inquiries.records import Answer, Covers, Desk, Need, Quantity
from bot.inquiries.request import OfferedItem
from bot.inquiries.routing import Ask, route

from .cast import COMPANY, MONDAY, WATER_MOZ, FakeCalendar
from .talk import (
    BLANKETS_FOR_MOZAMBIQUE,
    NO_KENYA,
    OUR_MAIL,
    PUMPS_FOR_MOZAMBIQUE,
    WE_ARE,
    Talk,
    a_world,
    amount,
    asked,
    audit_of,
    blankets,
    heard,
    keys,
    kinds_of_notices,
    place,
    pumps,
    where_and_when,
    who,
)

CUES = (
    Answer(key="cues.no", topic="cues", cues={"en": ("no,",)}),
    Answer(key="cues.instead", topic="cues", cues={"en": ("actually", "instead")}),
    Answer(key="cues.ready", topic="cues", cues={"en": ("ready now",)}),
    Answer(key="cues.flag.visibility_expected", topic="cues", cues={"en": ("our logo",)}),
)


@pytest.fixture
def talk() -> Talk:
    return Talk(works=a_world(*CUES))


def registered(talk: Talk) -> None:
    pumps(talk)
    where_and_when(talk)
    who(talk)


def test_a_correction_after_the_form_changes_rule_desk_and_need(talk):
    """After a correction everything that depended on it is worked out anew."""
    registered(talk)
    assert (talk.requests[0].desk, talk.requests[0].items[0].need != "") == (WATER_MOZ, True)
    kinds_of_notices(talk.works)

    spoken = talk.says("inform", *NO_KENYA)

    (request,) = talk.requests
    assert spoken.kind == "route" and keys(spoken)[-1] == "update_request.added"
    assert (request.desk != WATER_MOZ, request.items[0].country, request.items[0].need) == (True, "KEN", "")
    assert request.facts["destination"] == "KEN"
    assert audit_of(talk.works, request.reference)[-1] == "added"
    assert kinds_of_notices(talk.works) == ["card", "thread"]


def test_a_request_that_somebody_has_taken_stays_with_that_desk(talk):
    registered(talk)
    (request,) = talk.requests
    with talk.works() as work:
        work.requests.save(request.moved("ask_more", actor="member").moved("answer", actor="company"))

    talk.says("inform", *NO_KENYA)

    assert (talk.requests[0].desk, talk.requests[0].items[0].country) == (WATER_MOZ, "KEN")


def test_another_thing_takes_the_place_of_the_only_one_with_its_amount(talk):
    registered(talk)

    talk.says("inform", "actually tents", ("item", "tents", "tent"))

    assert [(item.item, item.quantity) for item in talk.requests[0].items] == [("tent", Quantity(value=20))]


def test_the_new_amount_counts_where_the_old_one_is_named_beside_it(talk):
    registered(talk)

    text = "it's 15 not 20 pumps"
    talk.says("update_request", text, amount("15", 15), amount("20", 20), ("item", "pumps", "water_pump"))

    assert talk.requests[0].items[0].quantity == Quantity(value=15)


def test_a_bare_number_corrects_the_amount_in_the_form_and_after_it(talk):
    pumps(talk)
    talk.says("inform", "make it 12")
    where_and_when(talk)
    who(talk)
    assert talk.requests[0].items[0].quantity == Quantity(value=12)

    talk.says("inform", "make it 1,400")
    assert talk.requests[0].items[0].quantity == Quantity(value=1400)


@pytest.mark.parametrize("text", ["call +41 22 123", "v2.5 please", "at 10:30", "3 or 4", "none"])
def test_other_numbers_are_no_amounts(text):
    assert bare_amounts(heard("inform", text), [OfferedItem(item="tent")]) == ()


def test_a_never_item_that_is_added_later_is_refused_as_at_first(talk):
    """Order of rules 1: a request that is open changes nothing."""
    registered(talk)

    formula = (amount("20", 20, "box"), ("item", "formula", "infant_formula"))
    spoken = talk.says("update_request", "and 20 boxes of formula", *formula)

    assert keys(spoken)[0] == "verdict.never"
    assert [item.state for item in talk.requests[0].items] == ["routed", "not_accepted"]


def test_taking_back_is_understood_as_cancelling_too(talk):
    registered(talk)

    assert talk.says("cancel", "please withdraw it").kind == "route"
    assert talk.requests[0].status == "withdrawn"


def test_the_country_asked_about_before_is_where_an_offer_goes_that_names_only_its_own_place(talk):
    """Behaviour 9: nothing already said is asked again."""
    talk.says("ask_needs", "what do you need in Mozambique?", ("country", "Mozambique", "MOZ"))

    text = "we have 20 pumps in Rotterdam"
    entities = (*PUMPS_FOR_MOZAMBIQUE[:2], place("Rotterdam", "NLD"), ("country", "Rotterdam", "NLD"))
    spoken = talk.says("inform", text, *entities)

    assert spoken.about == "offer_contribution" and "needs:" in "".join(spoken.records)
    assert asked(spoken) == ["available"]


def test_a_crisis_that_is_not_on_record_still_tells_where_things_go(talk):
    """Where goods are and where they go are two places."""
    text = "We have 4000 blankets in Rotterdam after the storm in Mozambique"
    spoken = talk.says(
        "offer_contribution",
        text,
        *BLANKETS_FOR_MOZAMBIQUE,
        place("Rotterdam", "NLD"),
        ("country", "Rotterdam", "NLD"),
        ("crisis", "storm in Mozambique", "storm in Mozambique"),
    )

    assert spoken.kind == "refuse" and spoken.inquiry.country == "MOZ"


def test_what_is_ready_now_is_not_asked_for_its_day(talk):
    text = "We have 20 pumps in Beira for Mozambique, ready now"
    beira = (place("Beira", "MOZ"), ("country", "Beira", "MOZ"))

    assert asked(talk.says("offer_contribution", text, *PUMPS_FOR_MOZAMBIQUE, *beira)) == ["company", "email"]


def test_a_name_given_freely_is_kept_for_the_request_and_the_conversation(talk):
    pumps(talk)
    where_and_when(talk)
    talk.says("inform", f"B Ltd, {OUR_MAIL[1]}", OUR_MAIL)

    assert (talk.requests[0].company, talk.inquiry.company) == ("B Ltd", "B Ltd")


def test_who_says_who_it_is_when_asked_whether_to_keep_an_offer_keeps_it(talk):
    blankets(talk)

    talk.says("inform", f"{COMPANY}, {OUR_MAIL[1]}", WE_ARE, OUR_MAIL)
    talk.says("inform", "tomorrow", ("date", "tomorrow", "2026-11-24"))

    assert [(request.status, request.company) for request in talk.requests] == [("parked", COMPANY)]


def test_the_words_of_an_offer_raise_flags_for_the_desk(talk):
    text = "We have 20 pumps for Mozambique and want our logo on them"
    talk.says("offer_contribution", text, *PUMPS_FOR_MOZAMBIQUE)
    where_and_when(talk)
    who(talk)

    assert "visibility_expected" in talk.requests[0].flags


@pytest.mark.parametrize(
    ("spec", "words", "differs"),
    [
        ("new, manual in Portuguese", "20 second-hand pumps", True),
        ("new, manual in Portuguese", "20 pumps", False),
        ("Tarpaulins of 4 x 6 m", "tarpaulins of 4x5 m", True),
        ("Tarpaulins of 4 x 6 m", "tarpaulins, 4 m x 6 m", False),
        ("", "used 4 x 5 m", False),
    ],
)
def test_what_contradicts_the_specification_is_seen(spec, words, differs):
    """Order of rules 4: off specification is said and flagged."""
    assert differs_from_spec(Need(key="n", item="tarpaulin", country="MOZ", spec=spec), words) is differs


def test_a_country_office_is_known_by_what_it_covers():
    """S43, S44: offices of a country whose desks have keys of their own."""
    office = Desk(key="lusaka", covers=Covers(country="ZMB"))
    network = Desk(key="zambia-compact", covers=Covers(agency="UNGC", country="ZMB"))
    with a_world(office, network)() as work:
        ask = Ask(intent="ask_how_to_partner", country="ZMB", company_size="small")
        found = route(work.records, ask, now=MONDAY, calendar=FakeCalendar())

    assert (found.desk, found.cc) == ("lusaka", ("zambia-compact",))


def test_a_desk_that_names_more_of_the_ask_comes_first():
    narrow = Desk(key="water-moz-unicef", covers=Covers(cluster="WSH", country="MOZ", agency="UNICEF"))
    with a_world(narrow)() as work:
        named = Ask(intent="talk_to_human", cluster="WSH", country="MOZ", agency="UNICEF")
        plain = Ask(intent="talk_to_human", cluster="WSH", country="MOZ")
        desks = [route(work.records, ask, now=MONDAY, calendar=FakeCalendar()).desk for ask in (named, plain)]

    assert desks == ["water-moz-unicef", WATER_MOZ]
