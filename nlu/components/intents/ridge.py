"""Kernel ridge regression with exact leave-one-out and leave-group-out answers, without training anew.

For a kernel K and targets Y the answers are K (K + ridge)^-1 Y. Leaving a group G out, the answers on G are
Y_G - (A_GG)^-1 (A Y)_G with A = (K + ridge)^-1: the honest answers from which calibration and thresholds follow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, lapack

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """`weights` answer new messages; `inverse` is (K + ridge)^-1; `targets` are what was learnt."""

    weights: Matrix
    inverse: Matrix
    targets: Matrix

    def left_out(self) -> Matrix:
        """The answer for each example as if it had not been learnt from."""
        return np.asarray(self.targets - self.weights / self.inverse.diagonal()[:, None])

    def group_left_out(self, rows: NDArray[np.intp]) -> Matrix:
        """The answers for these examples as if none of them had been learnt from."""
        block = self.inverse[np.ix_(rows, rows)]
        return np.asarray(self.targets[rows] - cho_solve(cho_factor(block), self.weights[rows]))


def solve(kernel: NDArray[np.float32], targets: Matrix, *, ridge: float) -> Solution:
    """Learns; time grows with the cube of the number of examples (6,000: some ten seconds; 15,000: two minutes)."""
    system = kernel.astype(np.float64, order="F")
    system[np.diag_indices_from(system)] += ridge
    factor, failed = lapack.dpotrf(system, lower=1, overwrite_a=1)
    if failed:
        raise ValueError("The kernel is not positive definite; the ridge must be greater than 0.")
    inverse, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    _mirror(inverse)
    return Solution(inverse @ targets, inverse, targets)


def _mirror(matrix: Matrix, *, step: int = 1024) -> None:
    """Fills the upper triangle from the lower one, in place: the matrix may be gigabytes large."""
    for start in range(0, len(matrix), step):
        stop = start + step
        block = matrix[start:stop, start:stop]
        block[:] = np.tril(block) + np.tril(block, -1).T
        matrix[start:stop, stop:] = matrix[stop:, start:stop].T
