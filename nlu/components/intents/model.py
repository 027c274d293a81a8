"""A trained intent model: predicts, says how sure it is, and can be saved without pickles."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.errors import ModelOfAnotherVersion
from nlu.components.intents.doubt import Answers, Doubt
from nlu.components.intents.encoding import TextEncoder
from nlu.components.intents.learning import Learnt, learn, nearest_by_intent
from nlu.components.intents.meaning import MeaningKernel, Rows
from nlu.components.intents.settings import IntentSettings
from nlu.components.intents.words import NgramRows
from nlu.components.text import wording
from nlu.components.threads import one_thread

VERSION = 2
_BATCH = 256
_MOST_OF_ITS_OWN = 2


@dataclass(frozen=True)
class Reading:
    """What a message was taken for.

    `ranking`: every intent with its probability, best first. `assurance`: how likely the best intent that is not out of scope
    is right, counting that the message may be about something else; below `threshold` it is better to ask. It is never more than
    twice that intent's own probability: where five intents are as likely as one another, the best of them is a guess.
    """

    ranking: tuple[tuple[str, float], ...]
    assurance: float
    threshold: float
    out_of_scope: str

    @property
    def name(self) -> str:
        """The likeliest intent."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """Its probability."""
        return self.ranking[0][1]

    @property
    def is_unsure(self) -> bool:
        """Whether a question is better than an answer."""
        if self.name == self.out_of_scope:
            return self.confidence < 0.5
        return self.assurance < self.threshold

    @property
    def best_inside(self) -> str:
        """The likeliest intent that is not out of scope."""
        return next((name for name, _ in self.ranking if name != self.out_of_scope), self.name)


class IntentModel:
    """Reads intents out of texts; `train_on` makes one, `to_bytes` and `from_bytes` keep it."""

    def __init__(self, *, learnt: Learnt, settings: IntentSettings, encoder: TextEncoder) -> None:
        self._learnt = learnt
        self._settings = settings
        self._encoder = encoder

    @classmethod
    def train_on(cls, texts: Sequence[str], labels: Sequence[str], *, settings: IntentSettings) -> IntentModel:
        """Learns from these messages. Raises TooFewExamples, WeightsMissing, WeightsChanged."""
        encoder = TextEncoder(settings)
        examples = sorted({(wording(text), label) for text, label in zip(texts, labels, strict=True)})
        learnt = learn(
            [text for text, _ in examples], [label for _, label in examples], settings=settings, encoder=encoder
        )
        return cls(learnt=learnt, settings=settings, encoder=encoder)

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents it knows."""
        return self._learnt.intents

    @property
    def threshold(self) -> float:
        """Below this assurance it is better to ask."""
        return self._learnt.doubt.threshold

    def predict(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text."""
        readings: list[Reading] = []
        with one_thread():
            for start in range(0, len(texts), _BATCH):
                readings += self._readings([wording(text) for text in texts[start : start + _BATCH]])
        return readings

    def _readings(self, texts: list[str]) -> list[Reading]:
        answers = self._answers(texts)
        probabilities = self._learnt.doubt.probabilities(answers.scores)
        assurances = self._learnt.doubt.assurance(answers)
        return [self._reading(row, assurance) for row, assurance in zip(probabilities, assurances, strict=True)]

    def _reading(self, probabilities: NDArray[np.float64], assurance: float) -> Reading:
        order = np.argsort(-probabilities, kind="stable")
        ranking = tuple((self.intents[place], float(probabilities[place])) for place in order)
        outside = self._settings.out_of_scope
        own = next((chance for name, chance in ranking if name != outside), 1.0)
        return Reading(ranking, min(float(assurance), _MOST_OF_ITS_OWN * own), self.threshold, outside)

    def _answers(self, texts: list[str]) -> Answers:
        learnt = self._learnt
        likeness = self._likeness(texts)
        scores = likeness @ learnt.weights + learnt.ngrams.scores(texts, learnt.ngram_weights)
        nearest = nearest_by_intent(likeness, learnt.labels, len(self.intents))
        outside = (
            self.intents.index(self._settings.out_of_scope) if self._settings.out_of_scope in self.intents else None
        )
        return Answers(scores.astype(np.float64), nearest, outside)

    def _likeness(self, texts: list[str]) -> Rows:
        meaning = self._learnt.meaning
        encoded = self._encoder.encode(texts, ask_english=len(meaning.views) > meaning.common)
        vectors, english = (*encoded.common, *encoded.of_english), encoded.english
        views = [view(rows) for view, rows in zip(meaning.views, vectors, strict=False)]
        likeness = np.empty((len(texts), len(self._learnt.labels)), dtype=np.float32)
        if not english.all():
            likeness[~english] = meaning.likeness([view[~english] for view in views[: meaning.common]])
        if english.any():
            common = (view[english] for view in views[: meaning.common])
            likeness[english] = meaning.likeness([*common, *views[meaning.common :]])
        return likeness

    def to_bytes(self) -> bytes:
        """The model as one file: arrays and JSON, nothing executable."""
        meaning = self._learnt.meaning
        about = {"version": VERSION, "intents": self.intents, "doubt": self._learnt.doubt.as_dict()}
        about |= {
            "settings": self._settings.as_dict(),
            "encoders": self._encoder.names(english=len(meaning.views) > meaning.common),
        }
        arrays: dict[str, NDArray[Any]] = {"labels": self._learnt.labels, "weights": self._learnt.weights}
        arrays |= {"ngram_weights": self._learnt.ngram_weights, "about": _as_array(about)}
        arrays |= {f"meaning.{name}": array for name, array in meaning.to_arrays().items()}
        arrays |= {f"ngrams.{name}": array for name, array in self._learnt.ngrams.to_arrays().items()}
        file = io.BytesIO()
        np.savez(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> IntentModel:
        """What `to_bytes` gave. Raises ModelOfAnotherVersion, WeightsMissing, WeightsChanged."""
        arrays, about = _opened(content)
        settings = IntentSettings.of(about["settings"])
        encoder = TextEncoder(settings)
        if missing := set(about["encoders"]) - set(encoder.names(english=True)):
            raise ModelOfAnotherVersion(
                f"The model was trained with an encoder that is not installed ({', '.join(sorted(missing))}); "
                "train again with `make prepare`."
            )
        learnt = Learnt(
            intents=tuple(about["intents"]),
            labels=arrays["labels"],
            meaning=MeaningKernel.from_arrays(_under("meaning.", arrays)),
            ngrams=NgramRows.from_arrays(_under("ngrams.", arrays)),
            weights=arrays["weights"],
            ngram_weights=arrays["ngram_weights"],
            doubt=Doubt.of(about["doubt"]),
        )
        return cls(learnt=learnt, settings=settings, encoder=encoder)

    def save(self, path: Path) -> None:
        """Writes the model to a file."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        """Reads a model from a file. Raises ModelOfAnotherVersion."""
        return cls.from_bytes(path.read_bytes())


def _as_array(about: dict[str, Any]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)


def _opened(content: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays["about"].tobytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelOfAnotherVersion from error
    if about.get("version") != VERSION:
        raise ModelOfAnotherVersion
    return arrays, about


def _under(prefix: str, arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name[len(prefix) :]: array for name, array in arrays.items() if name.startswith(prefix)}
