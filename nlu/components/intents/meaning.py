"""Likeness of meaning: sentence vectors of several encoders, made comparable and joined in one kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """How one encoder's vectors are read: centred, scaled, brought to length one, turned to their main directions."""

    centre: Rows
    scale: Rows
    directions: Rows

    @classmethod
    def fitted(cls, vectors: Rows, *, components: int) -> View:
        """The view under which these vectors differ most."""
        centre = vectors.mean(0)
        scale = 1 / (vectors.std(0) + 1e-6)
        units = _units((vectors - centre) * scale)
        _, directions = np.linalg.eigh((units.T @ units).astype(np.float64))
        return cls(centre, scale.astype(np.float32), directions[:, ::-1][:, :components].astype(np.float32))

    def __call__(self, vectors: Rows) -> Rows:
        """The vectors in this view."""
        return np.asarray(_units((vectors - self.centre) * self.scale) @ self.directions, dtype=np.float32)


@dataclass(frozen=True)
class MeaningKernel:
    """Likeness of new texts to `known` ones, 0 to 1: a weighted sum of what each encoder says.

    `partial` tells which known texts have only the first view (texts that are not English have no English vector).
    """

    views: tuple[View, ...]
    weights: tuple[float, ...]
    known: tuple[Rows, ...]
    partial: NDArray[np.bool_]

    def likeness(self, views: Sequence[Rows | None]) -> Rows:
        """A row a new text, a column a known one; a missing view (None) leaves the first one alone to judge."""
        first = views[0]
        assert first is not None, "the first view is always there"
        whole = len(views) > 1 and all(view is not None for view in views)
        total = sum(self.weights)
        boost = np.where(self.partial, np.sqrt(total / self.weights[0]), 1.0).astype(np.float32)
        likeness = _gaussian(first, self.known[0]) * np.float32(self.weights[0] / total) * boost
        if not whole:
            return np.asarray(likeness * np.float32(np.sqrt(total / self.weights[0])), dtype=np.float32)
        full = ~self.partial
        for view, known, weight in zip(views[1:], self.known[1:], self.weights[1:], strict=True):
            assert view is not None, "checked above"
            likeness[:, full] += _gaussian(view, known) * np.float32(weight / total)
        return np.asarray(likeness, dtype=np.float32)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """For saving."""
        arrays: dict[str, NDArray[Any]] = {"partial": self.partial, "weights": np.asarray(self.weights)}
        for place, (view, known) in enumerate(zip(self.views, self.known, strict=True)):
            arrays |= {f"centre{place}": view.centre, f"scale{place}": view.scale}
            arrays |= {f"directions{place}": view.directions, f"known{place}": known}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> MeaningKernel:
        """What `to_arrays` gave."""
        weights = tuple(float(weight) for weight in arrays["weights"])
        places = range(len(weights))
        views = tuple(View(arrays[f"centre{p}"], arrays[f"scale{p}"], arrays[f"directions{p}"]) for p in places)
        return cls(views, weights, tuple(arrays[f"known{p}"] for p in places), arrays["partial"])


def _units(vectors: Rows) -> Rows:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9), dtype=np.float32)


def _gaussian(new: Rows, known: Rows) -> Rows:
    distance = (new**2).sum(1)[:, None] + (known**2).sum(1)[None] - 2 * (new @ known.T)
    return np.asarray(np.exp(-np.maximum(distance, 0)), dtype=np.float32)
