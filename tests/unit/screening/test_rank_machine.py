"""The support vector machine against liblinear, and against its own equations."""

from __future__ import annotations

import numpy as np
import pytest
from rank_pools import pool

from litreview.screening.rank import kernels
from litreview.screening.rank.balance import Balanced
from litreview.screening.rank.squared_hinge import TOLERANCE, SquaredHinge
from litreview.screening.rank.tfidf import tfidf

WEIGH = Balanced(9.8)


@pytest.mark.parametrize("dense", [True, False])
def test_scores_are_those_of_liblinear_at_every_step(
    dense: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sklearn.svm import LinearSVC

    monkeypatch.setattr(kernels, "DENSE", 10_000 if dense else 0)
    records, labels = pool(120)
    made = tfidf(records)
    learner = SquaredHinge(0.11)(made, 0)
    order = np.random.RandomState(3).permutation(120)
    for known in (8, 9, 40, 41, 110, 60):
        rows = order[:known]
        weights = WEIGH(labels[rows])
        ours = learner(rows, labels[rows], weights)
        theirs = LinearSVC(C=0.11, tol=1e-8, max_iter=100_000, random_state=0)
        theirs.fit(made.scipy()[rows], labels[rows], sample_weight=weights)
        np.testing.assert_allclose(ours, theirs.decision_function(made.scipy()), atol=TOLERANCE)


def test_large_costs_and_few_errors_are_solved_too() -> None:
    records, labels = pool(80)
    made = tfidf(records)
    rows = np.arange(80)
    learner = SquaredHinge(1000.0)(made, 0)
    scores = learner(rows, labels, WEIGH(labels))
    assert (scores[labels == 1] > 0.9).all()
    assert (scores[labels == 0] < -0.9).all()


def test_weights_have_mean_1_and_the_ratio() -> None:
    labels = np.array([1, 0, 0, 0, 1, 0], np.int8)
    weights = WEIGH(labels)
    assert weights.mean() == pytest.approx(1)
    assert weights[labels == 1].sum() == pytest.approx(9.8 * weights[labels == 0].sum())
