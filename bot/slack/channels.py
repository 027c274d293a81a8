"""Slack channels by name: looked up once, looked up again when Slack does not know one any more."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

_ID = re.compile(r"[CGD][A-Z0-9]{7,}")
_PAGE = 500
_MISSED_SECONDS = 60.0


@dataclass
class Channels:
    """The channels that the bot can see, by name without the #."""

    client: AsyncWebClient
    _ids: dict[str, str] = field(default_factory=dict)
    _missed: dict[str, float] = field(default_factory=dict)

    async def id_of(self, name: str) -> str | None:
        """The id of a channel by its name (with or without #) or id; None when there is none for us.

        A name that is not there is looked up again after a minute. Raises Slack's errors.
        """
        wanted = name.strip().removeprefix("#").lower()
        if _ID.fullmatch(name.strip()):
            return name.strip()
        if wanted and wanted not in self._ids and time.monotonic() >= self._missed.get(wanted, 0):
            await self._read()
            self._missed[wanted] = time.monotonic() + _MISSED_SECONDS
        return self._ids.get(wanted)

    async def join(self, channel: str) -> None:
        """Become a member of a public channel; raises Slack's errors for any other."""
        await self.client.conversations_join(channel=channel)

    def forget(self) -> None:
        """Look every name up anew: a channel was renamed, archived or deleted."""
        self._ids.clear()
        self._missed.clear()

    async def _read(self) -> None:
        found: dict[str, str] = {}
        cursor = ""
        while True:
            page = await self.client.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
            )
            found |= {channel["name"]: channel["id"] for channel in page["channels"]}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        self._ids = found
