"""The outbox: each notice once, a request's notices in order, leased to one worker at a time."""

from __future__ import annotations

from .people import NOW, a_notice, keys_of, later


def test_a_notice_comes_back_as_it_was_written(works):
    with works() as work:
        assert work.outbox.put(a_notice(desk="front", conversation="acme"), at=NOW)

    with works() as work:
        (delivery,) = work.outbox.take(now=NOW, limit=10)
    assert delivery.notice == a_notice(desk="front", conversation="acme")
    assert (delivery.tries, delivery.created_at) == (0, NOW)


def test_the_same_notice_is_written_once_and_never_again_after_its_delivery(works):
    with works() as work:
        assert work.outbox.put(a_notice(), at=NOW)
        assert not work.outbox.put(a_notice(payload={"text": "other"}), at=NOW)
        (delivery,) = work.outbox.take(now=NOW, limit=10)
        work.outbox.delivered(delivery.id, at=NOW)

    with works() as work:
        assert not work.outbox.put(a_notice(), at=later(1))
        assert not work.outbox.take(now=later(90), limit=10)


def test_a_requests_later_notice_waits_for_the_earlier_one(works):
    with works() as work:
        work.outbox.put(a_notice("first"), at=NOW)
        work.outbox.put(a_notice("second"), at=NOW)
        work.outbox.put(a_notice("other", reference="FP-2026-00002"), at=NOW)
        work.outbox.put(a_notice("digest", reference="", desk="front"), at=NOW)
        work.outbox.put(a_notice("digest 2", reference="", desk="front"), at=NOW)

    with works() as work:
        taken = work.outbox.take(now=NOW, limit=10)
        assert keys_of(taken) == ["first", "other", "digest", "digest 2"]
        assert not work.outbox.take(now=NOW, limit=10)
        work.outbox.delivered(taken[0].id, at=NOW)
        assert keys_of(work.outbox.take(now=NOW, limit=10)) == ["second"]


def test_what_has_no_request_is_in_order_within_its_conversation(works):
    with works() as work:
        work.outbox.put(a_notice("first", reference="", conversation="acme"), at=NOW)
        work.outbox.put(a_notice("second", reference="", conversation="acme"), at=NOW)

    with works() as work:
        assert keys_of(work.outbox.take(now=NOW, limit=10)) == ["first"]


def test_no_more_are_taken_than_asked_for(works):
    with works() as work:
        for number in range(5):
            work.outbox.put(a_notice(f"n{number}", reference=f"FP-2026-0000{number}"), at=NOW)

    with works() as work:
        assert keys_of(work.outbox.take(now=NOW, limit=2)) == ["n0", "n1"]
        assert keys_of(work.outbox.take(now=NOW, limit=2)) == ["n2", "n3"]


def test_a_lease_that_has_run_out_is_taken_again_by_another_worker(works):
    with works() as work:
        work.outbox.put(a_notice(), at=NOW)

    with works() as work:
        (first,) = work.outbox.take(now=NOW, limit=10, lease_seconds=60)
    with works() as work:
        assert not work.outbox.take(now=later(0.9), limit=10)
        (again,) = work.outbox.take(now=later(1), limit=10)
    assert again == first


def test_what_failed_is_tried_again_at_its_time_and_holds_up_what_follows(works):
    with works() as work:
        work.outbox.put(a_notice("first"), at=NOW)
        work.outbox.put(a_notice("second"), at=NOW)
        (delivery,) = work.outbox.take(now=NOW, limit=10)
        work.outbox.failed(delivery.id, at=NOW, again_at=later(5), error="Slack is down")

    with works() as work:
        assert not work.outbox.take(now=later(4), limit=10)
        (again,) = work.outbox.take(now=later(5), limit=10)
    assert (again.notice.key, again.tries) == ("first", 1)


def test_what_is_given_up_no_longer_waits_and_holds_nothing_up(works):
    with works() as work:
        work.outbox.put(a_notice("first"), at=NOW)
        work.outbox.put(a_notice("second"), at=NOW)
        (delivery,) = work.outbox.take(now=NOW, limit=10)
        work.outbox.failed(delivery.id, at=NOW, again_at=None, error="channel_not_found")

    with works() as work:
        assert work.outbox.waiting() == 1
        assert keys_of(work.outbox.take(now=NOW, limit=10)) == ["second"]
        assert not work.outbox.put(a_notice("first"), at=NOW)


def test_what_is_not_delivered_is_counted(works):
    with works() as work:
        work.outbox.put(a_notice("first"), at=NOW)
        work.outbox.put(a_notice("second", reference="FP-2026-00002"), at=NOW)
        first, _ = work.outbox.take(now=NOW, limit=10)
        work.outbox.delivered(first.id, at=NOW)

        assert work.outbox.waiting() == 1


def test_a_late_failure_does_not_take_back_a_delivery(works):
    with works() as work:
        work.outbox.put(a_notice(), at=NOW)
        (delivery,) = work.outbox.take(now=NOW, limit=10)
        work.outbox.delivered(delivery.id, at=NOW)
        work.outbox.failed(delivery.id, at=later(1), again_at=later(2), error="timeout")

        assert work.outbox.waiting() == 0
