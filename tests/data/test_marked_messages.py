"""The marked messages: whole in form, of every intent, each of them once, and marked with what taxonomy.yml knows."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from nlu.components.marks.files import Example, examples_in
from nlu.components.marks.marked import ALL, COMPANIES
from nlu.components.marks.signs import CONTRIBUTION_TYPES, SECTORS
from tests.data.test_training_data import INTENTS, NLU, plain, sentences_of

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
ENTITIES = frozenset(
    (
        "country", "place", "crisis", "cluster", "agency", "contribution_type", "item", "quantity", "money", "date",
        "company", "sector", "company_size", "email", "phone", "reference", "term",
    )
)  # fmt: skip
LEAST = {ALL: 600, COMPANIES: 350}
LEAST_MARKED = {"company": 200, "item": 200, "sector": 150, "contribution_type": 150}


@cache
def examples() -> tuple[Example, ...]:
    """All marked messages."""
    return tuple(examples_in(NLU / "marked"))


def of(language: str, extent: str) -> list[Example]:
    """Those of a language that are marked so far."""
    return [example for example in examples() if (example.language, example.extent) == (language, extent)]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language, one after the other."""
    return str(request.param)


@pytest.mark.parametrize("extent", [ALL, COMPANIES])
def test_there_are_enough_messages(language: str, extent: str) -> None:
    assert len(of(language, extent)) >= LEAST[extent]


def test_all_kinds_of_marks_are_there_often_enough(language: str) -> None:
    marked = Counter(str(entity["entity"]) for example in of(language, ALL) for entity in example.entities)

    assert {kind: marked[kind] for kind, least in LEAST_MARKED.items() if marked[kind] < least} == {}
    assert set(marked) <= ENTITIES


def test_some_messages_ask_two_things_and_most_ask_one(language: str) -> None:
    asking_two = sum(bool(example.also) for example in of(language, ALL))

    assert 0.1 < asking_two / len(of(language, ALL)) < 0.4


def test_every_intent_is_one_of_the_contract_and_all_are_there(language: str) -> None:
    found = {example.intent for example in of(language, ALL)}

    assert found == INTENTS
    assert {intent for example in examples() for intent in example.also} <= INTENTS


def test_only_companies_are_marked_where_the_file_says_so(language: str) -> None:
    assert {entity["entity"] for example in of(language, COMPANIES) for entity in example.entities} == {"company"}


def test_trades_and_ways_to_contribute_are_those_of_the_contract() -> None:
    for example in examples():
        for entity in example.entities:
            known = {"sector": SECTORS, "contribution_type": CONTRIBUTION_TYPES}.get(entity["entity"])
            assert known is None or entity["value"] in known, example.text


@pytest.mark.parametrize("spaced", ["en", "fr", "es", "ru", "pt"])
def test_a_name_ends_where_a_word_does(spaced: str) -> None:
    split = [
        (example.text, example.text[entity["start"] : entity["end"]])
        for example in of(spaced, ALL)
        for entity in example.entities
        if entity["entity"] == "company" and re.search(r"\w", example.text[entity["end"] : entity["end"] + 1])
    ]

    assert split == []


def test_no_message_comes_twice_nor_stands_among_the_other_sentences(language: str) -> None:
    marked = [plain(example.text) for example in examples() if example.language == language]
    others = {plain(text) for _, text in sentences_of(language)}

    assert [text for text, times in Counter(marked).items() if times > 1] == []
    assert [text for text in marked if text in others] == []
