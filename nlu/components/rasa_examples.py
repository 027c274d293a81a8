"""Rasa importer: the sentences of nlu/<language>/ and the messages of nlu/marked, with all that is known of each.

Rasa's own importer takes half a minute for them: it checks every file against a schema, copies every message a dozen times and
works out anew each time what it is to be told apart by. Nor does it tell in which folder, that is in which language, one stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.marks.files import Example, examples_in
from nlu.components.sentences import Sentence, opened, paths_in

FOLDER, MARKED = "nlu", "marked"


class Examples(TrainingDataImporter):
    """Named in config.yml under `importers`, beside Rasa's own for stories and domain; `folder` is seen from config.yml.

    A message's metadata tell its `language`, and of one of nlu/marked `marked` (how much of it is) and `also` (the intents of its
    second asks). A file with marks in brackets, synonyms or the like is left to Rasa's reader, which tells no language.
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
        """Called by Rasa: all messages. Raises ListFaulty, RasaException."""
        paths = [*paths_in(self._folder), *self._folder.glob(f"{MARKED}/*.yml")]
        changed = max((path.stat().st_mtime for path in paths), default=0.0)
        messages, others = _read(self._folder.resolve(), changed)
        return TrainingData(list(messages)).merge(*others)

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


def told_of(message: Message) -> Mapping[str, Any]:
    """What a training message's metadata tell of it besides its intent: `language`, `marked` and `also`, where somebody told."""
    told = (message.get("metadata") or {}).get("intent")
    return told if isinstance(told, dict) else {}


@lru_cache(maxsize=1)
def _read(folder: Path, changed: float) -> tuple[tuple[Message, ...], tuple[TrainingData, ...]]:
    """The examples of a folder as it is since the time `changed`, and what Rasa read of it; Rasa asks for them twice."""
    files = {path: opened(path) for path in paths_in(folder)}
    plain = (file for file in files.values() if not file.holds_more)
    messages = [_of_sentence(sentence) for file in plain for sentence in file.sentences]
    messages += [_of_marked(example) for example in examples_in(folder / MARKED)]
    return tuple(messages), tuple(load_data(str(path)) for path, file in files.items() if file.holds_more)


class _Unchanging(Message):
    """A message that nobody alters, and that is told apart by its text and what was told of it when it was made."""

    _cached_fingerprint: str | None = None

    def __deepcopy__(self, known: dict[int, Any]) -> Message:
        return self

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Called by Rasa, mostly to set what is set already."""
        if self.data.get(prop) != info:
            super().set(prop, info, add_to_output)

    def fingerprint(self) -> str:
        """Called by Rasa, often."""
        if self._cached_fingerprint is None:
            self._cached_fingerprint = hashlib.sha256(
                repr(sorted(self.data.items())).encode("utf-8", "replace")
            ).hexdigest()
        return str(self._cached_fingerprint)


def _of_sentence(sentence: Sentence) -> Message:
    return _Unchanging.build(sentence.text, intent=sentence.intent, intent_metadata={"language": sentence.language})


def _of_marked(example: Example) -> Message:
    return _Unchanging.build(
        example.text,
        intent=example.intent,
        entities=[dict(entity) for entity in example.entities],
        intent_metadata={"language": example.language, "marked": example.extent, "also": list(example.also)},
    )
