"""Slack's markup: others' words made inert on the way in and plain on the way out, moments in everybody's zone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_UNSEEN = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))


def escaped(text: str) -> str:
    """Text that can hold no mention, no link and no markup of Slack's in angle brackets."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def visible(text: str) -> str:
    """The text without control characters, which Slack refuses or shows wrongly."""
    return text.translate(_UNSEEN)


def plain(text: str) -> str:
    """What a person typed in Slack as plain text: links as their address, mentions as their name."""
    typed = _REFERENCE.sub(_as_typed, text)
    for entity, character in _ENTITIES:
        typed = typed.replace(entity, character)
    return typed


def _as_typed(match: re.Match[str]) -> str:
    target, label = match[1], match[2]
    if target.startswith(("@", "#", "!")):
        return target[0].replace("!", "@") + (label or target[1:]).lstrip("@#")
    return target.removeprefix("mailto:").removeprefix("tel:")


def shortened(text: str, limit: int) -> str:
    """The text within `limit` characters, an ellipsis where it was cut."""
    shown = visible(text).strip()
    return shown if len(shown) <= limit else f"{shown[: limit - 1].rstrip()}…"


def pieces(text: str, size: int) -> Sequence[str]:
    """The whole text in pieces of at most `size` characters, cut between lines or words where there are any."""
    left, cut = visible(text).strip(), []
    while len(left) > size:
        end = max(left.rfind("\n", size // 2, size), left.rfind(" ", size // 2, size))
        end = end if end > 0 else size
        cut.append(left[:end].rstrip())
        left = left[end:].lstrip()
    return [*cut, *([left] if left else [])]


def moment(at: datetime, *, zone: str) -> str:
    """A moment in a named zone, followed by the same moment in the reader's own."""
    local = at.astimezone(ZoneInfo(zone))
    named = f"{local:%a %d %b %Y, %H:%M} ({zone})"
    return f"{named}, <!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{named}> for you"


def short_moment(at: datetime) -> str:
    """A moment in the reader's own zone, in UTC where it cannot be."""
    utc = at.astimezone(ZoneInfo("UTC"))
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{utc:%d %b %Y %H:%M} UTC>"
