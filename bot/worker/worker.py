"""One loop that delivers what waits in the outbox and runs the clocks: idle holds end, daily lists go out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from bot.inquiries.digest import Digests
from bot.inquiries.errors import RetryLater, Undeliverable
from bot.inquiries.handling import Handling
from bot.inquiries.ports import Clock, Delivery, Messenger, Works
from bot.inquiries.request import SYSTEM

_log = logging.getLogger(__name__)

BATCH = 50
AT_ONCE = 8
LEASE_SECONDS = 120
POLL_SECONDS = 1.0
CLOCKS_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 300.0

T = TypeVar("T")


class Worker:
    """Delivers and keeps the clocks; any number of workers may run on one store."""

    def __init__(
        self,
        *,
        works: Works,
        messenger: Messenger,
        handling: Handling,
        digests: Digests,
        clock: Clock,
        executor: Executor | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._works = works
        self._messenger = messenger
        self._handling = handling
        self._digests = digests
        self._clock = clock
        self._executor = executor
        self._poll_seconds = poll_seconds
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pace = _Pace(clock)
        self._clocks_ran_at = -CLOCKS_SECONDS
        self._digests_put: set[str] = set()

    def poke(self) -> None:
        """Look at the outbox at once; may be called from any thread, and while the worker does not run."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; what is under way is finished first."""
        self._loop = asyncio.get_running_loop()
        while not stop.is_set():
            self._wake.clear()
            try:
                await self._tick()
            except Exception:  # the store may be away for a while; nothing is lost by waiting
                _log.exception("The worker could not work; it tries again.")
            await self._pause(stop)
        self._loop = None

    async def run_once(self) -> int:
        """Run the clocks and deliver everything that is due; how many notices arrived."""
        await self._run_clocks()
        return await self._deliver_due()

    async def _tick(self) -> None:
        if time.monotonic() - self._clocks_ran_at >= CLOCKS_SECONDS:
            self._clocks_ran_at = time.monotonic()
            await self._run_clocks()
        await self._deliver_due()

    async def _pause(self, stop: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(event.wait()) for event in (stop, self._wake)]
        await asyncio.wait(waits, timeout=self._poll_seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _run_clocks(self) -> None:
        now = self._clock()
        ended = await self._in_thread(self._handling.end_idle_holds, now=now)
        put = await self._in_thread(self._digests.put_due, now=now, known=frozenset(self._digests_put))
        today = {now.date() + timedelta(days=days) for days in (-1, 0, 1)}
        kept = {one for one in self._digests_put if any(day.isoformat() in one for day in today)}
        self._digests_put = kept | set(put)
        if ended:
            _log.info("%s idle hold(s) ended.", ended)

    async def _deliver_due(self) -> int:
        arrived = 0
        while taken := await self._in_thread(self._take):
            places = asyncio.Semaphore(AT_ONCE)
            groups = _in_groups(taken)
            arrived += sum(await asyncio.gather(*(self._deliver_in_order(group, places) for group in groups)))
        return arrived

    async def _deliver_in_order(self, group: Sequence[Delivery], places: asyncio.Semaphore) -> int:
        """Deliver what belongs together one after another; what follows a notice that must wait waits too."""
        async with places:
            for number, delivery in enumerate(group):
                again_at = await self._deliver(delivery)
                if again_at:
                    for later in group[number + 1 :]:
                        await self._fail(later, again_at=again_at, error="It waits for an earlier one.")
                    return number
            return len(group)

    async def _deliver(self, delivery: Delivery) -> datetime | None:
        """Try once; the moment of the next try when there must be one."""
        try:
            await self._messenger.deliver(delivery.notice)
        except Undeliverable as error:
            await self._give_up(delivery, str(error))
            return None
        except RetryLater as error:
            return await self._later(delivery, seconds=error.seconds or _wait(delivery.tries), error=str(error))
        except Exception as error:  # a fault of ours or the store's: seen in the log, nothing lost
            _log.exception("Notice %s could not be delivered.", delivery.notice.key)
            return await self._later(delivery, seconds=_wait(delivery.tries), error=type(error).__name__)
        await self._in_thread(self._arrived, delivery)
        return None

    async def _later(self, delivery: Delivery, *, seconds: float, error: str) -> datetime:
        again_at = self._pace() + timedelta(seconds=seconds)
        _log.info("Notice %s waits %.0f s: %s", delivery.notice.key, seconds, error)
        await self._fail(delivery, again_at=again_at, error=error)
        return again_at

    async def _give_up(self, delivery: Delivery, error: str) -> None:
        _log.error("Notice %s is given up and kept in the outbox: %s", delivery.notice.key, error)
        await self._fail(delivery, again_at=None, error=error)

    async def _fail(self, delivery: Delivery, *, again_at: datetime | None, error: str) -> None:
        await self._in_thread(self._failed, delivery, again_at=again_at, error=error)

    def _take(self) -> Sequence[Delivery]:
        with self._works() as work:
            return work.outbox.take(now=self._pace(), limit=BATCH, lease_seconds=LEASE_SECONDS)

    def _arrived(self, delivery: Delivery) -> None:
        with self._works() as work:
            work.outbox.delivered(delivery.id, at=self._pace())

    def _failed(self, delivery: Delivery, *, again_at: datetime | None, error: str) -> None:
        with self._works() as work:
            work.outbox.failed(delivery.id, at=self._pace(), again_at=again_at, error=error)
            if again_at is None:
                notice = delivery.notice
                detail = {"notice": notice.key, "kind": notice.kind, "error": error}
                subject = notice.reference or notice.key
                work.audit.note(at=self._clock(), actor=SYSTEM, action="undeliverable", subject=subject, detail=detail)

    async def _in_thread(self, verb: Callable[..., T], /, *arguments: Any, **named: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, partial(verb, *arguments, **named))


class _Pace:
    """The clock for leases and retries: it goes on where the clock stands still, as a frozen one does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._read: datetime | None = None
        self._since = 0.0

    def __call__(self) -> datetime:
        read = self._clock()
        if read != self._read:
            self._read, self._since = read, time.monotonic()
        return read + timedelta(seconds=time.monotonic() - self._since)


def _in_groups(taken: Sequence[Delivery]) -> list[list[Delivery]]:
    """Notices of one request, or to one company, belong together and keep their order."""
    groups: dict[str, list[Delivery]] = {}
    for delivery in taken:
        notice = delivery.notice
        subject = notice.conversation if notice.kind == "company" else notice.reference
        groups.setdefault(subject or notice.key, []).append(delivery)
    return list(groups.values())


def _wait(tries: int) -> float:
    """Seconds until the next try: 1, 2, 4 ... five minutes at most, for ever."""
    return float(min(2.0 ** min(tries, 20), LONGEST_WAIT_SECONDS))
