"""What a model made of some messages, as columns of numbers, and the figures that resampling needs a thousand times over.

They are those of nlu/components/intents/figures.py, which tells the values; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from bot.evaluation.intervals import Places
from nlu.components.intents.figures import calibration_error
from nlu.components.intents.model import Reading

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Outcomes:
    """One place a message: the intent meant and the best guess as numbers, and how sure the model was of it."""

    truth: NDArray[np.intp]
    best: NDArray[np.intp]
    inside: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    assurance: NDArray[np.float64]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the best guess is what was meant."""
        return np.asarray(self.best == self.truth)

    def at(self, places: Places) -> Outcomes:
        """The messages at these places."""
        return Outcomes(*(column[places] for column in self._columns()))

    def exchanged(self, other: Outcomes, where: NDArray[np.bool_]) -> Outcomes:
        """These outcomes, but the other's where it is said; both come from one call of `outcomes_of`."""
        pairs = zip(self._columns(), other._columns(), strict=True)
        return Outcomes(*(np.where(where, theirs, ours) for ours, theirs in pairs))

    def _columns(self) -> tuple[NDArray[Any], ...]:
        return self.truth, self.best, self.inside, self.refused, self.confidence, self.assurance


def outcomes_of(truth: Sequence[str], *models: Sequence[Reading]) -> tuple[Outcomes, ...]:
    """What each model made of the messages with these intents; an intent has the same number in all of them."""
    names = sorted({*truth, *(reading.best_inside for readings in models for reading in readings)})
    return tuple(_outcomes(truth, readings, names) for readings in models)


def is_refused(reading: Reading) -> bool:
    """Whether the model takes a message for out of scope or would rather ask, as `in_scope_refused` of a benchmark counts."""
    return reading.name == reading.out_of_scope or reading.assurance < reading.threshold


def confidence_of(reading: Reading) -> float:
    """The probability of the best guess that is not out of scope."""
    return dict(reading.ranking)[reading.best_inside]


def macro_f1(outcomes: Outcomes) -> float:
    """The mean F1 of the intents that were meant, out-of-scope messages left out."""
    truth, best = outcomes.truth[outcomes.inside], outcomes.best[outcomes.inside]
    if not len(truth):
        return float("nan")
    size = int(max(truth.max(), best.max())) + 1
    meant, guessed = np.bincount(truth, minlength=size), np.bincount(best, minlength=size)
    both = np.bincount(truth[truth == best], minlength=size)
    return float((2 * both / np.maximum(meant + guessed, 1))[meant > 0].mean())


def auroc(outcomes: Outcomes) -> float:
    """How often a message inside looks surer than one outside (Mann and Whitney 1947); ties count half."""
    inside = int(outcomes.inside.sum())
    outside = len(outcomes.inside) - inside
    if not inside or not outside:
        return float("nan")
    ranks = rankdata(outcomes.assurance)[outcomes.inside].sum()
    return float((ranks - inside * (inside + 1) / 2) / (inside * outside))


def ece(outcomes: Outcomes) -> float:
    """How far confidence is from how often it is right, in scope."""
    error = calibration_error(outcomes.confidence[outcomes.inside], outcomes.right[outcomes.inside])
    return float("nan") if error is None else error


def _outcomes(truth: Sequence[str], readings: Sequence[Reading], names: Sequence[str]) -> Outcomes:
    return Outcomes(
        truth=np.searchsorted(names, truth),
        best=np.searchsorted(names, [reading.best_inside for reading in readings]),
        inside=np.asarray([intent != OUT_OF_SCOPE for intent in truth], dtype=np.bool_),
        refused=np.asarray([is_refused(reading) for reading in readings], dtype=np.bool_),
        confidence=np.asarray([confidence_of(reading) for reading in readings]),
        assurance=np.asarray([reading.assurance for reading in readings]),
    )
