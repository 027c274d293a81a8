"""Rasa component: the language of a message, one of our seven or `und`."""

from __future__ import annotations

from typing import Any, Dict, List, Text  # noqa: UP035  Rasa reads these very annotations

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.languages import LanguageReader


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Adds `language` and `language_confidence` to what a parse returns."""

    def __init__(self) -> None:
        self._reader = LanguageReader()

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> LanguageIdentifier:
        """Made anew with each model; it learns nothing."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Name the language of each message."""
        for message in messages:
            guess = self._reader.read(message.get(TEXT) or "")
            message.set("language", guess.language, add_to_output=True)
            message.set("language_confidence", round(guess.confidence, 3), add_to_output=True)
        return messages
