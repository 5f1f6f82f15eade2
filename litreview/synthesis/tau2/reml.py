"""Restricted maximum likelihood: Raudenbush 2009, in The Handbook of Research Synthesis, ch. 16."""

from __future__ import annotations

from litreview.synthesis.design import Design
from litreview.synthesis.likelihood import reml
from litreview.synthesis.tau2 import Estimator, Tau2, half_normal_se
from litreview.synthesis.tau2._likelihood import highest


def estimate(design: Design) -> Tau2:
    """The solution of y'PPy = tr(P) with the highest restricted likelihood, or zero."""

    def score(tau2: float) -> float:
        weighted = design.at(tau2)
        return weighted.rss_squared - weighted.trace_p

    value, positive = highest(design, lambda tau2: reml(design.at(tau2)), score)
    information = design.at(value).trace_pp / 2
    return Tau2(value, half_normal_se(information), truncated=not positive)


ESTIMATOR = Estimator("REML", "restricted maximum likelihood", "Raudenbush 2009", estimate)
