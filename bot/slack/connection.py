"""Socket Mode: one connection to Slack that comes back by itself."""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

_log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0


class SocketConnection:
    """The app's Socket Mode connection; must be made inside the running loop."""

    def __init__(self, app: AsyncApp, *, app_token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token)

    async def is_connected(self) -> bool:
        """Whether Slack can reach us."""
        return await self._handler.client.is_connected()

    async def run(self, stop: asyncio.Event) -> None:
        """Stay connected until `stop` is set; while Slack is away it is tried again and again."""
        connecting = asyncio.ensure_future(self._handler.client.connect())  # type: ignore[no-untyped-call]
        try:
            while not stop.is_set():
                await self._look(stop)
        finally:
            connecting.cancel()
            await self._handler.client.close()  # type: ignore[no-untyped-call]

    async def _look(self, stop: asyncio.Event) -> None:
        try:
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
        except asyncio.TimeoutError:
            if not await self.is_connected():
                # The library would try the old address for ever, which Slack honours only once.
                self._handler.client.wss_uri = None
