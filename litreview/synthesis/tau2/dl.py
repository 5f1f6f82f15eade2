"""DerSimonian and Laird 1986, doi 10.1016/0197-2456(86)90046-2.

With moderators: Raudenbush 2009, in The Handbook of Research Synthesis, ch. 16.
"""

from __future__ import annotations

import math

from litreview.synthesis.design import Design
from litreview.synthesis.tau2 import Estimator, Tau2, truncated


def estimate(design: Design) -> Tau2:
    """(Q - (k - p)) / tr(P), by the moments of Cochran's Q."""
    fixed = design.fixed
    trace, trace_2 = fixed.trace_p, fixed.trace_pp

    def se(tau2: float) -> float:
        spread = 2 * design.df + 4 * tau2 * trace + 2 * tau2**2 * trace_2
        return math.sqrt(spread) / trace

    return truncated((fixed.rss - design.df) / trace, se)


ESTIMATOR = Estimator("DL", "DerSimonian-Laird", "10.1016/0197-2456(86)90046-2", estimate)
