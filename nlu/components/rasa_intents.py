"""Rasa component: intents with calibrated confidence, the doubt about them, and a second ask."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings
from nlu.components.second_ask import SecondAsks

_FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(GraphComponent):
    """Sets `intent`, `intent_ranking`, `unsure`, `also`, `assurance` and `threshold`. Settings: see IntentSettings."""

    def __init__(
        self,
        settings: IntentSettings,
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._settings = settings
        self._storage = model_storage
        self._resource = resource
        self._asks = None if model is None else SecondAsks(model.predict, least=settings.second_ask)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentReader:
        """Called by Rasa before training. Raises UnderstandingError for settings out of range."""
        return cls(IntentSettings.of(config), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentReader:
        """Called by Rasa with a trained model. Raises ModelOfAnotherVersion, WeightsMissing, WeightsChanged."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(folder / _FILE)
        model.predict(["warm up", "предупреждение"])
        return cls(IntentSettings.of(config), model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Called by Rasa: learns from all messages that have an intent. Raises TooFewExamples."""
        examples = [message for message in training_data.intent_examples if message.get("text")]
        model = IntentModel.train_on(
            [message.get("text") for message in examples],
            [message.get("intent") for message in examples],
            settings=self._settings,
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa for each lot of messages."""
        assert self._asks is not None, "Rasa loads a trained component before it processes messages"
        for message in messages:
            asks = self._asks.read(message.get("text") or "")
            reading = asks.reading
            ranking = [{"name": name, "confidence": confidence} for name, confidence in reading.ranking[:10]]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("unsure", bool(reading.is_unsure), add_to_output=True)
            message.set("also", list(asks.also), add_to_output=True)
            message.set("assurance", reading.assurance, add_to_output=True)
            message.set("threshold", reading.threshold, add_to_output=True)
        return messages
