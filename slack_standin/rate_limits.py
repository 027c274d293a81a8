"""Slack's rate limits: a bucket per method, and one per channel for posting."""

from __future__ import annotations

import math
from collections.abc import Mapping

from slack_standin.clock import Clock
from slack_standin.errors import RateLimited
from slack_standin.settings import Settings

TIER_PER_MINUTE: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
TIERS: Mapping[str, int] = {
    "apps.connections.open": 1,
    "bots.info": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.create": 2,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.invite": 3,
    "conversations.join": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "reactions.add": 3,
    "reactions.get": 3,
    "reactions.remove": 2,
    "team.info": 3,
    "users.conversations": 3,
    "users.info": 4,
    "users.list": 2,
    "users.lookupByEmail": 3,
    "users.profile.get": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
FREE_BURST = 5


class RateLimits:
    """Token buckets; the clock is given, so that a test need not wait."""

    def __init__(self, *, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def charge(self, method: str, *, channel: str) -> None:
        """Count a call; raises RateLimited with the whole seconds to wait."""
        if self._settings.rate_limits == "off":
            return
        if method == "chat.postMessage":
            self._spend(("post", channel), per_second=1.0, burst=self._settings.post_burst)
        elif self._settings.rate_limits == "tiers" and method in TIERS:
            per_minute = TIER_PER_MINUTE[TIERS[method]]
            self._spend(("method", method), per_second=per_minute / 60, burst=max(per_minute, FREE_BURST))

    def _spend(self, key: tuple[str, str], *, per_second: float, burst: int) -> None:
        now = self._clock()
        level, since = self._buckets.get(key, (float(burst), now))
        level = min(float(burst), level + (now - since) * per_second)
        if level < 1.0:
            self._buckets[key] = (level, now)
            raise RateLimited(max(1, math.ceil((1.0 - level) / per_second)))
        self._buckets[key] = (level - 1.0, now)
