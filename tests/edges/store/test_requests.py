"""Requests come back as they were kept, under references that are never given twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.inquiries.errors import DuplicateIdentity, UnknownReference
from bot.store.errors import MissingParent

from .people import NEW_YORK, NOW, a_conversation, a_request, later


def test_a_request_comes_back_as_it_was_kept(works):
    with works() as work:
        work.requests.add(a_request())

    with works() as work:
        assert work.requests.get("FP-2026-00001") == a_request()
        assert work.requests.get("FP-2026-00002") is None


def test_times_come_back_in_utc_wherever_they_were_said(works):
    with works() as work:
        work.requests.add(a_request(due_at=later(480).astimezone(NEW_YORK)))

    with works() as work:
        due = work.requests.get("FP-2026-00001").due_at
    assert due == later(480)
    assert due.utcoffset().total_seconds() == 0


def test_a_time_without_a_zone_is_refused(works):
    with pytest.raises(Exception, match="zone"), works() as work:
        work.requests.add(a_request(due_at=NOW.replace(tzinfo=None)))


def test_a_change_is_kept(works):
    with works() as work:
        work.requests.add(a_request())

    with works() as work:
        request = work.requests.get("FP-2026-00001")
        work.requests.save(replace(request.moved("claim", actor="member"), assignee="U1", closed_at=NOW, items=()))

    with works() as work:
        kept = work.requests.get("FP-2026-00001")
    assert (kept.status, kept.assignee, kept.closed_at, kept.items) == ("claimed", "U1", NOW, ())


def test_references_count_up_by_year(works):
    with works() as work:
        given = [work.requests.next_reference(year=year) for year in (2026, 2026, 2027)]

    assert given == ["FP-2026-00001", "FP-2026-00002", "FP-2027-00001"]


def test_a_reference_that_came_from_elsewhere_is_not_given_again(works):
    with works() as work:
        work.requests.add(a_request("FP-2026-00412"))
        work.requests.add(a_request("FP-2026-00007"))

    with works() as work:
        assert work.requests.next_reference(year=2026) == "FP-2026-00413"


def test_references_have_more_than_five_digits_when_they_need_them(works):
    with works() as work:
        work.requests.add(a_request("FP-2026-99999"))
        assert work.requests.next_reference(year=2026) == "FP-2026-100000"


def test_a_reference_in_use_is_refused(works):
    with works() as work:
        work.requests.add(a_request())

    with pytest.raises(DuplicateIdentity), works() as work:
        work.requests.add(a_request())


def test_a_request_needs_its_conversation(works):
    with pytest.raises(MissingParent), works() as work:
        work.requests.add(a_request(conversation="nobody's"))


def test_a_request_that_is_not_kept_cannot_be_changed(works):
    with pytest.raises(UnknownReference), works() as work:
        work.requests.save(a_request())


def test_a_conversations_requests_come_oldest_first(works):
    with works() as work:
        work.conversations.add(a_conversation("other"))
        work.requests.add(a_request("FP-2026-00003", created_at=later(1)))
        work.requests.add(a_request("FP-2026-00002", created_at=later(1)))
        work.requests.add(a_request("FP-2026-00009"))
        work.requests.add(a_request("FP-2026-00004", conversation="other"))

    with works() as work:
        found = [request.reference for request in work.requests.of_conversation("acme")]
    assert found == ["FP-2026-00009", "FP-2026-00002", "FP-2026-00003"]


def test_a_company_is_known_by_its_name_or_its_address_in_any_case(works):
    with works() as work:
        work.requests.add(a_request("FP-2026-00001", company="ÉCLAIR  Énergie", email=""))
        work.requests.add(a_request("FP-2026-00002", company="Other", email="INFO@eclair.example.org"))
        work.requests.add(a_request("FP-2026-00003", company="", email=""))

    with works() as work:
        by_name = work.requests.of_company("éclair énergie")
        by_both = work.requests.of_company("Éclair Énergie", email="info@eclair.example.org")
        by_nothing = work.requests.of_company("", email="")
    assert [request.reference for request in by_name] == ["FP-2026-00001"]
    assert [request.reference for request in by_both] == ["FP-2026-00001", "FP-2026-00002"]
    assert list(by_nothing) == []


def test_a_desk_finds_its_requests_by_their_states(works):
    with works() as work:
        work.requests.add(a_request("FP-2026-00001", desk="cluster-hea"))
        work.requests.add(a_request("FP-2026-00002", desk="cluster-hea", status="parked"))
        work.requests.add(a_request("FP-2026-00003", desk="fraud"))

    with works() as work:
        found = work.requests.of_desk("cluster-hea", statuses=["unclaimed", "parked"])
        parked = work.requests.of_desk("cluster-hea", statuses=("parked",))
    assert [request.reference for request in found] == ["FP-2026-00001", "FP-2026-00002"]
    assert [request.reference for request in parked] == ["FP-2026-00002"]
