"""Hunter and Schmidt 1990, Methods of Meta-Analysis: Q against k."""

from __future__ import annotations

import math

from litreview.synthesis.design import Design
from litreview.synthesis.tau2 import Estimator, Tau2, truncated


def estimate(design: Design) -> Tau2:
    """(Q - k) / sum of the weights."""
    fixed = design.fixed
    total = float(fixed.w.sum())

    def se(tau2: float) -> float:
        spread = 2 * design.df + 4 * tau2 * fixed.trace_p + 2 * tau2**2 * fixed.trace_pp
        return math.sqrt(spread) / total

    return truncated((fixed.rss - design.k) / total, se)


ESTIMATOR = Estimator("HS", "Hunter-Schmidt", "Hunter and Schmidt 1990", estimate)
