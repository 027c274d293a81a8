"""How strict and how slow the stand-in is; the defaults are Slack's own times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RateLimits = Literal["off", "posts", "tiers"]


@dataclass(frozen=True)
class Settings:
    """Times are in seconds.

    `retry_delays` are the pauses before the second, third and fourth attempt at an event that nobody
    acknowledged. `rate_limits`: "off"; "posts" holds chat.postMessage to one a second in each channel
    after a burst of `post_burst`; "tiers" adds Slack's limits per method and minute.
    """

    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger_seconds: float = 3.0
    response_url_seconds: float = 1800.0
    time_out_seconds: float = 60.0
    rate_limits: RateLimits = "off"
    post_burst: int = 3
    log_size: int = 2000
