"""How an inquiry becomes a request: opened, joined, raised, parked, taken back, opened again."""

from __future__ import annotations

import re

import pytest

from bot.inquiries import intake
from bot.inquiries.errors import MoveNotAllowed
from bot.inquiries.intake import Intake, open_request
from bot.inquiries.records import Quantity
from bot.inquiries.request import OfferedItem
from bot.inquiries.routing import Ask

from .cast import COMPANY, COMPANY_EMAIL, MONDAY, WATER_MOZ, FakeCalendar, on
from .talk import a_conversation, a_request, audit_of, keep, notices_in, request_in

NINE = on(1)
PUMPS = (OfferedItem(item="water_pump", quantity=Quantity(value=20)),)
TENTS = (OfferedItem(item="tent"),)


def taken(works, *, conversation="blue-river", identity="message-1", now=MONDAY, **changes):
    """Blue River's offer of pumps for Mozambique, with these changes."""
    plain = {
        "ask": Ask(intent="offer_contribution", country="MOZ", items=("water_pump",)),
        "topic": "offer_contribution",
        "text": "We have 20 pumps for Beira.",
        "company": COMPANY,
        "email": COMPANY_EMAIL,
        "items": PUMPS,
    }
    with works() as work:
        known = work.conversations.get(conversation)
        if known is None:
            known = a_conversation(conversation)
            work.conversations.add(known)
        told = Intake(**{**plain, **changes})
        return open_request(work, told, conversation=known, now=now, calendar=FakeCalendar(), identity=identity)


def told(works):
    return [(delivery.notice.kind, delivery.notice.reference, delivery.notice.desk) for delivery in notices_in(works)]


# --- opened ----------------------------------------------------------------------------------------------------------


def test_a_request_gets_its_reference_desk_and_time_and_a_card_at_once(works):
    """Behaviour 3, S65: every routed request gets its reference and an expected time in the same turn."""
    opened = taken(works)

    request = opened.request
    assert opened.is_new
    assert re.fullmatch(r"FP-2026-\d{5,}", request.reference)
    assert (request.status, request.desk, request.due_at) == ("unclaimed", WATER_MOZ, on(8))
    assert (request.company, request.items, request.text) == (COMPANY, PUMPS, "We have 20 pumps for Beira.")
    assert request.backup == ("cluster-wsh", "front")
    assert [reason["rule"] for reason in request.reasons] == ["item_cluster", "country_cluster"]
    assert request_in(works, request.reference).reference == request.reference
    assert told(works) == [("card", request.reference, "")]
    assert audit_of(works, request.reference) == ["opened"]


def test_a_reference_is_never_given_twice(works):
    references = [taken(works, conversation=f"c{n}", identity=f"m{n}", company="", email="").request for n in range(5)]

    assert len({request.reference for request in references}) == 5


def test_the_contact_of_a_sensitive_sector_is_told_of_the_request(works):
    """S31: the sector's contact is always informed."""
    request = taken(works, ask=Ask(country="MOZ", sector="tobacco")).request

    assert request.informed == ("agency-who",)
    assert ("inform", request.reference, "agency-who") in told(works)


def test_an_agreement_an_urgent_matter_or_danger_is_a_priority(works):
    """S107: surface existing agreements."""
    for number, flag in enumerate(("agreement_match", "urgent", "safety", "sme", "repeat")):
        apart = {"conversation": f"c{number}", "identity": f"m{number}", "company": f"c{number}", "email": ""}
        request = taken(works, flags=(flag,), **apart).request
        assert request.priority == (flag in ("agreement_match", "urgent", "safety")), flag


@pytest.mark.parametrize("size", ["micro", "small", "medium", "large", ""])
def test_a_small_or_medium_company_is_marked(works, size):
    """S13, S44."""
    request = taken(works, ask=Ask(country="MOZ", company_size=size)).request

    assert ("sme" in request.flags) == (size in ("micro", "small", "medium"))


def test_a_parked_offer_has_no_card(works):
    """Order of rules 5: status parked, no card, a line in the desk's daily list."""
    request = taken(works, parked=True).request

    assert request.status == "parked"
    assert told(works) == []


# --- joined ----------------------------------------------------------------------------------------------------------


def test_what_is_said_later_on_the_same_topic_joins_the_open_request(works):
    """Behaviour 11: one company action makes at most one request and one card."""
    first = taken(works).request
    told(works)

    second = taken(works, identity="message-2", text="They are new.", facts={"condition": "new"}, flags=("urgent",))

    assert (second.is_new, second.request.reference) == (False, first.reference)
    assert second.request.facts == {"condition": "new"} and second.request.flags == ("urgent",)
    assert told(works) == [("thread", first.reference, ""), ("card", first.reference, "")]
    assert audit_of(works, first.reference) == ["opened", "added"]


def test_an_offer_of_other_things_is_a_request_of_its_own(works):
    first = taken(works).request

    second = taken(works, identity="message-2", items=TENTS, ask=Ask(country="MOZ", items=("tent",)))

    assert second.is_new and second.request.reference != first.reference
    assert second.request.desk == "cluster-sls-moz"


def test_an_item_that_is_new_is_added_and_a_known_one_is_not_doubled(works):
    taken(works)

    both = taken(works, identity="message-2", items=(*PUMPS, *TENTS)).request

    assert [item.item for item in both.items] == ["water_pump", "tent"]


def test_whoever_wants_a_person_joins_whatever_is_open(works):
    """S89: nothing is repeated."""
    first = taken(works).request

    joined = taken(works, identity="message-2", topic="talk_to_human", items=())

    assert (joined.is_new, joined.request.reference) == (False, first.reference)


