"""Figures with their 95 % intervals: Wilson's for shares, resampling with a fixed seed for all else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

SEED = 2026
RESAMPLES = 1000

Places = NDArray[np.intp]
Statistic = Callable[[Places], float]
"""A figure of the messages at these places; nan where there is nothing to tell."""


@dataclass(frozen=True)
class Score:
    """A figure with its interval, and on how many it rests; None where there is nothing to tell."""

    value: float | None
    low: float | None
    high: float | None
    of: int

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON, to the sixth digit."""
        figures = {"value": self.value, "low": self.low, "high": self.high}
        return {**{name: None if v is None else round(v, 6) for name, v in figures.items()}, "of": self.of}


def share(hits: int, of: int) -> Score:
    """A share of independent cases with Wilson's interval (Wilson 1927)."""
    if not of:
        return Score(None, None, None, 0)
    interval = binomtest(hits, of).proportion_ci(confidence_level=0.95, method="wilson")
    return Score(hits / of, float(interval.low), float(interval.high), of)


def resampled(statistic: Statistic, value: float | None, *, messages: int, of: int) -> Score:
    """Any figure, with the middle 95 % of what it is on messages drawn anew with replacement."""
    if value is None or messages < 2:
        return Score(value, None, None, of)
    return middle_of(_redrawn(statistic, messages), value, of=of)


def middle_of(redrawn: NDArray[np.float64], value: float, *, of: int) -> Score:
    """A figure between the ends of the middle 95 % of what it is on messages drawn anew."""
    low, high = np.nanquantile(redrawn, (0.025, 0.975))
    return Score(value, float(low), float(high), of)


def redrawn_sums(table: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sums over messages (the table's rows) drawn anew, a row a draw: for figures that follow from sums, all at once."""
    messages = len(table)
    draws = np.random.default_rng(SEED).multinomial(messages, np.full(messages, 1 / messages), size=RESAMPLES)
    sums = draws.astype(np.float64) @ table.reshape(messages, -1)
    return np.asarray(sums.reshape(RESAMPLES, *table.shape[1:]))


def resampled_error(statistic: Statistic, value: float | None, *, messages: int, of: int) -> Score:
    """As `resampled`, for errors that are never negative: on messages drawn anew they are too great by about as much as the
    figure itself is, so the interval is mirrored at the figure (the basic bootstrap, Davison and Hinkley 1997, 5.2), which
    it holds always.
    """
    if value is None or messages < 2:
        return Score(value, None, None, of)
    low, high = 2 * value - np.nanquantile(_redrawn(statistic, messages), (0.975, 0.025))
    return Score(value, max(0.0, float(low)), max(value, float(high)), of)


def _redrawn(statistic: Statistic, messages: int) -> NDArray[np.float64]:
    chance = np.random.default_rng(SEED)
    return np.asarray([statistic(chance.integers(messages, size=messages)) for _ in range(RESAMPLES)])
