"""Rasa component: the intent of a message with a calibrated confidence, the doubt that follows from it, and a second ask."""

from __future__ import annotations

from typing import Any, Dict, List, Text  # noqa: UP035  Rasa reads these very annotations

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.intents.asks import second_asks
from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings

_FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent` and `intent_ranking`, and adds `unsure` and `also` to what a parse returns."""

    def __init__(self, settings: IntentSettings, storage: ModelStorage, resource: Resource) -> None:
        self._settings = settings
        self._storage = storage
        self._resource = resource
        self._model: IntentModel | None = None

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The settings that config.yml may change."""
        return IntentSettings().as_dict()

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> IntentClassifier:
        """An untrained one."""
        return cls(IntentSettings.of(config), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example with an intent, and keep what was learnt."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts, labels = ([str(example.get(name)) for example in examples] for name in (TEXT, INTENT))
        self._model = IntentModel.train_on(texts, labels, settings=self._settings)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """The trained one out of the model. Raises ModelOfAnotherVersion."""
        loaded = cls(IntentSettings.of(config), model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded._model = IntentModel.load(folder / _FILE)
        return loaded

    def process(self, messages: List[Message]) -> List[Message]:
        """Name the intent of each message."""
        if self._model is None:
            return messages
        for message in messages:
            text = message.get(TEXT) or ""
            reading = self._model.predict([text])[0]
            ranking = [{"name": name, "confidence": confidence} for name, confidence in reading.ranking[:10]]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set("unsure", reading.is_unsure, add_to_output=True)
            message.set("also", list(second_asks(self._model, text, first=reading.name)), add_to_output=True)
        return messages
