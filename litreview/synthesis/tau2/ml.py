"""Maximum likelihood: Hardy and Thompson 1996, doi 10.1002/(SICI)1097-0258(19960330)15:6<619."""

from __future__ import annotations

from litreview.synthesis.design import Design
from litreview.synthesis.likelihood import ml
from litreview.synthesis.tau2 import Estimator, Tau2, half_normal_se
from litreview.synthesis.tau2._likelihood import highest


def estimate(design: Design) -> Tau2:
    """The solution of y'PPy = tr(W) with the highest likelihood, or zero."""

    def score(tau2: float) -> float:
        weighted = design.at(tau2)
        return weighted.rss_squared - float(weighted.w.sum())

    value, positive = highest(design, lambda tau2: ml(design.at(tau2)), score)
    information = float((design.at(value).w ** 2).sum()) / 2
    return Tau2(value, half_normal_se(information), truncated=not positive)


ESTIMATOR = Estimator("ML", "maximum likelihood", "Hardy and Thompson 1996", estimate)
