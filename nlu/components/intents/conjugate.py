"""One kernel ridge over more examples than are solved at once: conjugate gradients, led by the solutions of parts of them.

The system (K + ridge) W = Y is solved for all intents at once (Saad, Iterative Methods for Sparse Linear Systems, 2003,
chapter 9). Each step is made better by what is known already: the inverses of the parts, each for its own examples, and the
small system over the intents' means, which the parts, not knowing of one another, would each correct for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Matrix = NDArray[np.float64]
Rows = NDArray[np.float32]
Places = NDArray[np.intp]

# From 8 steps on nothing changes in what is answered; measured on messages of other hands (docs/decisions/0004).
_STEPS, _CLOSE = 12, 0.015


@dataclass(frozen=True)
class Part:
    """Some of the examples, and the inverse of their own system."""

    places: Places
    inverse: Rows


def solved_together(kernel: Rows, targets: Matrix, *, ridge: float, parts: Sequence[Part]) -> Matrix:
    """The weights of all examples, a row each; `targets` has a column an intent, and the parts hold every example once."""
    wanted = targets.astype(np.float32)
    system = _System(kernel, np.float32(ridge))
    guide = _Guide.over(system, wanted, parts)
    weights = guide.by_parts(wanted) / np.float32(len(parts))
    rest = wanted - system.times(weights)
    step = guide(rest)
    direction, size = step, _products(rest, step)
    for _ in range(_STEPS):
        ahead = system.times(direction)
        length = size / _products(direction, ahead)
        weights += length * direction
        rest -= length * ahead
        if np.linalg.norm(rest) < _CLOSE * np.linalg.norm(wanted):
            break
        step = guide(rest)
        size, before = _products(rest, step), size
        direction = step + size / before * direction
    return weights.astype(np.float64)


@dataclass(frozen=True)
class _System:
    kernel: Rows
    ridge: np.float32

    def times(self, columns: Rows) -> Rows:
        return np.asarray(self.kernel @ columns + self.ridge * columns, dtype=np.float32)


@dataclass(frozen=True)
class _Guide:
    """Turns what is still missing into a good next step: the means of the intents first and last, the parts between them."""

    parts: Sequence[Part]
    means: Rows
    images: Rows
    factor: tuple[Matrix, bool]

    @classmethod
    def over(cls, system: _System, wanted: Rows, parts: Sequence[Part]) -> _Guide:
        means = (wanted > 0).astype(np.float32)
        means = means[:, means.any(0)]
        means /= np.sqrt(means.sum(0))
        images = system.times(means)
        small = (means.T @ images).astype(np.float64)
        return cls(parts, means, images, cho_factor(small + 1e-6 * np.eye(len(small))))

    def __call__(self, rest: Rows) -> Rows:
        told = self._small(self.means.T @ rest)
        step = self.by_parts(rest - self.images @ told)
        return np.asarray(step - self.means @ self._small(self.images.T @ step) + self.means @ told, dtype=np.float32)

    def by_parts(self, columns: Rows) -> Rows:
        """What each part would answer by itself."""
        told = np.empty_like(columns)
        for part in self.parts:
            told[part.places] = part.inverse @ columns[part.places]
        return told

    def _small(self, columns: Rows) -> Rows:
        return np.asarray(cho_solve(self.factor, columns.astype(np.float64)), dtype=np.float32)


def _products(first: Rows, second: Rows) -> Rows:
    """Of each column with the other's, never 0: a column that is solved already stands still."""
    return np.asarray((first * second).sum(0) + np.float32(1e-20), dtype=np.float32)