@pytest.mark.parametrize("status", ["declined", "resolved", "withdrawn", "parked"])
def test_nothing_joins_a_request_that_is_closed_or_parked(works, status):
    keep(works, a_request(status=status))

    assert taken(works).is_new


def test_what_an_open_request_did_not_know_of_the_company_is_filled_in_and_nothing_overwritten(works):
    taken(works, email="")

    joined = taken(works, identity="message-2", company="Other Name", email="lena@blueriver.example.org").request

    assert (joined.company, joined.email) == (COMPANY, "lena@blueriver.example.org")


# --- raised ----------------------------------------------------------------------------------------------------------


def test_a_repeat_from_elsewhere_is_linked_to_the_first_and_raised_there(works):
    """Behaviour, repeat: linked to the first and raised there, never dropped."""
    first = taken(works).request
    told(works)

    second = taken(works, conversation="by-slack", identity="message-2")

    assert second.is_new and second.request.linked_to == first.reference
    assert "repeat" in second.request.flags and second.request.priority
    raised = request_in(works, first.reference)
    assert "repeat" in raised.flags and raised.priority
    assert told(works) == [("card", first.reference, ""), ("card", second.request.reference, "")]
    assert audit_of(works, first.reference) == ["opened", "repeated"]


@pytest.mark.parametrize(
    "changed",
    [
        {"company": "Green Hill", "email": "x@greenhill.example.org"},
        {"items": TENTS},
        {"topic": "complain"},
        {"items": (OfferedItem(item="", text="boats"),)},
    ],
    ids=["another company", "other things", "another topic", "things without a name"],
)
def test_another_company_or_matter_is_no_repeat(works, changed):
    """Behaviour, repeat: another similar company is never told of it."""
    taken(works)

    other = taken(works, conversation="other", identity="message-2", **changed).request

    assert (other.linked_to, other.flags) == ("", ())


def test_two_things_that_the_catalogue_does_not_know_are_no_repeat_of_one_another(works):
    taken(works, items=(OfferedItem(item="", text="boats"),))

    other = taken(works, conversation="other", identity="m2", items=(OfferedItem(item="", text="solar lamps"),)).request

    assert other.linked_to == ""


def test_a_company_is_the_same_by_its_address_as_well_and_however_it_is_written(works):
    first = taken(works).request

    by_name = taken(works, conversation="c2", identity="m2", company=COMPANY.upper(), email="").request
    by_mail = taken(works, conversation="c3", identity="m3", company="BRT", email=COMPANY_EMAIL.upper()).request

    assert by_name.linked_to == by_mail.linked_to == first.reference


def test_what_is_closed_is_not_raised_again(works):
    keep(works, a_request(status="resolved"))

    request = taken(works, conversation="other").request

    assert request.linked_to == ""


# --- taken back, opened again ----------------------------------------------------------------------------------------


def withdrawn(works, request):
    with works() as work:
        return intake.withdraw(work, request, now=on(1), identity="message-9")


def test_a_company_takes_its_offer_back(works):
    keep(works, a_request())

    request = withdrawn(works, request_in(works))

    assert (request.status, request.closed_at) == ("withdrawn", on(1))
    assert [item.state for item in request.items] == ["withdrawn"]
    assert request_in(works) == request
    assert (told(works), audit_of(works)) == ([("card", "FP-2026-00001", "")], ["withdraw"])


def test_what_is_closed_cannot_be_taken_back(works):
    keep(works, a_request(status="resolved"))

    with pytest.raises(MoveNotAllowed):
        withdrawn(works, request_in(works))
    assert audit_of(works) == []


def reopened(works, request, *, now=NINE):
    with works() as work:
        return intake.reopen(
            work, request, text="They are ready.", now=now, calendar=FakeCalendar(), identity="message-9"
        )


def test_a_company_that_writes_again_gets_its_request_opened_again(works):
    keep(works, a_request(status="resolved", assignee="U0ANA", assignee_name="Ana", closed_at=MONDAY))

    request = reopened(works, request_in(works))

    assert (request.status, request.assignee, request.closed_at) == ("unclaimed", "", None)
    assert told(works) == [("thread", "FP-2026-00001", ""), ("card", "FP-2026-00001", "")]
    assert audit_of(works) == ["reopen"]


def test_a_request_that_is_opened_again_has_a_new_clock(works):
    """S65, behaviour 3: an expected time, never one that is past."""
    keep(works, a_request(status="resolved", closed_at=MONDAY))

    assert reopened(works, request_in(works), now=on(1, day=3)).due_at == on(1, day=4)


# --- whole or not at all ---------------------------------------------------------------------------------------------


def test_when_the_transaction_breaks_there_is_no_request_no_notice_and_no_number_used(works):
    """A request, its messages, audit entries and outbox rows are written in one transaction."""
    with pytest.raises(OSError), works() as work:
        conversation = a_conversation()
        work.conversations.add(conversation)
        told_ = Intake(ask=Ask(), topic="talk_to_human", text="a person please")
        open_request(work, told_, conversation=conversation, now=MONDAY, calendar=FakeCalendar(), identity="m")
        raise OSError("the disk is full")

    assert told(works) == [] and audit_of(works) == []
    assert taken(works).request.reference == "FP-2026-00001"


def test_a_message_that_comes_in_twice_has_one_card(works):
    taken(works)
    with works() as work:
        request = work.requests.get("FP-2026-00001")
        again = Intake(ask=Ask(), topic=request.topic, text="They are new.")
        for _ in range(2):
            intake.add_to_request(work, request, again, now=MONDAY, identity="message-2")

    assert [kind for kind, *_ in told(works)] == ["card", "thread", "card"]
