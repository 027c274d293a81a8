"""Wakes the open event streams of a conversation, so that news arrive at once instead of at the next look."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Listener:
    """One open stream that waits for news."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    async def wait(self, *, seconds: float) -> None:
        """Return when there are news, or after `seconds`."""
        try:
            await asyncio.wait_for(self._news.wait(), timeout=seconds)
        except (asyncio.TimeoutError, TimeoutError):
            return
        finally:
            self._news.clear()

    def wake(self) -> None:
        """There are news; from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)


class Signals:
    """Who waits for news of which conversation, and in which conversations an answer is being worked out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._busy: Counter[str] = Counter()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the service is ending and streams should end too."""
        return self._is_closed

    def wake(self, conversation: str) -> None:
        """There may be a new message or status in this conversation; safe from any thread."""
        with self._lock:
            listeners = tuple(self._listeners.get(conversation, ()))
        for listener in listeners:
            listener.wake()

    def close(self) -> None:
        """End all streams, so that the server can end."""
        self._is_closed = True
        with self._lock:
            conversations = tuple(self._listeners)
        for conversation in conversations:
            self.wake(conversation)

    def is_busy(self, conversation: str) -> bool:
        """Whether an answer is being worked out in this process."""
        return self._busy[conversation] > 0

    @contextmanager
    def busy(self, conversation: str) -> Iterator[None]:
        """An answer is being worked out: streams show that somebody is typing."""
        self._count(conversation, 1)
        try:
            yield
        finally:
            self._count(conversation, -1)

    @contextmanager
    def listening(self, conversation: str) -> Iterator[Listener]:
        """A listener for the conversation's news."""
        listener = Listener()
        with self._lock:
            self._listeners[conversation].add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners[conversation].discard(listener)
                if not self._listeners[conversation]:
                    del self._listeners[conversation]

    def _count(self, conversation: str, change: int) -> None:
        with self._lock:
            self._busy[conversation] += change
            if not self._busy[conversation]:
                del self._busy[conversation]
        self.wake(conversation)
