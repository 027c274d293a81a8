"""Rasa component: writes a message's language and how sure that is into its metadata."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.languages import LanguageReader, LearntLanguages
from nlu.components.rasa_examples import told_of
from nlu.components.text import plain

FILE = "languages.npz"
# Of fewer languages nothing is learnt.
_LEAST = 3


# Registered as a classifier: Rasa has no kind of its own for what only labels a message.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageIdentifier(GraphComponent):
    """Sets `language` (en, fr, es, ar, zh, ru, pt or und) and `language_confidence`. Takes no settings.

    It learns from messages whose intent has `language` in its metadata (rasa_examples.py tells it of those of nlu/); without any,
    lists of words and letter statistics tell alone.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: LearntLanguages | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._reader = LanguageReader(learnt)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
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
    ) -> LanguageIdentifier:
        """Called by Rasa with a trained model. Raises ModelOfAnotherVersion."""
        with model_storage.read_from(resource) as folder:
            path = folder / FILE
            learnt = LearntLanguages.from_bytes(path.read_bytes()) if path.exists() else None
        return cls(model_storage, resource, learnt)

    def train(self, training_data: TrainingData) -> Resource:
        """Called by Rasa: learns from the messages of which somebody told the language."""
        told = [(m.get("text"), told_of(m).get("language")) for m in training_data.intent_examples]
        known = [(plain(text).lower(), language) for text, language in told if text and language]
        with self._storage.write_to(self._resource) as folder:
            if len({language for _, language in known}) >= _LEAST:
                learnt = LearntLanguages.from_texts([text for text, _ in known], [language for _, language in known])
                (folder / FILE).write_bytes(learnt.to_bytes())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa for each lot of messages."""
        for message in messages:
            guess = self._reader.read(message.get("text") or "")
            message.set("language", guess.language, add_to_output=True)
            message.set("language_confidence", guess.confidence, add_to_output=True)
        return messages
