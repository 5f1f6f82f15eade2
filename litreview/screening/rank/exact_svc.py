"""The classifier of ELAS u4 as ASReview 3.0.8 runs it: scikit-learn's `LinearSVC`, so liblinear.

liblinear visits rows in an order that it draws. ASReview seeds numpy's global state once, and each
fit takes one draw from it; here the same draws come from a state of the learner's own.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Labels, Rows


@dataclass(frozen=True, slots=True)
class LinearSvc:
    """Squared hinge loss with the cost of error `c`."""

    c: float

    def __call__(self, matrix: Matrix, seed: int) -> _Learner:
        """See `parts.Classifier`. Two learners of one seed draw alike while they learn as often."""
        return _Learner(matrix, seed, self.c)


class _Learner:
    def __init__(self, matrix: Matrix, seed: int, c: float) -> None:
        self._matrix = matrix.scipy()
        self._drawn = np.random.RandomState(seed)
        self._c = c

    def __call__(self, rows: Rows, labels: Labels, weights: Floats) -> Floats:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import LinearSVC

        machine = LinearSVC(loss="squared_hinge", C=self._c, random_state=self._drawn)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # ASReview goes on as well
            machine.fit(self._matrix[rows], labels, sample_weight=weights)
        return np.asarray(machine.decision_function(self._matrix), np.float64)
