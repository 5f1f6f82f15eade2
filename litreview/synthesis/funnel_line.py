"""The line through a funnel: effects regressed on how imprecise they are, weighted by 1 / v.

With a dispersion of its own, as ordinary weighted least squares has it (Egger and others 1997, doi
10.1136/bmj.315.7109.629; Stanley and Doucouliagos 2014, doi 10.1002/jrsm.1095).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from litreview.errors import UsageError
from litreview.synthesis.coefficients import Coefficient, coefficient
from litreview.synthesis.design import Moderators, design
from litreview.synthesis.effects import Effects, Floats


@dataclass(frozen=True, slots=True)
class Line:
    """limit: the estimate for an effect without error; slope: both with t(k - 2)."""

    limit: Coefficient
    slope: Coefficient


def line(effects: Effects, by: Floats, name: str, level: float = 0.95) -> Line:
    """The line of effects on `by`, of shape (k,), called `name`.

    Raises UsageError: fewer than three effects, or all as precise as each other.
    """
    if effects.k and float(by.min()) == float(by.max()):
        raise UsageError("all effects are equally precise: there is no line through their funnel")
    of = design(effects, Moderators(by[:, None], (name,)))
    dispersion = of.fixed.rss / of.df
    limit, slope = (
        coefficient(
            of.names[at],
            float(of.fixed.beta[at]),
            math.sqrt(float(of.fixed.inverse[at, at]) * dispersion),
            of.df,
            level,
        )
        for at in (0, 1)
    )
    return Line(limit, slope)
