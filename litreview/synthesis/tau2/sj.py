"""Sidik and Jonkman 2005, doi 10.1111/j.1467-9876.2005.00489.x: from the crude variance."""

from __future__ import annotations

import math

import numpy as np

from litreview.synthesis.design import Design, Weighted
from litreview.synthesis.tau2 import Estimator, Tau2


def estimate(design: Design) -> Tau2:
    """tau0 * y'Py / (k - p), with weights 1 / (v_i + tau0); tau0 is the variance of the effects.

    Above zero wherever the effects are not all the same, so never truncated.
    """
    yi, vi = design.effects.yi, design.effects.vi
    crude = float(np.mean((yi - yi.mean()) ** 2))
    if crude <= 0:
        return Tau2(0.0, None, truncated=True, note="all effects are the same")
    weighted = design.at(crude)
    # the same weights as ratios to tau0, so that the formula for the standard error is theirs
    scaled = Weighted(design, crude * weighted.w)
    ones = np.ones(design.k)
    value = scaled.rss / design.df
    spread = 2 * scaled.trace_pdpd(vi, vi)
    spread += 4 * value * scaled.trace_pdpd(vi, ones) + 2 * value**2 * scaled.trace_pp
    return Tau2(value, math.sqrt(spread) / design.df)


ESTIMATOR = Estimator("SJ", "Sidik-Jonkman", "10.1111/j.1467-9876.2005.00489.x", estimate)
