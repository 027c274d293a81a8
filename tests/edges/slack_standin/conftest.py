"""The cast: Ana and Ben, focal points, in a channel with the app; Chi is elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import Settings, StandIn
from slack_standin.client import Person, Workspace

SEED = {
    "workspace": {"name": "Cluster desk"},
    "app": {"name": "Focal Point"},
    "users": [
        {"name": "ana", "real_name": "[Demo] Ana Duarte", "email": "ana@example.org", "tz": "Africa/Maputo"},
        {"name": "ben", "real_name": "[Demo] Ben Otieno", "email": "ben@example.org", "tz": "Africa/Nairobi"},
        {"name": "chi", "real_name": "[Demo] Chi Nguyen", "tz": "Asia/Ho_Chi_Minh"},
    ],
    "channels": [
        {"name": "water", "members": ["ana", "ben", "app"]},
        {"name": "elsewhere", "members": ["chi"]},
        {"name": "quiet-room", "private": True, "members": ["ana", "chi"]},
    ],
}
QUICK = Settings(ack_seconds=0.25, retry_delays=(0.0, 0.05, 0.05))


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn(seed=SEED, settings=QUICK) as standin:
        yield standin


@pytest_asyncio.fixture
async def workspace(slack: StandIn) -> AsyncIterator[Workspace]:
    async with Workspace(slack.web_url) as workspace:
        yield workspace


@pytest_asyncio.fixture
async def client(slack: StandIn) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=5)


@pytest_asyncio.fixture
async def ana(workspace: Workspace) -> Person:
    return workspace.person("ana")


@pytest_asyncio.fixture
async def ben(workspace: Workspace) -> Person:
    return workspace.person("ben")
