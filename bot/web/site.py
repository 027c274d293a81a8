"""What the web edge is given, and nothing it fetches for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.inquiries.ports import Clock, Words, Works
from bot.inquiries.request import Request
from bot.inquiries.turn import OpenConversation, Say, Turn
from bot.web.signals import Signals

Check = Callable[[], str]
"""Tells in a sentence why something is not ready, or "" when it is; called in a thread."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """The parts behind the page and the API.

    `say` gives None while the model is being loaded. `turn_fields` and `request_fields` are the forms of the interface
    that the command line shares. `unavailable` are the errors of a store that cannot be reached now. `is_on_loopback`
    tells whether the service listens on this machine alone.
    """

    works: Works
    say: Callable[[], Say | None]
    open_conversation: OpenConversation
    words: Words
    clock: Clock
    turn_fields: Callable[[Turn], Mapping[str, Any]]
    request_fields: Callable[[Request], Mapping[str, Any]]
    signals: Signals = field(default_factory=Signals)
    base_url: str = "http://127.0.0.1:8000"
    rest_token: str = ""
    is_on_loopback: bool = True
    checks: Mapping[str, Check] = field(default_factory=dict)
    unavailable: tuple[type[Exception], ...] = ()
    poll_seconds: float = 1.0

    @property
    def is_https(self) -> bool:
        """Whether companies reach the service by https."""
        return self.base_url.startswith("https://")
