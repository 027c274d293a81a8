"""The house, a client of it, and a company with a conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.edges.store.conftest import migrated_file, postgresql_engine, postgresql_url, sqlite_engine
from tests.edges.web.house import Company, World, a_company, client_of

__all__ = ["migrated_file", "postgresql_engine", "postgresql_url", "sqlite_engine"]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(world.app()) as client:
        yield client


@pytest.fixture
async def company(client: httpx.AsyncClient) -> Company:
    return await a_company(client)
