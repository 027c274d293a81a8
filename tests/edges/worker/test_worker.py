"""The worker delivers what waits, in order, and runs the clocks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

import pytest

from bot.inquiries.conversation import Conversation, Hold
from bot.inquiries.digest import Digests, due_digests
from bot.inquiries.errors import RetryLater, Undeliverable
from bot.inquiries.handling import Handling
from bot.inquiries.ports import Notice
from bot.inquiries.records import Desk
from bot.inquiries.request import Request
from bot.store.memory import InMemoryWorks
from bot.worker.worker import Worker

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)


@dataclass
class RecordingMessenger:
    """Remembers what it delivered; refuses what `refusals` says, in order, by key."""

    delivered: list[str] = field(default_factory=list)
    refusals: dict[str, list[Exception]] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    async def deliver(self, notice: Notice) -> None:
        self.tried.append(notice.key)
        if self.refusals.get(notice.key):
            raise self.refusals[notice.key].pop(0)
        self.delivered.append(notice.key)


@dataclass
class Holidays:
    """Every day in `days` is one."""

    days: tuple[date, ...] = ()

    def is_holiday(self, day: date, *, country: str) -> bool:
        return day in self.days


class KeyWords:
    """A sentence is its key."""

    def text(self, key: str, *, language: str, values: object = None) -> str:
        return key


@dataclass
class Place:
    """A store, a messenger, a worker and a clock that a test moves."""

    works: InMemoryWorks = field(default_factory=lambda: InMemoryWorks((Desk(key="front"),)))
    messenger: RecordingMessenger = field(default_factory=RecordingMessenger)
    now: datetime = MONDAY

    def __post_init__(self) -> None:
        self.worker = Worker(
            works=self.works,
            messenger=self.messenger,
            handling=Handling(works=self.works, words=KeyWords(), calendar=Holidays()),
            digests=Digests(works=self.works, calendar=Holidays()),
            clock=lambda: self.now,
            poll_seconds=0.02,
        )

    def put(self, *keys: str, reference: str = "") -> None:
        with self.works() as work:
            for key in keys:
                work.outbox.put(Notice(key=key, kind="card", reference=reference), at=self.now)

    def waiting(self) -> int:
        with self.works() as work:
            return work.outbox.waiting()


@pytest.fixture
def place() -> Place:
    return Place()


async def test_everything_that_is_due_is_delivered_once(place):
    place.put(*(f"n{number}" for number in range(120)))

    assert await place.worker.run_once() == 120
    assert await place.worker.run_once() == 0
    assert sorted(place.messenger.delivered) == sorted(f"n{number}" for number in range(120))


async def test_notices_of_one_request_keep_their_order_over_a_failure(place):
    place.messenger.refusals["first"] = [RetryLater(seconds=5)]
    place.put("first", "second", "third", reference="FP-2026-00001")

    await place.worker.run_once()
    assert place.messenger.delivered == []
    place.now += timedelta(seconds=6)
    await place.worker.run_once()

    assert place.messenger.delivered == ["first", "second", "third"]


async def test_the_failure_of_one_request_holds_up_no_other(place):
    place.messenger.refusals["a"] = [RetryLater(seconds=500)]
    place.put("a", reference="FP-2026-00001")
    place.put("b", reference="FP-2026-00002")

    await place.worker.run_once()

    assert place.messenger.delivered == ["b"]


async def test_a_notice_waits_as_long_as_it_was_told(place):
    place.messenger.refusals["a"] = [RetryLater(seconds=30)]
    place.put("a")
    await place.worker.run_once()

    place.now += timedelta(seconds=29)
    assert await place.worker.run_once() == 0
    place.now += timedelta(seconds=2)
    assert await place.worker.run_once() == 1


async def test_without_a_told_time_the_waits_grow_and_never_end(place):
    place.messenger.refusals["a"] = [RetryLater() for _ in range(40)]
    place.put("a")

    for _ in range(41):
        await place.worker.run_once()
        place.now += timedelta(seconds=301)

    assert place.messenger.delivered == ["a"] and len(place.messenger.tried) == 41


async def test_an_undeliverable_notice_is_kept_and_written_into_the_history(place):
    place.messenger.refusals["a"] = [Undeliverable("no use")]
    place.put("a", "b", reference="FP-2026-00001")

    await place.worker.run_once()

    assert place.messenger.delivered == ["b"] and place.waiting() == 0
    with place.works() as work:
        (entry,) = work.audit.of("FP-2026-00001")
    assert entry["action"] == "undeliverable" and entry["detail"]["error"] == "no use"


async def test_a_fault_of_ours_loses_nothing(place, caplog):
    place.messenger.refusals["a"] = [KeyError("oops")]
    place.put("a")

    await place.worker.run_once()
    place.now += timedelta(seconds=5)
    await place.worker.run_once()

    assert place.messenger.delivered == ["a"] and "could not be delivered" in caplog.text


async def test_a_frozen_clock_does_not_stop_the_retries(place):
    place.messenger.refusals["a"] = [RetryLater(seconds=0.1)]
    place.put("a")

    await _while_running(place, lambda: place.messenger.delivered == ["a"])


async def test_a_poke_wakes_the_worker_at_once_and_stop_ends_it(place):
    place.worker._poll_seconds = 60
    stop = asyncio.Event()
    running = asyncio.create_task(place.worker.run(stop))
    await asyncio.sleep(0.05)

    place.put("a")
    place.worker.poke()
    await asyncio.sleep(0.2)
    stop.set()
    await asyncio.wait_for(running, 2)

    assert place.messenger.delivered == ["a"]


async def test_a_poke_before_the_start_does_no_harm(place):
    place.worker.poke()


async def test_a_store_that_is_away_for_a_while_does_not_end_the_worker(place, monkeypatch, caplog):
    place.put("a")
    begin = place.works.begin
    failures = iter([True, True])
    monkeypatch.setattr(place.works, "begin", lambda: _gone() if next(failures, False) else begin())

    await _while_running(place, lambda: place.messenger.delivered == ["a"])

    assert "tries again" in caplog.text


async def test_an_idle_hold_ends_and_the_company_is_told_in_one_line(place):
    with place.works() as work:
        hold = Hold(reference="FP-2026-00001", by="U1", name="Ana", since=MONDAY, until=MONDAY)
        work.conversations.add(Conversation(id="c", channel="web", created_at=MONDAY, hold=hold))
        work.requests.add(_request(status="claimed"))

    await place.worker.run_once()
    await place.worker.run_once()

    with place.works() as work:
        assert [message.text for message in work.conversations.messages("c")] == ["notice.idle"]
        conversation = work.conversations.get("c")
    assert conversation is not None and conversation.hold is None


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        (datetime(2026, 11, 23, 7, 59, tzinfo=timezone.utc), False),
        (datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc), True),
        (datetime(2026, 11, 23, 22, 59, tzinfo=timezone.utc), True),
        (datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc), False),
        (datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc), False),
    ],
)
def test_a_list_is_due_from_the_desks_time_on_its_working_days(moment, is_due):
    desk = Desk(key="front", timezone="Europe/Zurich", held_offers_digest="09:00", holidays="CH")
    calendar = Holidays(days=(date(2026, 11, 24),))

    with InMemoryWorks((desk,))() as work:
        due = due_digests(work.records, now=moment, calendar=calendar)

    assert [digest.identity for digest in due] == (["digest:front:2026-11-23"] if is_due else [])


async def test_a_list_is_put_once_a_day_by_however_many_workers(place):
    with place.works() as work:
        work.conversations.add(Conversation(id="c", channel="web", created_at=MONDAY))
        work.requests.add(_request(status="parked"))
    place.now = MONDAY.replace(hour=12)

    await asyncio.gather(place.worker.run_once(), Place(works=place.works, now=place.now).worker.run_once())
    await place.worker.run_once()

    assert place.messenger.delivered in (["digest:front:2026-11-23"], [])
    assert place.waiting() == 0


def _request(*, status: str) -> Request:
    return Request(
        reference="FP-2026-00001",
        conversation="c",
        desk="front",
        status=status,
        created_at=MONDAY,
        routed_at=MONDAY,
        due_at=MONDAY,
    )


def _gone() -> None:
    raise OSError("no such disk")


async def _while_running(place: Place, is_done: Callable[[], bool]) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(place.worker.run(stop))
    for _ in range(250):
        if is_done():
            break
        await asyncio.sleep(0.02)
    stop.set()
    await running
    assert is_done()
