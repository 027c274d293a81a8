"""A transaction is written whole or not at all, and of two at once exactly one wins."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.inquiries.errors import AlreadyClaimed, DuplicateIdentity
from bot.store.work import sql_works

from .people import NOW, a_conversation, a_hold, a_message, a_notice, a_request, later

ROOT = Path(__file__).parents[3]


class Crash(Exception):
    """The process ends in the middle."""


def test_after_a_crash_in_the_middle_nothing_was_written(works):
    with pytest.raises(Crash), works() as work:
        work.requests.add(a_request(work.requests.next_reference(year=2026)))
        work.conversations.add_message(a_message(key="a"))
        work.conversations.save(work.conversations.get("acme").released())
        work.outbox.put(a_notice(), at=NOW)
        work.inbox.remember("Ev1", source="slack", at=NOW)
        work.audit.note(at=NOW, actor="U1", action="opened", subject="FP-2026-00001")
        work.cards.put("FP-2026-00001", channel="C1", ts="1.1")
        raise Crash

    with works() as work:
        assert work.requests.get("FP-2026-00001") is None
        assert not work.conversations.messages("acme")
        assert work.conversations.message_with_key("a") is None
        assert work.outbox.waiting() == 0
        assert not work.audit.of("FP-2026-00001")
        assert work.cards.place("FP-2026-00001") is None


DYING = """
import os, sys
from bot.store.engine import open_engine
from bot.store.work import sql_works
from tests.edges.store.people import NOW, a_conversation, a_notice, a_request
work = sql_works(open_engine(sys.argv[1]))().__enter__()
work.conversations.add(a_conversation())
work.requests.add(a_request())
work.outbox.put(a_notice(), at=NOW)
os._exit(9)
"""


def test_a_process_that_is_killed_before_the_end_has_written_nothing(engine):
    url = engine.url.render_as_string(hide_password=False)
    ended = subprocess.run([sys.executable, "-c", DYING, url], cwd=ROOT, check=False)

    assert ended.returncode == 9
    with sql_works(engine)() as work:
        assert work.requests.get("FP-2026-00001") is None
        assert work.outbox.waiting() == 0
        work.conversations.add(a_conversation())
        work.requests.add(a_request())


def test_after_a_crash_the_store_goes_on(works):
    with pytest.raises(Crash), works() as work:
        work.requests.add(a_request())
        raise Crash

    with works() as work:
        work.requests.add(a_request())
    with works() as work:
        assert work.requests.get("FP-2026-00001")


def test_a_request_its_message_its_audit_and_its_notices_are_written_together(works):
    with works() as work:
        work.requests.add(a_request())
        work.conversations.add_message(a_message(reference="FP-2026-00001"))
        work.audit.note(at=NOW, actor="system", action="opened", subject="FP-2026-00001")
        work.outbox.put(a_notice(), at=NOW)

    with works() as work:
        assert work.requests.get("FP-2026-00001")
        assert len(work.conversations.messages("acme")) == 1
        assert len(work.audit.of("FP-2026-00001")) == 1
        assert work.outbox.waiting() == 1


def test_of_two_claims_at_once_exactly_one_wins(works):
    with works() as work:
        work.requests.add(a_request())
    start = threading.Barrier(6)

    def claim(member: str) -> str:
        start.wait()
        try:
            with works() as work:
                request = work.requests.get("FP-2026-00001")
                if request.status != "unclaimed":
                    raise AlreadyClaimed(request.assignee)
                work.requests.save(replace(request.moved("claim", actor="member"), assignee=member))
                work.outbox.put(a_notice(f"claimed by {member}"), at=NOW)
        except AlreadyClaimed:
            return "told"
        return "won"

    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(claim, ["U1", "U2", "U3", "U4", "U5", "U6"]))

    assert sorted(ends) == ["told"] * 5 + ["won"]
    with works() as work:
        assert work.requests.get("FP-2026-00001").assignee == f"U{ends.index('won') + 1}"
        assert work.outbox.waiting() == 1


def test_references_given_at_once_are_all_different(works):
    def take(_: int) -> str:
        with works() as work:
            reference = work.requests.next_reference(year=2026)
            work.requests.add(a_request(reference))
        return reference

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(take, range(24)))

    assert sorted(given) == [f"FP-2026-{number:05d}" for number in range(1, 25)]


def test_an_event_that_arrives_twice_at_once_acts_once(works):
    start = threading.Barrier(4)

    def arrive(_: int) -> bool:
        start.wait()
        with works() as work:
            return work.inbox.remember("Ev1", source="slack", at=NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(arrive, range(4))) == [False, False, False, True]


def test_a_message_that_arrives_twice_at_once_is_kept_once(works):
    start = threading.Barrier(4)

    def arrive(_: int) -> str:
        start.wait()
        try:
            with works() as work:
                work.conversations.add_message(a_message(key="client-1"))
        except DuplicateIdentity:
            return "seen"
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(arrive, range(4))) == ["kept", "seen", "seen", "seen"]


def test_a_new_address_that_writes_twice_at_once_gets_one_conversation(works):
    start = threading.Barrier(4)

    def arrive(number: int) -> str:
        start.wait()
        try:
            with works() as work:
                if work.conversations.at_address(channel="slack", address="D1"):
                    return "found"
                work.conversations.add(a_conversation(f"new-{number}", channel="slack", address="D1"))
        except DuplicateIdentity:
            return "found"
        return "made"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(arrive, range(4))) == ["found", "found", "found", "made"]


def test_several_workers_never_take_the_same_notice(works):
    with works() as work:
        for number in range(40):
            work.outbox.put(a_notice(f"n{number}", reference=f"FP-2026-{number:05d}"), at=NOW)

    def deliver(_: int) -> list[str]:
        keys = []
        while True:
            with works() as work:
                taken = work.outbox.take(now=later(1), limit=3)
            if not taken:
                return keys
            with works() as work:
                for delivery in taken:
                    work.outbox.delivered(delivery.id, at=later(1))
            keys.extend(delivery.notice.key for delivery in taken)

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(deliver, range(4)) for key in keys]

    assert sorted(taken) == sorted(f"n{number}" for number in range(40))
    with works() as work:
        assert work.outbox.waiting() == 0


def test_a_hold_is_not_lost_when_the_company_writes_at_the_same_moment(works):
    start = threading.Barrier(2)

    def take_over() -> None:
        start.wait()
        with works() as work:
            work.conversations.save(work.conversations.get("acme").held(a_hold()))

    def write() -> None:
        start.wait()
        with works() as work:
            work.conversations.save(replace(work.conversations.get("acme"), language="fr"))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(take_over), pool.submit(write)]:
            done.result()

    with works() as work:
        conversation = work.conversations.get("acme")
    assert (conversation.hold, conversation.language) == (a_hold(), "fr")
