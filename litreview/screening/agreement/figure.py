"""One figure of agreement, and the intervals around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from litreview.screening.agreement.student import t_quantile

LEVEL = 0.95
"""How often the intervals are meant to hold what they estimate."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval, or why there is none.

    value: without unit; None: not defined. low, high: the ends of the interval at `LEVEL`; None:
    none can be given. interval: the name of its formula. n: the reports that it is taken from.
    why: why the value, or else the interval, is not defined.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    interval: str = ""
    why: str = ""


def undefined(n: int, why: str) -> Figure:
    """A figure that these reports do not give."""
    return Figure(None, n, why=f"not defined: {why}")


def share(part: int, whole: int, none: str) -> Figure:
    """`part` of `whole` with Wilson's interval; none: what is said where `whole` is 0."""
    if not whole:
        return undefined(0, none)
    low, high = wilson(part, whole)
    return Figure(part / whole, whole, low, high, "Wilson")


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's score interval for a share, E. B. Wilson 1927 (doi 10.1080/01621459.1927.10502953).

    Asymmetric, so that full agreement on few reports is not called certain.
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    p, spread = part / whole, z * z / whole
    middle = (p + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(p * (1 - p) / whole + spread / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def by_normal(value: float, error: float, n: int, interval: str) -> Figure:
    """`value` with its standard error, by the normal distribution."""
    return _around(value, error, n, NormalDist().inv_cdf((1 + LEVEL) / 2), interval)


def by_student(value: float, error: float, n: int, interval: str) -> Figure:
    """`value` with its standard error over `n` reports, by Student's t of n - 1 degrees."""
    if n < 2:  # noqa: PLR2004 - one report has no spread
        return Figure(value, n, why="no interval: it takes two reports or more")
    return _around(value, error, n, t_quantile((1 + LEVEL) / 2, n - 1), interval)


def _around(value: float, error: float, n: int, quantile: float, interval: str) -> Figure:
    """The ends are kept within -1 and 1, where each figure of agreement lies."""
    if error < 1e-12:  # noqa: PLR2004 - nothing but rounding
        return Figure(value, n, why="no interval: the reports show no spread")
    low, high = max(-1.0, value - quantile * error), min(1.0, value + quantile * error)
    return Figure(value, n, low, high, interval)
