"""Likeness of meaning: sentence vectors of several encoders, made comparable and joined in one kernel."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.threads import one_thread

Rows = NDArray[np.float32]

# Known texts that are compared with all others at once: more takes memory and no less time.
_AT_ONCE = 1000


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

    The first `common` views are there for every text, the others for English ones alone; `partial` tells which known texts have
    only the common ones.
    """

    views: tuple[View, ...]
    weights: tuple[float, ...]
    known: tuple[Rows, ...]
    partial: NDArray[np.bool_]
    common: int

    def likeness(self, views: Sequence[Rows]) -> Rows:
        """A row a new text, a column a known one; without the views of English the common ones judge alone."""
        shares = np.asarray(self.weights, dtype=np.float32) / np.float32(sum(self.weights))
        # What the missing views would have said, the common ones say louder, so that a text is wholly like itself.
        boost = np.sqrt(1 / shares[: self.common].sum())
        likeness = self._told(views, range(self.common), shares) * np.where(self.partial, boost, np.float32(1))
        if len(views) == self.common:
            return np.asarray(likeness * boost, dtype=np.float32)
        likeness[:, np.flatnonzero(~self.partial)] += self._told(views, range(self.common, len(views)), shares)
        return np.asarray(likeness, dtype=np.float32)

    def among_known(self) -> Rows:
        """The likeness of the known texts to one another, a row and a column each."""
        likeness = np.empty((len(self.partial), len(self.partial)), dtype=np.float32)
        in_english = np.cumsum(~self.partial) - 1

        def fill(some: NDArray[np.intp]) -> None:
            views = [known[some] for known in self.known[: self.common]]
            if not self.partial[some[0]]:
                views += [known[in_english[some]] for known in self.known[self.common :]]
            likeness[some] = self.likeness(views)

        alike = (np.flatnonzero(self.partial), np.flatnonzero(~self.partial))
        lots = [some for rows in alike for some in np.array_split(rows, len(rows) // _AT_ONCE + 1) if len(some)]
        with one_thread(), ThreadPoolExecutor(max_workers=2) as threads:
            list(threads.map(fill, lots))
        return likeness

    def _told(self, views: Sequence[Rows], places: range, shares: Rows) -> Rows:
        parts = (_gaussian(views[place], self.known[place], self._squares[place]) * shares[place] for place in places)
        return np.asarray(sum(parts), dtype=np.float32)

    @cached_property
    def _squares(self) -> tuple[Rows, ...]:
        return tuple(np.einsum("ij,ij->i", known, known) for known in self.known)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """For saving."""
        arrays: dict[str, NDArray[Any]] = {"partial": self.partial, "weights": np.asarray(self.weights)}
        arrays["common"] = np.asarray(self.common)
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
        known = tuple(arrays[f"known{p}"] for p in places)
        return cls(views, weights, known, arrays["partial"], int(arrays["common"]))


def _units(vectors: Rows) -> Rows:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9), dtype=np.float32)


def _gaussian(new: Rows, known: Rows, squares: Rows) -> Rows:
    likeness = new @ known.T
    likeness *= 2
    likeness -= np.einsum("ij,ij->i", new, new)[:, None]
    likeness -= squares[None]
    np.minimum(likeness, 0, out=likeness)
    return np.asarray(np.exp(likeness, out=likeness), dtype=np.float32)
