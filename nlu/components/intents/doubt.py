"""Calibrated probabilities, and when to ask instead of answering: both learnt from answers on examples that were left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """What the model says to some messages: `scores` and `nearest` (likeness to the nearest example) have a column an intent.

    `outside` is the column of out-of-scope examples, or None.
    """

    scores: Scores
    nearest: Scores
    outside: int | None

    def inside(self) -> Scores:
        """The scores of the intents that mean something; never empty."""
        return self.scores if self.outside is None else np.delete(self.scores, self.outside, axis=1)

    def best(self) -> NDArray[np.intp]:
        """The column of the best intent that is not out of scope."""
        scores = self.scores.copy()
        if self.outside is not None and scores.shape[1] > 1:
            scores[:, self.outside] = -np.inf
        return np.asarray(scores.argmax(1))

    def signs(self) -> Scores:
        """What tells a right answer from a wrong one: the evidence (score times likeness), and how near the outside is.

        The lead over the second intent is left out on purpose: it tells near misses apart in the examples, and misleads on
        messages by other people.
        """
        rows, best = np.arange(len(self.scores)), self.best()
        height, likeness = self.scores[rows, best], self.nearest[rows, best]
        evidence = np.clip((height + 1) / 2, 0, 1.5) * likeness
        if self.outside is None:
            return np.asarray(evidence[:, None])
        return np.column_stack(
            [evidence, self.scores[:, self.outside] - height, self.nearest[:, self.outside] - likeness]
        )


def joined(parts: list[Answers]) -> Answers:
    """Answers to several lots of messages as one."""
    return Answers(
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.nearest for part in parts]),
        parts[0].outside,
    )


@dataclass(frozen=True)
class Doubt:
    """`sharpness` turns scores into probabilities; the rest tells how likely the best answer is right, all told."""

    sharpness: float
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probabilities(self, scores: Scores) -> Scores:
        """A probability an intent; the rows add up to one."""
        return _softmax(scores * self.sharpness)

    def assurance(self, answers: Answers) -> Scores:
        """How likely the best answer is right, counting that the message may be about something else."""
        return np.asarray(1 / (1 + np.exp(-(answers.signs() @ np.asarray(self.weights) + self.bias))))

    def as_dict(self) -> dict[str, Any]:
        """For saving."""
        return {
            "sharpness": self.sharpness,
            "weights": list(self.weights),
            "bias": self.bias,
            "threshold": self.threshold,
        }

    @classmethod
    def of(cls, saved: dict[str, Any]) -> Doubt:
        """What `as_dict` gave."""
        return cls(saved["sharpness"], tuple(saved["weights"]), saved["bias"], saved["threshold"])


def learn_doubt(
    *, known: Answers, truth: NDArray[np.intp], strange: list[Answers], strange_share: float, wrong_answer_cost: float
) -> Doubt:
    """From answers on left-out examples (`known`) and on examples whose whole intent was left out (`strange`).

    Asking pays where the chance of being right is below cost / (1 + cost), the cost of a wrong answer being counted in
    unneeded questions.
    """
    right = known.best() == truth
    sharpness = _sharpness(known.scores, truth)
    lots = [(known, right), *((lot, np.zeros(len(lot.scores), dtype=np.bool_)) for lot in strange if len(lot.scores))]
    signs = np.concatenate([answers.signs() for answers, _ in lots])
    labels = np.concatenate([correct for _, correct in lots])
    shares = [1 - strange_share, *[strange_share / max(1, len(lots) - 1)] * (len(lots) - 1)]
    weights = np.concatenate(
        [np.full(len(correct), share / len(correct)) for (_, correct), share in zip(lots, shares, strict=True)]
    )
    threshold = wrong_answer_cost / (1 + wrong_answer_cost)
    if labels.all() or not labels.any():
        return Doubt(sharpness, (0.0,) * signs.shape[1], 4.0, threshold)
    fitted = LogisticRegression(C=100.0, max_iter=2000).fit(signs, labels, sample_weight=weights * len(labels))
    return Doubt(sharpness, tuple(map(float, fitted.coef_[0])), float(fitted.intercept_[0]), threshold)


def _sharpness(scores: Scores, truth: NDArray[np.intp]) -> float:
    rows = np.arange(len(truth))

    def surprise(logarithm: float) -> float:
        return float(-np.log(_softmax(scores * np.exp(logarithm))[rows, truth] + 1e-12).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-1.0, 5.0), method="bounded").x))


def _softmax(scores: Scores) -> Scores:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))
