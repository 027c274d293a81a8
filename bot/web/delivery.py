"""Delivers a message to a company on the page: it is stored already, so its open streams are woken."""

from __future__ import annotations

from dataclasses import dataclass

from bot.inquiries.ports import Notice
from bot.web.signals import Signals


@dataclass(frozen=True, kw_only=True)
class PageMessenger:
    """The messenger of the channels whose messages are read from the store: web, rest, terminal."""

    signals: Signals

    async def deliver(self, notice: Notice) -> None:
        """Wake the streams of the notice's conversation."""
        self.signals.wake(notice.conversation)
