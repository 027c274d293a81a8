"""The intent pipeline without Rasa: train on texts and labels, predict, save, load. The benchmark and the evaluation use it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nlu.components.intents.model import IntentModel, Reading
from nlu.components.intents.settings import IntentSettings


class Pipeline:
    """Language, encoders, n-grams, classifier and doubt in one; never imports Rasa or TensorFlow."""

    def __init__(self, model: IntentModel) -> None:
        self.model = model

    @classmethod
    def train_on(
        cls, texts: Sequence[str], labels: Sequence[str], *, settings: IntentSettings | None = None
    ) -> Pipeline:
        """Raises TooFewExamples, WeightsMissing, WeightsChanged."""
        return cls(IntentModel.train_on(texts, labels, settings=settings or IntentSettings()))

    def predict(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text."""
        return self.model.predict(texts)

    def save(self, path: Path) -> None:
        """Writes the model; no pickle."""
        self.model.save(path)

    @classmethod
    def load(cls, path: Path) -> Pipeline:
        """Reads a model. Raises ModelOfAnotherVersion."""
        return cls(IntentModel.load(path))
