"""A small network that judges words or claims one by one: learnt by scikit-learn, kept and run as plain arrays."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Rows = NDArray[np.float32]

# Chosen on messages that were not learnt from (docs/decisions/0013).
_HIDDEN, _ROUNDS, _DECAY, _AT_ONCE = 96, 4, 1e-3, 256
# A few hundred words are gone through more often.
_FEWEST_STEPS = 400
# Some that begin elsewhere, averaged, err less than each.
_TIMES = 2


@dataclass(frozen=True)
class Standard:
    """The middle of each number that is known of a word or claim, and how far it spreads."""

    centre: Rows
    spread: Rows

    @classmethod
    def set_for(cls, rows: Rows) -> Standard:
        """Brings rows to middle 0 and spread 1, in place (there may be gigabytes of them), and tells what they had."""
        standard = cls(rows.mean(0), rows.std(0) + np.float32(1e-2))
        rows -= standard.centre
        rows /= standard.spread
        return standard


@dataclass(frozen=True)
class Network:
    """One hidden layer: `inner` and `outer` are its matrices, each with a row of shifts."""

    inner: Rows
    inner_shift: Rows
    outer: Rows
    outer_shift: Rows

    @classmethod
    def trained_on(cls, rows: Rows, targets: NDArray[np.int8], *, standard: Standard, times: int = _TIMES) -> Network:
        """Learns to tell each column of the targets (0 or 1), `times` over, and takes the middle.

        The rows are of this standard; the network takes them as they were before.
        """
        return _averaged([_learnt(rows, targets, standard=standard, seed=seed) for seed in range(times)])

    def probabilities(self, rows: Rows) -> Rows:
        """A row a word, a column a target."""
        hidden = np.maximum(rows @ self.inner + self.inner_shift, 0)
        return np.asarray(expit(hidden @ self.outer + self.outer_shift), dtype=np.float32)

    def to_arrays(self) -> dict[str, Rows]:
        """For saving."""
        return {
            "inner": self.inner,
            "inner_shift": self.inner_shift,
            "outer": self.outer,
            "outer_shift": self.outer_shift,
        }


def _learnt(rows: Rows, targets: NDArray[np.int8], *, standard: Standard, seed: int) -> Network:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    at_once = min(_AT_ONCE, len(rows))
    rounds = max(_ROUNDS, _FEWEST_STEPS * at_once // len(rows))
    learner = MLPClassifier((_HIDDEN,), max_iter=rounds, alpha=_DECAY, batch_size=at_once, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it stops after so many rounds on purpose
        learner.fit(rows, targets[:, 0] if targets.shape[1] == 1 else targets)
    (inner, outer), (inner_shift, outer_shift) = learner.coefs_, learner.intercepts_
    scaled = inner / standard.spread[:, None]
    shift = inner_shift - standard.centre @ scaled
    return Network(*(np.asarray(array, np.float32) for array in (scaled, shift, outer, outer_shift)))


def _averaged(networks: Sequence[Network]) -> Network:
    """One network whose answers lie in the middle of theirs: their hidden layers side by side."""
    count = np.float32(len(networks))
    return Network(
        np.concatenate([each.inner for each in networks], axis=1),
        np.concatenate([each.inner_shift for each in networks]),
        np.concatenate([each.outer for each in networks]) / count,
        np.asarray(sum(each.outer_shift for each in networks) / count, dtype=np.float32),
    )
