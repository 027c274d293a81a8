"""What has come in acts once; what was done can be read; cards are found where they stand."""

from __future__ import annotations

import pytest

from bot.store.errors import MissingParent

from .people import NOW, a_request, later


def test_what_has_come_in_acts_once(works):
    with works() as work:
        assert work.inbox.remember("Ev1", source="slack", at=NOW, payload={"type": "message"})
        assert not work.inbox.remember("Ev1", source="slack", at=later(1))

    with works() as work:
        assert not work.inbox.remember("Ev1", source="slack", at=later(2))
        assert work.inbox.remember("Ev2", source="slack", at=later(2))


def test_a_transaction_that_fails_has_seen_nothing(works):
    with pytest.raises(RuntimeError), works() as work:
        work.inbox.remember("Ev1", source="slack", at=NOW)
        raise RuntimeError

    with works() as work:
        assert work.inbox.remember("Ev1", source="slack", at=NOW)


def test_a_subjects_history_is_read_oldest_first(works):
    with works() as work:
        work.audit.note(at=NOW, actor="U1", action="claimed", subject="FP-2026-00001")
        work.audit.note(
            at=later(1), actor="U1", action="declined", subject="FP-2026-00001", detail={"reason": "expired"}
        )
        work.audit.note(at=later(2), actor="U2", action="claimed", subject="FP-2026-00002")

    with works() as work:
        history = work.audit.of("FP-2026-00001")
    assert list(history) == [
        {"at": NOW, "actor": "U1", "action": "claimed", "detail": {}},
        {"at": later(1), "actor": "U1", "action": "declined", "detail": {"reason": "expired"}},
    ]


def test_a_card_is_found_by_its_request_and_by_its_place(works):
    with works() as work:
        work.requests.add(a_request())
        assert work.cards.place("FP-2026-00001") is None
        work.cards.put("FP-2026-00001", channel="C1", ts="1.1")

    with works() as work:
        work.cards.put("FP-2026-00001", channel="C2", ts="2.2")

    with works() as work:
        assert work.cards.place("FP-2026-00001") == ("C2", "2.2")
        assert work.cards.reference_at(channel="C2", ts="2.2") == "FP-2026-00001"
        assert work.cards.reference_at(channel="C1", ts="1.1") is None


def test_a_card_needs_its_request(works):
    with pytest.raises(MissingParent), works() as work:
        work.cards.put("FP-2026-00001", channel="C1", ts="1.1")
