"""The log-odds ratio against the posterior that it stands for, drawn at random.

Monroe, Colaresi & Quinn 2008 (doi 10.1093/pan/mpn018) give the posterior of a term's share in a set
as a Dirichlet distribution, whose margin for one term is a beta distribution. The difference of the
log-odds of two such shares has a mean and a standard deviation, which equations 16 and 19 to 20
approach. Divergence: the approximation is of the first order, so small counts differ by some per
cent.
"""

from __future__ import annotations

import numpy as np
import pytest

from litreview.query.discovery.keyness import Counts, log_odds

DRAWS = 400_000
CASES = [(30, 400, 20, 900, 300), (12, 200, 40, 5_000, 200), (80, 3_000, 90, 60_000, 3_000)]


@pytest.mark.parametrize("case", CASES)
def test_ratio_and_z_are_those_of_the_posterior(case: tuple[int, int, int, int, int]) -> None:
    first, all_first, second, all_second, weight = case
    alpha = weight * (first + second) / (all_first + all_second)
    draw = np.random.default_rng(2008)

    def odds(term: int, total: int) -> np.ndarray:
        share = draw.beta(term + alpha, total - term + weight - alpha, DRAWS)
        return np.log(share / (1 - share))

    difference = odds(first, all_first) - odds(second, all_second)
    found = log_odds(Counts(first, all_first), Counts(second, all_second), weight=weight)
    assert found.ratio == pytest.approx(difference.mean(), rel=0.03)
    assert found.z == pytest.approx(difference.mean() / difference.std(), rel=0.05)
