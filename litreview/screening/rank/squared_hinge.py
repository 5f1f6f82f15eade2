"""A linear support vector machine with squared hinge loss, solved exactly and always the same way.

The convex problem is that of liblinear (solver L2R_L2LOSS_SVC, the intercept a further column of
ones, regularised too):  minimise over w  1/2 |w|^2 + sum_i C_i max(0, 1 - y_i w.x_i)^2.

At the minimum w = sum_i beta_i x_i with beta_i = 2 C_i y_i max(0, 1 - y_i w.x_i). So for the rows
inside the margin (K + diag(1 / 2 C)) beta = y, and beta is 0 for the others: a Newton step on the
rows that are inside now (Chapelle 2007, "Training a support vector machine in the primal",
Neural Computation 19:1155), its equations solved by conjugate gradients from the last solution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litreview.screening.rank.kernels import Kernel, kernel
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Labels, Rows

TOLERANCE = 1e-4
"""How far a row may be from its equation, in units of the decision value."""
STEPS = 50
INNER = 200


@dataclass(frozen=True, slots=True)
class SquaredHinge:
    """The machine with a cost of error `c` (for a row of weight 1)."""

    c: float

    def __call__(self, matrix: Matrix, seed: int) -> _Learner:
        """See `parts.Classifier`; nothing is drawn."""
        del seed
        return _Learner(kernel(matrix), len(matrix), self.c)


class _Learner:
    def __init__(self, of: Kernel, rows: int, c: float) -> None:
        self._kernel = of
        self._c = c
        self._beta = np.zeros(rows)

    def __call__(self, rows: Rows, labels: Labels, weights: Floats) -> Floats:
        signs = np.where(labels > 0, 1.0, -1.0)
        self._kernel.learn(rows)
        start = self._beta[rows]
        beta = solve(self._kernel, signs, 2 * self._c * weights, start)
        self._beta[:] = 0
        self._beta[rows] = beta
        return self._kernel.everywhere(beta)


def solve(of: Kernel, signs: Floats, costs: Floats, start: Floats) -> Floats:
    """The beta of the rows that `of` has learned; costs are 2 C_i."""
    beta, value = start, of.among(start)
    for _ in range(STEPS):
        inside = signs * value < 1
        if _error(signs, costs, beta, value) <= TOLERANCE:
            break
        there = _newton(of, signs, costs, inside, np.where(inside, beta, 0.0))
        beta, value = _descend(signs, costs, (beta, value), there)
    return beta


def _error(signs: Floats, costs: Floats, beta: Floats, value: Floats) -> float:
    """The largest distance of a row from its equation."""
    slack = signs * np.maximum(0.0, 1 - signs * value)
    return float(np.abs(slack - beta / costs).max())


def _newton(
    of: Kernel, signs: Floats, costs: Floats, inside: NDArray[np.bool_], beta: Floats
) -> tuple[Floats, Floats]:
    """Solve the equations of the rows `inside` by conjugate gradients; beta and K beta."""
    value = of.among(beta)
    left = np.where(inside, signs - value - beta / costs, 0.0)
    scale = 1 / (2 + 1 / costs)
    ahead = scaled = scale * left
    size = float(left @ scaled)
    for _ in range(INNER):
        if np.abs(left).max() <= TOLERANCE / 4:
            break
        pushed = of.among(ahead)
        change = np.where(inside, pushed + ahead / costs, 0.0)
        step = size / float(ahead @ change)
        beta, value = beta + step * ahead, value + step * pushed
        left = left - step * change
        scaled = scale * left
        size, before = float(left @ scaled), size
        ahead = scaled + size / before * ahead
    return beta, value


def _descend(
    signs: Floats, costs: Floats, here: tuple[Floats, Floats], there: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Go to `there`, or as far on the way as the loss falls."""
    loss = _loss(signs, costs, *here)
    for _ in range(30):
        if _loss(signs, costs, *there) <= loss:
            break
        there = (here[0] + there[0]) / 2, (here[1] + there[1]) / 2
    return there


def _loss(signs: Floats, costs: Floats, beta: Floats, value: Floats) -> float:
    slack = np.maximum(0.0, 1 - signs * value)
    return float(beta @ value + costs @ slack**2) / 2
