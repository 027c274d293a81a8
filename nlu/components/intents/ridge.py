"""Kernel ridge regression with exact leave-one-out and leave-group-out answers, without training anew.

For a kernel K and targets Y the answers are K (K + ridge)^-1 Y. Leaving a group G out, the answers on G are
Y_G - (A_GG)^-1 (A Y)_G with A = (K + ridge)^-1: the honest answers from which calibration and thresholds follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, lapack

Matrix = NDArray[np.float64]
Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Solution:
    """`weights` answer new messages; `inverse` is (K + ridge)^-1; `targets` are what was learnt."""

    weights: Matrix
    inverse: Rows
    targets: Matrix

    def left_out(self) -> Matrix:
        """The answer for each example as if it had not been learnt from."""
        return np.asarray(self.targets - self.weights / self.inverse.diagonal()[:, None])

    def group_left_out(self, rows: NDArray[np.intp]) -> Matrix:
        """The answers for these examples as if none of them had been learnt from."""
        block = self.inverse[np.ix_(rows, rows)].astype(np.float64)
        return np.asarray(self.targets[rows] - cho_solve(cho_factor(block), self.weights[rows]))


def solve(kernel: Rows, targets: Matrix, *, ridge: float) -> Solution:
    """Learns; time grows with the cube of the number of examples. Raises ValueError for a kernel that is none.

    In single precision, which takes half the time and memory: the ridge keeps the system far from where digits are lost.
    """
    system = np.array(kernel, dtype=np.float32, order="F")
    system[np.diag_indices_from(system)] += np.float32(ridge)
    factor = _done(lapack.spotrf(system, lower=1, overwrite_a=1))
    weights = _done(lapack.spotrs(factor, np.asarray(targets, dtype=np.float32, order="F"), lower=1))
    inverse = _done(lapack.spotri(factor, lower=1, overwrite_c=1))
    _mirror(inverse)
    return Solution(weights.astype(np.float64), inverse, targets)


def _done(result: tuple[Any, int]) -> Any:
    matrix, failed = result
    if failed:
        raise ValueError("The kernel is not positive definite; the ridge must be greater than 0.")
    return matrix


def _mirror(matrix: Rows, *, step: int = 1024) -> None:
    """Fills the upper triangle from the lower one, in place: the matrix may be gigabytes large."""
    for start in range(0, len(matrix), step):
        stop = start + step
        block = matrix[start:stop, start:stop]
        block[:] = np.tril(block) + np.tril(block, -1).T
        matrix[start:stop, stop:] = matrix[stop:, start:stop].T
