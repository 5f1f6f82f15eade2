"""Quantiles of Student's t distribution, without SciPy: agreement is asked for at start-up."""

from __future__ import annotations

import math
from statistics import NormalDist

_MANY = 1_000
"""Degrees of freedom from which on the expansion around the normal quantile is exact to 1e-13."""


def t_quantile(p: float, degrees: int) -> float:
    """The value that a t of so many `degrees` of freedom (from 1 on) stays below with chance `p`.

    p: from 0.5 to below 1. Few degrees: Newton's method on the closed form of the distribution
    (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). Many: their expansion 26.7.5.
    """
    z = NormalDist().inv_cdf(p)
    if degrees == 1:
        return math.tan(math.pi * (p - 0.5))
    t = _expanded(z, degrees)
    if degrees >= _MANY:
        return t
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
    scale /= math.sqrt(degrees * math.pi)
    for _ in range(50):
        density = scale * (1 + t * t / degrees) ** (-(degrees + 1) / 2)
        step = (_below(t, degrees) - p) / density
        t -= step
        if abs(step) < 1e-13 * t:
            break
    return t


def _expanded(z: float, degrees: int) -> float:
    x = z * z
    return z * (
        1
        + (x + 1) / (4 * degrees)
        + ((5 * x + 16) * x + 3) / (96 * degrees**2)
        + (((3 * x + 19) * x + 17) * x - 15) / (384 * degrees**3)
        + ((((79 * x + 776) * x + 1482) * x - 1920) * x - 945) / (92160 * degrees**4)
    )


def _below(t: float, degrees: int) -> float:
    """The chance that a t stays below `t`, which is positive. Linear in the degrees."""
    angle = math.atan(t / math.sqrt(degrees))
    square = math.cos(angle) ** 2
    odd = degrees % 2
    term = math.cos(angle) if odd else 1.0
    total = term if degrees > 1 else 0.0
    for k in range(2 + odd, degrees - 1, 2):
        term *= square * (k - 1) / k
        total += term
    inside = math.sin(angle) * total
    if odd:
        inside = 2 / math.pi * (angle + inside)
    return 0.5 + inside / 2
