"""The trained model with the real actions on a real database: shipped and demonstration records, a frozen clock."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.assistant.turns import Assistant
from bot.settings import Settings, from_environment
from bot.store.migrate import migrate
from bot.store.shipped import load_demo, load_shipped
from bot.wiring import KNOWLEDGE, House, build_assistant

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    database = tmp_path_factory.mktemp("dialogues") / "focalpoint.db"
    return dataclasses.replace(
        from_environment(), database_url=f"sqlite:///{database}", clock=MONDAY_MORNING.isoformat(), demo=True
    )


@pytest.fixture(scope="session")
def house(settings: Settings) -> House:
    house = House(settings)
    migrate(house.engine)
    load_shipped(house.engine, KNOWLEDGE, now=MONDAY_MORNING, calendar=house.calendar)
    load_demo(house.engine, KNOWLEDGE, now=MONDAY_MORNING, calendar=house.calendar)
    return house


@pytest.fixture(scope="session")
def assistant(house: House) -> Assistant:
    return build_assistant(house)


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def transcripts() -> Path:
    return Path(__file__).parent / "transcripts"
