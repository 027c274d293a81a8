"""What an interaction entitles the app to for a short time: a trigger for a modal, an address for answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from slack_standin.clock import Clock, Identifiers
from slack_standin.errors import SlackError

RESPONSE_URL_USES = 5


@dataclass(frozen=True)
class _Trigger:
    user: str
    expires: float
    used: bool = False


class Triggers:
    """Trigger ids: good once, for a few seconds."""

    def __init__(self, *, clock: Clock, identifiers: Identifiers, lifetime: float) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._lifetime = lifetime
        self._triggers: dict[str, _Trigger] = {}

    def issue(self, user: str) -> str:
        """A new trigger for the person who just did something."""
        trigger = f"{int(self._clock() * 1000)}.0.{self._identifiers.unique('')}"
        self._triggers[trigger] = _Trigger(user, self._clock() + self._lifetime)
        return trigger

    def take(self, trigger: str) -> str:
        """Use a trigger; whose it was. Raises invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
        found = self._triggers.get(trigger)
        if found is None:
            raise SlackError("invalid_trigger_id")
        if found.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() > found.expires:
            raise SlackError("expired_trigger_id")
        self._triggers[trigger] = replace(found, used=True)
        return found.user

    def expire(self) -> None:
        """Let every trigger that is out expire now."""
        self._triggers = {name: replace(one, expires=0.0) for name, one in self._triggers.items()}


@dataclass(frozen=True)
class ResponseTarget:
    """Where an answer by response_url goes: a channel, the person, and the message that was acted on if any."""

    channel: str
    user: str
    message_ts: str
    thread_ts: str
    expires: float
    uses_left: int = RESPONSE_URL_USES


class ResponseUrls:
    """Response addresses: good five times within half an hour."""

    def __init__(self, *, clock: Clock, identifiers: Identifiers, lifetime: float) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._lifetime = lifetime
        self._targets: dict[str, ResponseTarget] = {}

    def issue(self, *, channel: str, user: str, message_ts: str = "", thread_ts: str = "") -> str:
        """A new key; the web server makes an address of it."""
        key = self._identifiers.unique("R")
        expires = self._clock() + self._lifetime
        self._targets[key] = ResponseTarget(channel, user, message_ts, thread_ts, expires)
        return key

    def take(self, key: str) -> ResponseTarget:
        """Use an address once; raises SlackError expired_url, used_url, invalid_url."""
        target = self._targets.get(key)
        if target is None:
            raise SlackError("invalid_url")
        if self._clock() > target.expires:
            raise SlackError("expired_url")
        if target.uses_left == 0:
            raise SlackError("used_url")
        self._targets[key] = replace(target, uses_left=target.uses_left - 1)
        return target
