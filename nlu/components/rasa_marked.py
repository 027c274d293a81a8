"""Rasa importer: the messages of nlu/marked as training data, with their intents, marks and second asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.marks.files import Example, examples_in

FOLDER = "nlu/marked"


class MarkedMessages(TrainingDataImporter):
    """Named in config.yml under `importers`, beside Rasa's own; `folder`: where the files lie, seen from config.yml.

    A message's metadata tell `marked` (how much of it is) and `also` (the intents of its second asks).
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        folder: str = FOLDER,
    ) -> None:
        self._folder = Path(config_file or "config.yml").parent / folder

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Called by Rasa: all messages. Raises ListFaulty."""
        changed = max((path.stat().st_mtime for path in self._folder.glob("*.yml")), default=0.0)
        return TrainingData(list(_messages(self._folder.resolve(), changed)))

    def get_domain(self) -> Domain:
        """Called by Rasa: it adds nothing to the domain."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Called by Rasa: it adds no stories."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Called by Rasa: it adds no tests."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Called by Rasa: it adds nothing to the configuration."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Called by Rasa: it has no configuration file of its own."""
        return None


@lru_cache(maxsize=1)
def _messages(folder: Path, changed: float) -> tuple[Message, ...]:
    """The messages of a folder as it is since the time `changed`; Rasa asks for them twice."""
    return tuple(_message(example) for example in examples_in(folder))


class _Unchanging(Message):
    """A message that nobody alters: Rasa would copy it a dozen times, with all its marks."""

    def __deepcopy__(self, known: dict[int, Any]) -> Message:
        return self


def told_of(message: Message) -> Mapping[str, Any]:
    """What a training message's metadata tell of it besides its intent: `marked` and `also`, where somebody told."""
    told = (message.get("metadata") or {}).get("intent")
    return told if isinstance(told, dict) else {}


def _message(example: Example) -> Message:
    return _Unchanging.build(
        example.text,
        intent=example.intent,
        entities=[dict(entity) for entity in example.entities],
        intent_metadata={"marked": example.extent, "also": list(example.also)},
    )
