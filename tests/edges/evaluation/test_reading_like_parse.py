"""An evaluation takes messages for what `focalpoint parse` takes them for: the trained model without Rasa says the same."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timezone

import pytest

from bot.assistant import models
from bot.assistant.turns import Assistant
from bot.evaluation.cases import Case, canonical
from bot.evaluation.readings import asks_of, heard
from bot.settings import from_environment
from bot.store.migrate import migrate
from bot.store.shipped import load_demo, load_shipped
from bot.wiring import KNOWLEDGE, House, build_assistant

pytestmark = [pytest.mark.model, pytest.mark.slow]

AT = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)

MESSAGES = [
    "We have 4000 blankets in Rotterdam for the earthquake, free",
    "who is the WASH contact in Bangladesh? and how do we clear customs there?",
    "hello",
    "Good morning, we are Acme Power Ltd of Durban. We can lend 30 generators until 18 December. Who pays the freight?",
    "what is the weather tomorrow",
    "xkcd qwerty zzz 123",
    "/greet",
    "/offer_contribution{}: 12 trucks",
    "  we'd like to give 10k USD to Haiti  ",
    "can i get a tax receipt",
    "do u take used clothes",
    "is this mail from the UN a scam",
    "FP-2026-00006 any news?",
    "mail us at hello@acme.example.org or +41 22 730 81 11",
    "no",
    "thanks, bye",
    "Nous avons 300 tentes à Lyon et nous voulons les donner",
    "Qui paie le transport ? Et peut-on utiliser votre logo ?",
    "quel temps fait-il",
    "Queremos donar 20 generadores a Haití",
    "¿Quién es el contacto de salud en Mozambique?",
    "عندنا ٣٢٠٠ بطانية في جدة ونريد التبرع بها للسودان",
    "من يدفع تكاليف الشحن؟",
    "我们想捐赠500顶帐篷，谁负责清关？",
    "你好",
    "У нас есть 15 тонн муки в Самаре, готовы отдать бесплатно",
    "кто выиграл матч",
    "Temos 12 camiões em Lisboa até 3 de dezembro",
    "como fazemos uma doação em dinheiro?",
    "Merhaba, 40 battaniyemiz var",
    "we have a standby agreement with WFP, how do we activate it",
    "we have tents " * 60,
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    database = tmp_path_factory.mktemp("parsing") / "focalpoint.db"
    settings = dataclasses.replace(from_environment(), database_url=f"sqlite:///{database}", clock=AT.isoformat())
    house = House(settings)
    migrate(house.engine)
    load_shipped(house.engine, KNOWLEDGE, now=AT, calendar=house.calendar)
    load_demo(house.engine, KNOWLEDGE, now=AT, calendar=house.calendar)
    return house


@pytest.fixture(scope="module")
def assistant(house: House) -> Assistant:
    return build_assistant(house)


def test_an_evaluation_reads_messages_as_the_assistant_does(house: House, assistant: Assistant) -> None:
    cases = [Case(text=text, language="en", intent="greet", at=AT) for text in MESSAGES]
    folder = house.settings.model_dir
    model = models.file_of(folder, models.live(folder))

    asks, read = asks_of(model, cases), heard(model, cases)

    for case, ask, other in zip(cases, asks, read, strict=True):
        parsed = assistant.understood(case.text, at=AT)
        reading = ask.reading
        told = (parsed["intent"]["name"], parsed["unsure"], parsed["also"], parsed["language"])
        assert told == (reading.name, reading.is_unsure, list(ask.also), other.language), case.text
        assert parsed["intent"]["confidence"] == pytest.approx(reading.confidence, abs=2e-3), case.text
        entities = [(entity["entity"], canonical(entity["value"])) for entity in parsed["entities"]]
        assert entities == list(other.entities), case.text
