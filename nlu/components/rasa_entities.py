"""Rasa component: the entities of a message with canonical values, dates relative to the message's own time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from nlu.components.entities import EntityReader


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityExtractor(GraphComponent):
    """Sets `entities`; names come from the lists in force, which the program refreshes when a record changes. No settings."""

    def __init__(self, reader: EntityReader) -> None:
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityExtractor:
        """Called by Rasa with each model; it learns nothing."""
        return cls(EntityReader())

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa: reads the entities of each message; `at` in its metadata is what "tomorrow" is relative to."""
        for message in messages:
            at = (message.get("metadata") or {}).get("at")
            moment = datetime.fromisoformat(at) if at else None
            language = message.get("language") or "en"
            found = self._reader.read(message.get("text") or "", language=language, at=moment)
            message.set("entities", found, add_to_output=True)
        return messages
