"""One running workspace with everything that serves it, and how it starts afresh."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_standin.delivery import Deliverer
from slack_standin.events import Events
from slack_standin.operating import Operating
from slack_standin.seed import planted
from slack_standin.settings import Settings
from slack_standin.signed_http import SignedHttp
from slack_standin.socket_mode import SocketMode
from slack_standin.state import Workspace
from slack_standin.talking import Talking


@dataclass(frozen=True)
class Running:
    """The parts that belong to one workspace."""

    workspace: Workspace
    socket_mode: SocketMode
    http: SignedHttp
    deliverer: Deliverer
    events: Events
    talking: Talking
    operating: Operating

    async def close(self) -> None:
        """End deliveries and connections."""
        await self.deliverer.close()
        await self.http.close()
        await self.socket_mode.disconnect("refresh")


class Installation:
    """Holds the running workspace; `reset` puts a fresh one from the same seed in its place."""

    def __init__(self, *, seed: Mapping[str, Any], settings: Settings, web_url: str) -> None:
        self._seed = seed
        self._settings = settings
        self._web_url = web_url
        self.now = self._started()

    async def reset(self) -> None:
        """Forget everything that happened; the app's connections are asked to come again."""
        old, self.now = self.now, self._started()
        await old.close()

    def _started(self) -> Running:
        workspace = planted(self._seed, settings=self._settings, clock=time.time)
        socket_mode = SocketMode(workspace=workspace)
        http = SignedHttp(workspace=workspace)
        deliverer = Deliverer(workspace=workspace, socket=socket_mode, http=http)
        return Running(
            workspace=workspace,
            socket_mode=socket_mode,
            http=http,
            deliverer=deliverer,
            events=Events(workspace=workspace, hand_on=deliverer.hand_on),
            talking=Talking(workspace=workspace),
            operating=Operating(workspace=workspace, deliverer=deliverer, web_url=self._web_url),
        )
