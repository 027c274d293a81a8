"""Sentences and marked messages reach Rasa's training by an importer of config.yml, with all that is known of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nlu.components.sentences import paths_in

pytestmark = pytest.mark.model

RASAS_OWN = """version: "3.1"
nlu:
- intent: ask_needs
  examples: |
    - what is needed in [Sudan](country)
- synonym: Sudan
  examples: |
    - the Sudan
"""

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
    from nlu.components.rasa_examples import Examples

    (tmp_path / "nlu" / "marked").mkdir(parents=True)
    (tmp_path / "nlu" / "marked" / "en.yml").write_text(FILE, encoding="utf-8")

    (message,) = Examples(str(tmp_path / "config.yml")).get_nlu_data().training_examples

    assert message.get("intent") == "offer_contribution"
    assert message.get("metadata")["intent"] == {"language": "en", "marked": "all", "also": ["ask_shipping"]}
    names = [mark.name for mark in marks_of(message.get("entities"))]
    assert names == ["company", "item", "contribution_type logistics"]


def test_the_projects_own_messages_are_all_there() -> None:
    from nlu.components.rasa_examples import Examples, told_of

    found = [told_of(message) for message in Examples("config.yml").get_nlu_data().training_examples]

    assert Counter(told.get("marked", "sentence") for told in found).keys() == {"all", "companies", "sentence"}
    assert {told["language"] for told in found} == {"en", "fr", "es", "ar", "zh", "ru", "pt"}


def test_the_sentences_are_those_that_rasa_reads() -> None:
    from rasa.shared.importers.utils import training_data_from_paths

    from nlu.components.rasa_examples import Examples, told_of

    found = Examples("config.yml").get_nlu_data().training_examples
    sentences = {(m.get("text"), m.get("intent")) for m in found if "marked" not in told_of(m)}
    read_by_rasa = training_data_from_paths([str(path) for path in paths_in(Path("nlu"))], "en").training_examples

    assert sentences == {(message.get("text"), message.get("intent")) for message in read_by_rasa}


def test_a_file_with_marks_and_synonyms_is_left_to_rasas_reader(tmp_path: Path) -> None:
    from nlu.components.rasa_examples import Examples

    (tmp_path / "nlu" / "en").mkdir(parents=True)
    (tmp_path / "nlu" / "en" / "ask_needs.yml").write_text(RASAS_OWN, encoding="utf-8")

    data = Examples(str(tmp_path / "config.yml")).get_nlu_data()

    (message,) = data.training_examples
    assert message.get("text") == "what is needed in Sudan"
    assert message.get("entities")[0]["entity"] == "country"
    assert data.entity_synonyms == {"the Sudan": "Sudan"}
