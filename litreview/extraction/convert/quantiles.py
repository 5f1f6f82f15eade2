"""Quantiles and the correction of small samples. The t distribution imports SciPy when asked."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

_NORMAL: Final = NormalDist()
_MANY: Final = 1e6
"""Degrees of freedom from which on t and normal quantiles agree to 1e-6."""


def probit(share: float) -> float:
    """The normal quantile of a share above 0 and below 1."""
    return _NORMAL.inv_cdf(share)


def normal_below(z: float) -> float:
    """The share of a normal distribution below `z`."""
    return _NORMAL.cdf(z)


def two_sided(p: float, df: float | None = None) -> float:
    """The |z| (with `df`: |t|) of a two-sided p above 0 and at most 1."""
    if p >= 1:
        return 0.0
    if df is None or df >= _MANY:
        return -_NORMAL.inv_cdf(p / 2)
    from scipy.special import stdtrit

    return -float(stdtrit(df, p / 2))


def p_of(z: float, df: float | None = None) -> float:
    """The two-sided p of a z (with `df`: of a t)."""
    if df is None or df >= _MANY:
        return math.erfc(abs(z) / math.sqrt(2))
    from scipy.special import stdtr

    return 2 * float(stdtr(df, -abs(z)))


def hedges(df: float) -> float:
    """The exact factor J that frees a standardised difference from its small-sample bias.

    df: degrees of freedom of the standard deviation, above 1. J = gamma(df/2) / (sqrt(df/2)
    gamma((df - 1)/2)) (Hedges 1981, equation 6e).
    """
    half = df / 2
    return math.exp(math.lgamma(half) - math.lgamma(half - 0.5)) / math.sqrt(half)


def hedges_approximate(df: float) -> float:
    """The usual approximation of J, 1 - 3 / (4 df - 1) (Hedges 1981)."""
    return 1 - 3 / (4 * df - 1)
