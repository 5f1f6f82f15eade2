"""What a model says of a coefficient, and of several at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from litreview.errors import UsageError
from litreview.synthesis.effects import Floats


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of the model, on the scale of the effects.

    statistic: estimate / se, normal or Student's with `df` (None: normal).
    """

    name: str
    estimate: float
    se: float
    statistic: float
    df: float | None
    p: float
    ci: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Test:
    """A test: chi-squared with df[0], or F with both where the second is not None."""

    statistic: float
    df: tuple[int, float | None]
    p: float


def check_level(level: float) -> None:
    """Raise UsageError for a confidence level that is none."""
    if not 0 < level < 1:
        raise UsageError(f"a confidence level of {level} is none", remedy="for example 0.95")


def quantile(share: float, df: float | None) -> float:
    """Of Student's t with `df` degrees of freedom; None: of the normal law."""
    return float(stats.norm.ppf(share) if df is None else stats.t.ppf(share, df))


def coefficient(
    name: str, estimate: float, se: float, df: float | None, level: float
) -> Coefficient:
    """The coefficient with its test against zero and its interval."""
    half = quantile((1 + level) / 2, df) * se
    statistic = estimate / se if se > 0 else math.copysign(math.inf, estimate)
    size = abs(statistic)
    p = float(2 * (stats.norm.sf(size) if df is None else stats.t.sf(size, df)))
    return Coefficient(name, estimate, se, statistic, df, p, (estimate - half, estimate + half))


def wald(beta: Floats, covariance: Floats, df: float | None) -> Test:
    """The test that all of `beta`, of shape (m,), are zero: chi-squared, or F with `df` below."""
    m = beta.size
    quadratic = float(beta @ np.linalg.solve(covariance, beta))
    if df is None:
        return Test(quadratic, (m, None), float(stats.chi2.sf(quadratic, m)))
    return Test(quadratic / m, (m, df), float(stats.f.sf(quadratic / m, m, df)))
