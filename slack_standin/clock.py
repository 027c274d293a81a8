"""Time, timestamps and identifiers as Slack makes them."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable

Clock = Callable[[], float]


class Timestamps:
    """Message timestamps: unique in the workspace, always rising, close to the clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """The next timestamp, seconds and microseconds with a dot between."""
        self._last = max(self._last + 1, int(self._clock() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class Identifiers:
    """Identifiers that look like Slack's: numbered, so the same in every run, or unique over all runs."""

    def __init__(self) -> None:
        self._counters: dict[str, itertools.count[int]] = {}

    def next(self, prefix: str) -> str:
        """The next identifier with this prefix, such as U00000001."""
        counter = self._counters.setdefault(prefix, itertools.count(1))
        return f"{prefix}{next(counter):08d}"

    def unique(self, prefix: str) -> str:
        """An identifier that no other run has made either, as an app remembers the ids of events."""
        return f"{prefix}{uuid.uuid4().hex[:16].upper()}"
