"""The messages of an evaluation: what a file may hold, and how a faulty one is told."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.cases import Case, canonical, cases_in, fingerprint_of_cases
from bot.evaluation.errors import CasesFaulty, CasesMissing

GOOD = """\
language: fr
at: 2026-11-23T10:00:00+01:00
messages:
  - text: "Nous avons 300 tentes à Lyon"
    intent: offer_contribution
    also: [ask_shipping]
    entities:
      - {entity: quantity, text: "300", value: {unit: piece, value: 300.0}}
      - {entity: item, text: "tentes", nth: 1, value: "tent"}
  - text: "bonjour"
    intent: greet
"""


def written(folder: Path, content: str) -> Path:
    (folder / "fr.yml").write_text(content, encoding="utf-8")
    return folder


def test_a_message_is_read_with_all_that_it_means(tmp_path: Path) -> None:
    offer, greeting = cases_in(written(tmp_path, GOOD))

    assert offer == Case(
        text="Nous avons 300 tentes à Lyon",
        language="fr",
        intent="offer_contribution",
        at=datetime(2026, 11, 23, 9, tzinfo=timezone.utc),
        also=("ask_shipping",),
        entities=(("quantity", canonical({"value": 300, "unit": "piece"})), ("item", '"tent"')),
    )
    assert (greeting.intent, greeting.also, greeting.entities) == ("greet", (), ())


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("language: fr", "language: de", "`language` is one of"),
        ("2026-11-23T10:00:00+01:00", "this morning", "`at` is an ISO time"),
        ("messages:", "sentences:", "a list of `messages`"),
        ('text: "bonjour"', 'text: " "', "message 2: it has no `text`"),
        ('text: "bonjour"', "text: 12", "message 2: it has no `text`"),
        ("intent: greet", "intent: greeting", "message 2: there is no intent greeting"),
        ("also: [ask_shipping]", "also: [ask_freight]", "message 1: there is no intent ask_freight"),
        ("also: [ask_shipping]", "also: ask_shipping", "message 1: `also` is a list"),
        ('value: "tent"', 'worth: "tent"', "message 1: an entity has `entity` and `value`"),
        ("language: fr", 'language: "fr', "fr.yml cannot be read"),
    ],
)
def test_a_faulty_file_is_told_by_its_name_and_message(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    with pytest.raises(CasesFaulty, match=told) as caught:
        cases_in(written(tmp_path, GOOD.replace(right, wrong)))

    assert "fr.yml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_messages_is_told(tmp_path: Path) -> None:
    with pytest.raises(CasesMissing, match="--data"):
        cases_in(tmp_path)


def test_another_message_is_another_evaluation(tmp_path: Path) -> None:
    before = fingerprint_of_cases(cases_in(written(tmp_path, GOOD)))
    again = fingerprint_of_cases(cases_in(written(tmp_path, GOOD)))
    after = fingerprint_of_cases(cases_in(written(tmp_path, GOOD.replace("bonjour", "bonsoir"))))

    assert before == again != after


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_values_are_the_same_whatever_the_order_of_their_parts(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))
