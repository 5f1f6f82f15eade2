"""Hedges' estimator (variance components): Hedges and Olkin 1985, Statistical Methods, ch. 9."""

from __future__ import annotations

import math

import numpy as np

from litreview.synthesis.design import Design, Weighted
from litreview.synthesis.tau2 import Estimator, Tau2, truncated


def estimate(design: Design) -> Tau2:
    """The residual variance without weights, less the mean of the sampling variances."""
    plain = Weighted(design, np.ones(design.k))
    vi, ones = design.effects.vi, np.ones(design.k)

    def se(tau2: float) -> float:
        spread = 2 * plain.trace_pdpd(vi, vi)
        spread += 4 * tau2 * plain.trace_pdpd(vi, ones) + 2 * tau2**2 * design.df
        return math.sqrt(spread) / design.df

    return truncated((plain.rss - plain.trace_pd(vi)) / design.df, se)


ESTIMATOR = Estimator("HE", "Hedges", "Hedges and Olkin 1985", estimate)
