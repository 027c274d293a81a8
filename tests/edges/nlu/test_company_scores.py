"""How well company names are read in messages written for it: a floor under the score that was reached."""

from __future__ import annotations

from nlu.components.entities.wordlists import LANGUAGES
from tests.edges.nlu.company_scores import messages, reader, scored

LEAST = 0.3
"""F1 over all languages: the rules reach names with a legal form or an introduction, and few others."""


def test_each_language_has_messages_with_and_without_a_name() -> None:
    for language in LANGUAGES:
        named = [bool(names) for _, names in messages(language)]

        assert len(named) >= 400
        assert 0.4 < sum(named) / len(named) < 0.7


def test_names_are_read_as_well_as_before() -> None:
    assert scored(reader(), LANGUAGES).f1 >= LEAST
