"""Rasa component: the entities of a message with canonical values, dates relative to the message's own time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, List, Text  # noqa: UP035  Rasa reads these very annotations

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.entities import EntityReader


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityExtractor(GraphComponent):
    """Sets `entities`; names come from the lists in force, which the program refreshes when a record changes."""

    def __init__(self) -> None:
        self._reader = EntityReader()

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> EntityExtractor:
        """Made anew with each model; it learns nothing."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Read the entities of each message."""
        for message in messages:
            at = (message.get(METADATA) or {}).get("at")
            language = message.get("language") or "en"
            moment = datetime.fromisoformat(at) if at else None
            message.set(ENTITIES, self._reader.read(message.get(TEXT) or "", language=language, at=moment), add_to_output=True)
        return messages
