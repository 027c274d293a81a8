"""The held-out messages: enough of each kind in each language, whole in form, and none of them learnt from."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
SET, DEVELOPMENT, NLU = ROOT / "tests" / "evaluation", ROOT / "tests" / "development", ROOT / "nlu"
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
LEAST = {language: 400 if language == "en" else 200 for language in LANGUAGES}
LEAST_PER_INTENT = 3
# Short answers ("ok", "me@acme.com") and everyday formulas ("are you a robot?") are the same whoever writes them.
LONG_ENOUGH_TO_BE_ONES_OWN = {language: 8 if language == "zh" else 4 for language in LANGUAGES}
FORMULAS = ("greet", "goodbye", "thank", "affirm", "deny", "abuse", "bot_challenge")

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@cache
def content_of(path: Path) -> dict[str, Any]:
    """What a YAML file holds."""
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def messages_of(language: str) -> list[dict[str, Any]]:
    """The held-out messages of a language."""
    return list(content_of(SET / f"{language}.yml")["messages"])


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; Chinese gives one per sign."""
    return tuple(_WORD.findall(text.casefold()))


def learnt(language: str) -> set[tuple[str, ...]]:
    """The words of every training sentence of a language."""
    blocks = (block for path in (NLU / language).glob("*.yml") for block in content_of(path)["nlu"])
    marked = (message for path in (NLU / "marked").glob(f"*{language}.yml") for message in content_of(path)["messages"])
    return {words(line.removeprefix("- ")) for block in blocks for line in block["examples"].splitlines()} | {
        words(message["text"]) for message in marked
    }


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language, one after the other."""
    return str(request.param)


def test_there_are_enough_messages_and_a_quarter_is_out_of_scope(language: str) -> None:
    messages = messages_of(language)
    outside = sum(message["intent"] == "out_of_scope" for message in messages)

    assert len(messages) >= LEAST[language]
    assert 0.22 <= outside / len(messages) <= 0.3


def test_every_intent_is_there(language: str) -> None:
    counts = Counter(message["intent"] for message in messages_of(language))
    intents = {path.stem for path in (NLU / language).glob("*.yml")}

    assert {intent: counts[intent] for intent in intents if counts[intent] < LEAST_PER_INTENT} == {}
    assert set(counts) == intents


def test_what_an_entity_was_read_from_stands_in_the_message(language: str) -> None:
    for message in messages_of(language):
        for entity in message.get("entities", []):
            assert message["text"].count(entity["text"]) >= entity.get("nth", 1), message["text"]


def test_no_message_comes_twice(language: str) -> None:
    counts = Counter(message["text"].casefold() for message in messages_of(language))

    assert [text for text, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("folder", [SET, DEVELOPMENT], ids=lambda folder: folder.name)
def test_no_message_was_learnt_from(language: str, folder: Path) -> None:
    known = learnt(language)

    messages = content_of(folder / f"{language}.yml")["messages"]
    held = [words(message["text"]) for message in messages if message["intent"] not in FORMULAS]

    least = LONG_ENOUGH_TO_BE_ONES_OWN[language]
    assert [message for message in held if len(message) >= least and message in known] == []
