"""Rasa component: writes a message's language and how sure that is into its metadata."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from nlu.components.languages import LanguageReader


# Registered as a classifier that needs no training: Rasa has no kind of its own for what only labels a message.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Sets `language` (en, fr, es, ar, zh, ru, pt or und) and `language_confidence`. Takes no settings."""

    def __init__(self, reader: LanguageReader) -> None:
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Called by Rasa."""
        return cls(LanguageReader())

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa for each lot of messages."""
        for message in messages:
            guess = self._reader.read(message.get("text") or "")
            message.set("language", guess.language, add_to_output=True)
            message.set("language_confidence", guess.confidence, add_to_output=True)
        return messages
