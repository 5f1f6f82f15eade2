"""One file an estimator of the variance between studies, tau squared."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from litreview.registry import Registry
from litreview.synthesis.design import Design


@dataclass(frozen=True, slots=True)
class Tau2:
    """An estimate: its value, not below zero, and its standard error, None where it has none.

    truncated: the equation's solution was below zero, or it has none above. note: what a reader
    should know, "" where nothing.
    """

    value: float
    se: float | None = None
    truncated: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Estimator:
    """name: as it is written in a paper; estimate: of a design with at least one free degree."""

    name: str
    label: str
    source: str
    estimate: Callable[[Design], Tau2]


ESTIMATORS = Registry(
    "litreview.synthesis.tau2", "ESTIMATOR", Estimator, "estimator of tau squared"
)


def truncated(raw: float, se: Callable[[float], float] | None = None) -> Tau2:
    """`raw`, or zero where it is below; se: of the value that is kept."""
    value = max(0.0, raw)
    return Tau2(value, se(value) if se is not None else None, truncated=raw < 0)


def root(score: Callable[[float], float], start: float) -> tuple[float, bool]:
    """Where a score that falls from above zero meets zero, and whether it does above zero.

    Brent's method between brackets that are doubled until the sign changes.
    """
    from scipy.optimize import brentq

    if score(0.0) <= 0:
        return 0.0, False
    upper = max(start, 1e-12)
    for _ in range(400):
        if score(upper) < 0:
            break
        upper *= 2
    found = brentq(score, 0.0, upper, xtol=1e-300, rtol=8.9e-16, maxiter=500)
    return float(found), True


def half_normal_se(information: float) -> float:
    """The standard error from an information, infinite where there is none."""
    return math.sqrt(1 / information) if information > 0 else math.inf
