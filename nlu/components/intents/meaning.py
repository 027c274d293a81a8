"""Likeness of meaning: sentence vectors of several encoders, made comparable and joined in one kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
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
        likeness = _gaussian(first, self.known[0], self._squares[0]) * np.float32(self.weights[0] / total) * boost
        if not whole:
            return np.asarray(likeness * np.float32(np.sqrt(total / self.weights[0])), dtype=np.float32)
        more = np.zeros((len(first), len(self.known[1])), dtype=np.float32)
        for place, view in enumerate(views[1:], start=1):
            assert view is not None, "checked above"
            share = np.float32(self.weights[place] / total)
            more += _gaussian(view, self.known[place], self._squares[place]) * share
        likeness[:, np.flatnonzero(~self.partial)] += more
        return np.asarray(likeness, dtype=np.float32)

    @cached_property
    def _squares(self) -> tuple[Rows, ...]:
        return tuple(np.einsum("ij,ij->i", known, known) for known in self.known)

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


def _gaussian(new: Rows, known: Rows, squares: Rows) -> Rows:
    likeness = new @ known.T
    likeness *= 2
    likeness -= np.einsum("ij,ij->i", new, new)[:, None]
    likeness -= squares[None]
    np.minimum(likeness, 0, out=likeness)
    return np.asarray(np.exp(likeness, out=likeness), dtype=np.float32)
