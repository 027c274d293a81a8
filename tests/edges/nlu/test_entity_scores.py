"""How well the entity reader reads annotated messages of all seven languages: a floor under the score that was reached."""

from __future__ import annotations

import pytest

from nlu.components.entities import EntityReader, Lists
from nlu.components.entities.wordlists import LANGUAGES
from tests.edges.nlu.entity_scores import Scores, scored

LEAST_POOLED = 0.97
"""F1 over all entities and languages."""

LEAST = 0.82
"""F1 of any one entity."""


@pytest.fixture(scope="module")
def scores() -> Scores:
    return scored(EntityReader(Lists.from_files()), LANGUAGES)


def test_the_messages_are_read_as_well_as_before(scores: Scores) -> None:
    assert scores.pooled.f1 >= LEAST_POOLED


def test_no_entity_is_read_badly(scores: Scores) -> None:
    assert {name: score.f1 for name, score in scores.by_entity.items() if score.f1 < LEAST} == {}
