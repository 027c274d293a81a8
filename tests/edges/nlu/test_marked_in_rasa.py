"""Marked messages reach Rasa's training by an importer of config.yml, with their marks and second asks."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.model

FILE = """language: en
marked: all
messages:
  - text: "Ovantia has trucks, who pays the freight?"
    intent: offer_contribution
    also: [ask_shipping]
    entities:
      - {entity: company, text: Ovantia, value: Ovantia}
      - {entity: item, text: trucks, value: truck}
      - {entity: contribution_type, text: trucks, value: logistics}
"""


def test_a_marked_message_keeps_its_intents_and_all_its_marks(tmp_path: Path) -> None:
    from nlu.components.marks.marked import marks_of
    from nlu.components.rasa_marked import MarkedMessages

    (tmp_path / "nlu" / "marked").mkdir(parents=True)
    (tmp_path / "nlu" / "marked" / "en.yml").write_text(FILE, encoding="utf-8")

    (message,) = MarkedMessages(str(tmp_path / "config.yml")).get_nlu_data().training_examples

    assert message.get("intent") == "offer_contribution"
    assert message.get("metadata")["intent"] == {"marked": "all", "also": ["ask_shipping"]}
    names = [mark.name for mark in marks_of(message.get("entities"))]
    assert names == ["company", "item", "contribution_type logistics"]


def test_the_projects_own_messages_are_all_there() -> None:
    from nlu.components.rasa_marked import MarkedMessages

    found = MarkedMessages("config.yml").get_nlu_data().training_examples

    assert len(found) > 7000
    assert {message.get("metadata")["intent"]["marked"] for message in found} == {"all", "companies"}
