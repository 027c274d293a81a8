"""Rasa component: the entities of a message with canonical values, dates relative to the message's own time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.encoders import e5, shared
from nlu.components.languages import LanguageReader
from nlu.components.marks.learning import learn
from nlu.components.marks.marked import MarkedMessage, marks_of
from nlu.components.marks.model import Marks
from nlu.components.marks.reader import reader_with
from nlu.components.rasa_examples import told_of

FILE = "marks.npz"
# While marks are learnt, "tomorrow" is relative to this: which day it is tells nothing about them.
_ANY_DAY = datetime(2026, 1, 1, tzinfo=timezone.utc)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityExtractor(GraphComponent):
    """Sets `entities`. No settings.

    Names come from the lists in force, which the program refreshes when a record changes; what lists cannot tell is learnt from
    messages whose intent has `marked: all` or `marked: companies` in its metadata (rasa_examples.py brings those of nlu/marked).
    Without messages marked whole, or without the encoder e5, the lists alone are read, and no company.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, marks: Marks | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._reader = reader_with(marks)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityExtractor:
        """Called by Rasa before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EntityExtractor:
        """Called by Rasa with a trained model. Raises ModelOfAnotherVersion, WeightsMissing, WeightsChanged."""
        with model_storage.read_from(resource) as folder:
            path = folder / FILE
            marks = Marks.from_bytes(path.read_bytes()) if path.exists() else None
        extractor = cls(model_storage, resource, marks)
        extractor._reader.read("warm up", language="en")
        return extractor

    def train(self, training_data: TrainingData) -> Resource:
        """Called by Rasa: learns from the marked messages."""
        marked, path = list(_marked(training_data)), e5.installed()
        with self._storage.write_to(self._resource) as folder:
            if marked and path is not None:
                language = _languages(training_data)
                marks = learn(
                    marked,
                    ordinary=(str(message.get("text")) for message in training_data.intent_examples),
                    propose=lambda text: self._reader.propose(text, language=language(text), at=_ANY_DAY),
                    see_all=shared.sentence(path).see_all,
                )
                if marks is not None:
                    (folder / FILE).write_bytes(marks.to_bytes())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa: reads the entities of each message; `at` in its metadata is what "tomorrow" is relative to."""
        for message in messages:
            at = (message.get("metadata") or {}).get("at")
            moment = datetime.fromisoformat(at) if at else None
            language = message.get("language") or "en"
            found = self._reader.read(message.get("text") or "", language=language, at=moment)
            message.set("entities", found, add_to_output=True)
        return messages


def _languages(training_data: TrainingData) -> Callable[[str], str]:
    """Tells the language of a text: as its message does, or by reading it."""
    told = {message.get("text"): told_of(message).get("language") for message in training_data.intent_examples}
    reader = LanguageReader()
    return lambda text: told.get(text) or reader.read(text).language


def _marked(training_data: TrainingData) -> Iterator[MarkedMessage]:
    for message in training_data.intent_examples:
        if extent := told_of(message).get("marked"):
            yield MarkedMessage(str(message.get("text")), marks_of(message.get("entities") or ()), str(extent))
