"""The model that answers follows the live one, between turns; one that cannot be loaded changes nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.assistant import promotions
from bot.assistant.models import Model, ModelMissing
from bot.assistant.payloads import Payloads
from bot.assistant.serving import Serving
from bot.assistant.turns import Assistant
from bot.assistant.words import RecordWords
from bot.calendars import PublicHolidays
from bot.inquiries.conversation import Conversation
from bot.store.memory import InMemoryWorks
from tests.edges.evaluation.kept_models import keep

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@dataclass
class SpeakingModel:
    """A model that says its own name, once it may."""

    name: str
    may_speak: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_speak.set()

    def parse(self, text: str, *, at: str = "") -> dict[str, Any]:
        intent = {"name": "greet", "confidence": 1.0}
        return {
            "text": text,
            "language": "en",
            "intent": intent,
            "intent_ranking": [intent],
            "entities": [],
            "also": [],
        }

    async def turn(
        self, *, conversation: str, text: str, parsed: Mapping[str, Any], metadata: Mapping[str, Any]
    ) -> Any:
        await self.may_speak.wait()
        outcome = {"kind": "answer", "about": "greet", "records": [], "request": "", "informed": [], "flags": []}
        return SimpleNamespace(messages=[{"text": f"I am {self.name}"}], outcomes=[outcome])


@dataclass
class House:
    """A folder of models, an assistant in memory, and what was loaded and announced."""

    folder: Path
    models: dict[str, SpeakingModel] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.works = InMemoryWorks()
        with self.works() as work:
            work.conversations.add(Conversation(id="c1", channel="test", address="", created_at=NOW))
        self.serving = Serving(
            folder=self.folder, load=self.load, build=self.build, announce=self.told.append, look_seconds=0.05
        )

    def load(self, model: Model) -> SpeakingModel:
        self.loaded.append(model.id)
        if model.id not in self.models:
            raise ModelMissing(f"The model {model.id} is torn.")
        return self.models[model.id]

    def build(self, dialogue: Any) -> Assistant:
        words = RecordWords(lambda: self.works().records)
        calendar = PublicHolidays()
        return Assistant(
            works=self.works, words=words, payloads=Payloads("secret"), calendar=calendar, dialogue=dialogue
        )

    def trained(self, *ids: str) -> None:
        """These models are kept and can be loaded."""
        for id in ids:
            self.models[id] = SpeakingModel(id)
            keep(self.folder, id)

    def goes_live(self, id: str) -> None:
        promotions.make_live(self.folder, keep(self.folder, id), how="promoted", now=NOW)

    async def says(self) -> str:
        assert self.serving.assistant is not None
        turn = await self.serving.assistant.say(conversation="c1", text="hello", at=NOW)
        return turn.replies[0].text


@asynccontextmanager
async def following(house: House) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(house.serving.follow(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def until(look: Callable[[], bool]) -> None:
    for _ in range(1000):
        if look():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError("it did not come within twenty seconds")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_a_model_that_is_trained_later_makes_the_assistant_ready(house: House) -> None:
    async with following(house):
        await until(lambda: bool(house.serving.failure))
        failure, early = house.serving.failure, house.serving.assistant
        house.trained("first")
        house.goes_live("first")
        await until(lambda: house.serving.assistant is not None)

        assert "no trained model yet" in failure and early is None
        assert await house.says() == "I am first"
        assert (house.serving.failure, house.told[-1]) == ("", "The assistant is ready.")


async def test_the_next_turn_is_answered_by_the_promoted_model(house: House) -> None:
    house.trained("old", "new")
    house.goes_live("old")
    async with following(house):
        await until(lambda: house.serving.model == "old")
        before = await house.says()
        house.goes_live("new")
        await until(lambda: house.serving.model == "new")

        assert (before, await house.says()) == ("I am old", "I am new")


async def test_a_turn_under_way_ends_on_the_model_it_began_with(house: House) -> None:
    house.trained("old", "new")
    house.goes_live("old")
    async with following(house):
        await until(lambda: house.serving.model == "old")
        house.models["old"].may_speak.clear()
        under_way = asyncio.create_task(house.says())
        await asyncio.sleep(0.1)
        house.goes_live("new")
        await until(lambda: house.serving.model == "new")
        house.models["old"].may_speak.set()

        assert await under_way == "I am old"
        assert await house.says() == "I am new"


async def test_a_model_that_cannot_be_loaded_is_told_once_and_the_old_one_stays(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.trained("old")
    house.goes_live("old")
    async with following(house):
        await until(lambda: house.serving.model == "old")
        with caplog.at_level(logging.ERROR):
            house.goes_live("torn")
            await until(lambda: "torn" in house.loaded)
            await asyncio.sleep(0.5)

        assert await house.says() == "I am old"
        assert [record.getMessage() for record in caplog.records] == [
            "The model old goes on answering, for the live one does not load: The model torn is torn."
        ]
        assert house.loaded == ["old", "torn"]


async def test_going_back_to_the_model_that_serves_loads_nothing(house: House) -> None:
    house.trained("old")
    house.goes_live("old")
    async with following(house):
        await until(lambda: house.serving.model == "old")
        house.goes_live("torn")
        await until(lambda: "torn" in house.loaded)
        promotions.roll_back(house.folder, now=NOW)
        await asyncio.sleep(0.3)

        assert house.loaded == ["old", "torn"]
        assert await house.says() == "I am old"


async def test_going_back_to_the_model_before_loads_nothing_either(house: House) -> None:
    house.trained("old", "new")
    house.goes_live("old")
    async with following(house):
        await until(lambda: house.serving.model == "old")
        house.goes_live("new")
        await until(lambda: house.serving.model == "new")
        promotions.roll_back(house.folder, now=NOW)
        await until(lambda: house.serving.model == "old")
        promotions.roll_back(house.folder, now=NOW)
        await until(lambda: house.serving.model == "new")

        assert house.loaded == ["old", "new"]
        assert await house.says() == "I am new"
