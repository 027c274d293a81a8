"""What focal points do with a request: who may, once, whole or not at all."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from bot.inquiries.errors import (
    AlreadyClaimed,
    InquiryError,
    MoveNotAllowed,
    NotAMember,
    UnknownReference,
)
from bot.inquiries.handling import Handling
from bot.inquiries.records import DeskMember

from .acts import COMPANY_HEARS_OF, REFERENCE, SAID, STATUS_BEFORE, does
from .cast import ANA, FATIMA, JOAO, MONDAY, WANJIRU, WATER_MOZ, FakeWords, on
from .talk import (
    a_request,
    audit_of,
    conversation_in,
    keep,
    kinds_of_notices,
    messages_to,
    notices_in,
    request_in,
)


@pytest.fixture
def before(works, handling):
    """Puts the request into the status in which an act is possible."""

    def prepare(act):
        with works() as work:
            work.requests.save(a_request(status=STATUS_BEFORE.get(act, "unclaimed")))

    return prepare


# --- claiming --------------------------------------------------------------------------------------------------------


def test_ana_takes_a_request_and_the_company_is_told_who_it_is(works, handling):
    request = does(handling, "claim")

    assert (request.status, request.assignee, request.assignee_name) == ("claimed", ANA, "[Demo] Ana")
    (told,) = messages_to(works)
    assert told.text.startswith("[en:notice.claimed]") and "name=[Demo] Ana" in told.text and REFERENCE in told.text


def test_two_take_it_at_once_one_wins_and_the_other_is_told(works, handling):
    """Two at once: one wins, the other is told."""
    gate, won, told = threading.Barrier(2), [], []

    def take(by):
        gate.wait()
        try:
            won.append(does(handling, "claim", by=by, identity=f"press-{by}").assignee)
        except AlreadyClaimed as lost:
            told.append((by, lost.by))

    threads = [threading.Thread(target=take, args=(by,)) for by in (ANA, JOAO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    names = {ANA: "[Demo] Ana", JOAO: "[Demo] Joao"}
    (winner,) = won
    assert told == [(({ANA, JOAO} - {winner}).pop(), names[winner])]
    assert request_in(works).assignee == winner
    assert len(messages_to(works)) == 1


def test_whoever_comes_second_reads_the_name_of_the_first(handling):
    does(handling, "claim")

    with pytest.raises(AlreadyClaimed, match=r"Ana has already taken"):
        does(handling, "claim", by=JOAO, identity="press-2")


def test_joao_takes_over_what_ana_handed_back(works, handling):
    does(handling, "claim")
    does(handling, "hand_back", identity="press-2")

    assert does(handling, "claim", by=JOAO, identity="press-3").assignee == JOAO


def test_a_parked_offer_can_be_taken(works, handling):
    with works() as work:
        work.requests.save(a_request(status="parked"))

    assert does(handling, "claim").status == "claimed"


@pytest.mark.parametrize("act", ["reply", "ask_more"])
def test_nobody_writes_to_the_company_in_a_request_that_another_holds(handling, works, act):
    """One voice: the person who took it speaks."""
    does(handling, "claim")

    with pytest.raises(AlreadyClaimed):
        does(handling, act, by=JOAO, identity="press-2")
    assert len(messages_to(works)) == 1


# --- every act: who may, once, whole ---------------------------------------------------------------------------------


@pytest.mark.parametrize("act", SAID)
@pytest.mark.parametrize("by", [FATIMA, WANJIRU, "U0NOBODY", ""])
def test_whoever_is_not_of_the_desk_cannot(handling, works, act, by):
    """Claim and all else: members of the desk only; a water colleague of another country is none."""
    with pytest.raises(NotAMember):
        does(handling, act, by=by)
    assert not messages_to(works) and not notices_in(works) and not audit_of(works)


def test_a_member_added_by_a_record_of_its_own_is_a_member(handling, works):
    added = DeskMember(key="rui", desk=WATER_MOZ, slack_user="U0RUI", name="[Demo] Rui")
    works.keep(added)
    assert does(handling, "claim", by="U0RUI").assignee_name == "[Demo] Rui"

    works.keep(replace(added, status="withdrawn"))
    with pytest.raises(NotAMember):
        does(handling, "reply", by="U0RUI", identity="press-2")


@pytest.mark.parametrize("act", SAID)
def test_the_same_press_acts_once(handling, works, before, act):
    """Behaviour 11: identity decides; the same event delivered twice is one."""
    before(act)
    first = does(handling, act)
    notices, messages, audit = notices_in(works), messages_to(works), audit_of(works)

    again = does(handling, act, now=on(1), by=ANA)

    assert again.status == first.status
    assert (notices_in(works), messages_to(works), audit_of(works)) == ([], messages, audit)
    assert notices


@pytest.mark.parametrize("act", SAID)
def test_one_act_makes_at_most_one_notice_to_the_company(handling, works, before, act):
    """Behaviour 11: one focal-point action makes at most one notice to the company."""
    before(act)
    does(handling, act)

    notices = kinds_of_notices(works)
    assert notices.count("company") == len(messages_to(works)) == (1 if act in COMPANY_HEARS_OF else 0)
    assert notices.count("card") == 1


@pytest.mark.parametrize("act", SAID)
def test_every_act_is_written_down_with_who_when_and_what(handling, works, before, act):
    """S7, S116: record who answered, changed, refused and why."""
    before(act)
    does(handling, act)

    with works() as work:
        (entry,) = work.audit.of(REFERENCE)
    assert (entry["at"], entry["actor"], entry["action"]) == (MONDAY, ANA, act)
    assert entry["detail"]["name"] == "[Demo] Ana" and entry["detail"]["status"]


@pytest.mark.parametrize("act", COMPANY_HEARS_OF)
def test_when_the_last_step_breaks_nothing_of_the_act_has_happened(works, calendar, before, act):
    """One transaction: request, messages, audit entries and notices are written together or not at all."""
    before(act)
    broken = Handling(works=lambda: _BreaksAtTheOutbox(works()), words=FakeWords(), calendar=calendar)
    was, conversation = request_in(works), conversation_in(works)

    with pytest.raises(OSError):
        does(broken, act)

    assert request_in(works) == was and conversation_in(works) == conversation
    assert not messages_to(works) and not notices_in(works) and not audit_of(works)
    assert does(Handling(works=works, words=FakeWords(), calendar=calendar), act)


@pytest.mark.parametrize("act", [act for act in COMPANY_HEARS_OF if act not in ("reply", "ask_more")])
def test_without_words_for_the_company_nothing_has_happened(works, calendar, before, act):
    before(act)
    names = ("claimed", "reassigned", "accepted_to_talk", "declined", "resolved", "handed_back")
    wordless = Handling(
        works=works, words=FakeWords(broken=tuple(f"notice.{name}" for name in names)), calendar=calendar
    )

    with pytest.raises(LookupError):
        does(wordless, act)
    assert request_in(works).status == STATUS_BEFORE.get(act, "unclaimed")
    assert not notices_in(works) and not audit_of(works)


@pytest.mark.parametrize("act", SAID)
def test_a_reference_that_is_not_there_is_said_to_be_unknown(handling, act):
    with pytest.raises(UnknownReference):
        getattr(handling, act)(reference="FP-2026-99999", by=ANA, identity="x", now=MONDAY, **SAID[act])


@pytest.mark.parametrize("act", [act for act in SAID if act != "note"])
@pytest.mark.parametrize("status", ["declined", "resolved", "withdrawn", "deleted"])
def test_what_is_closed_stays_as_it_is(handling, works, act, status):
    with works() as work:
        work.requests.save(a_request(status=status))

    with pytest.raises(MoveNotAllowed):
        does(handling, act)
    assert not messages_to(works) and not audit_of(works)


class _BreaksAtTheOutbox:
    """A transaction whose card cannot be written."""

    def __init__(self, work):
        self._work = work

    def __enter__(self):
        self._work.__enter__()
        self._work.outbox.put = self._put
        return self._work

    def __exit__(self, *error):
        return self._work.__exit__(*error)

    def _put(self, notice, *, at):
        if notice.kind == "card":
            raise OSError("the disk is full")
        return True


def test_a_request_whose_conversation_is_gone_is_not_answered_into_the_void(works, words, calendar):
    lost = Handling(works=lambda: _WithoutConversations(works()), words=words, calendar=calendar)
    keep(works, a_request())

    with pytest.raises(InquiryError, match="is gone; nothing was sent"):
        does(lost, "reply")


class _WithoutConversations(_BreaksAtTheOutbox):
    def __enter__(self):
        self._work.__enter__()
        self._work.conversations.get = lambda id: None
        return self._work
