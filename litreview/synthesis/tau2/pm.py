"""Paule and Mandel 1982, doi 10.6028/jres.087.022: where the generalised Q is what is expected."""

from __future__ import annotations

import math

from litreview.synthesis.design import Design
from litreview.synthesis.tau2 import Estimator, Tau2, root


def estimate(design: Design) -> Tau2:
    """The solution of y'Py = k - p, or zero."""
    value, positive = root(lambda tau2: design.at(tau2).rss - design.df, design.typical)
    total = float(design.at(value).w.sum())
    se = math.sqrt(2 * design.k**2 / design.df) / total
    return Tau2(value, se, truncated=not positive)


ESTIMATOR = Estimator("PM", "Paule-Mandel", "10.6028/jres.087.022", estimate)
