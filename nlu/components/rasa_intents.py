"""Rasa component: intents with calibrated confidence, the doubt about them, and a second ask."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings
from nlu.components.marks.marked import COMPANIES
from nlu.components.rasa_examples import told_of
from nlu.components.second_asks import SecondAsks
from nlu.components.second_asks.chances import chances_in
from nlu.components.second_asks.learning import Asking, learn, set_aside

INTENTS, SECOND_ASKS = "intents.npz", "second_asks.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(GraphComponent):
    """Sets `intent`, `intent_ranking`, `unsure`, `also`, `assurance` and `threshold`. Settings: see IntentSettings.

    How likely a second ask is, is learnt from messages whose intent has `also` in its metadata: a list of the other intents that
    they ask, empty where there is none (rasa_examples.py brings those of nlu/marked). From messages in which companies alone are
    marked no intents are learnt: they were written for their names, and ask what firms that introduce themselves ask.
    """

    def __init__(
        self,
        settings: IntentSettings,
        model_storage: ModelStorage,
        resource: Resource,
        asks: SecondAsks | None = None,
    ) -> None:
        self._settings = settings
        self._storage = model_storage
        self._resource = resource
        self._asks = asks

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
            model = IntentModel.load(folder / INTENTS)
            chances = chances_in(folder / SECOND_ASKS)
        model.predict(["warm up", "предупреждение"])
        settings = IntentSettings.of(config)
        asks = SecondAsks(model.predict, least=settings.second_ask, chances=chances)
        return cls(settings, model_storage, resource, asks)

    def train(self, training_data: TrainingData) -> Resource:
        """Called by Rasa: learns from all messages that have an intent; some teach second asks instead. Raises TooFewExamples."""
        examples = [message for message in training_data.intent_examples if message.get("text")]
        aside = set_aside(_asking(examples))
        left_out = {message.text for message in (*aside.two, *aside.one)}
        learnt_from = [m for m in examples if m.get("text") not in left_out and told_of(m).get("marked") != COMPANIES]
        model = IntentModel.train_on(
            [message.get("text") for message in learnt_from],
            [message.get("intent") for message in learnt_from],
            settings=self._settings,
        )
        chances = learn(aside, model.predict)
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / INTENTS)
            if chances is not None:
                (folder / SECOND_ASKS).write_text(json.dumps(chances.as_dict()), encoding="utf-8")
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


def _asking(messages: Iterable[Message]) -> Iterator[Asking]:
    for message in messages:
        told = told_of(message)
        if "also" in told:
            yield Asking(str(message.get("text")), str(message.get("intent")), tuple(told["also"]))
