"""What went over the wire, without anybody's words: calls of the Web API and attempts at delivery."""

from __future__ import annotations

from collections import deque

from slack_standin.clock import Clock
from slack_standin.records import JSON


class Traffic:
    """The last entries, oldest first."""

    def __init__(self, *, clock: Clock, size: int) -> None:
        self._clock = clock
        self._entries: deque[JSON] = deque(maxlen=size)

    def note(self, kind: str, **fields: object) -> None:
        """Keep an entry: kind is "api", "delivery" or "connection"."""
        self._entries.append({"at": round(self._clock(), 6), "kind": kind, **fields})

    def entries(self, *, kind: str = "") -> list[JSON]:
        """The entries, of one kind if it is named."""
        return [entry for entry in self._entries if not kind or entry["kind"] == kind]
