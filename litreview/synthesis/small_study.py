"""Small-study effects: Egger's and Begg's tests, trim and fill, Rosenthal's number.

Egger and others 1997, doi 10.1136/bmj.315.7109.629; Sterne and Egger 2005 (mixed-effects form);
Begg and Mazumdar 1994, doi 10.2307/2533446; Duval and Tweedie 2000, doi
10.1111/j.0006-341X.2000.00455.x; Rosenthal 1979, doi 10.1037/0033-2909.86.3.638.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import stats

from litreview.errors import UsageError
from litreview.synthesis.design import Moderators, design
from litreview.synthesis.effects import Effects, Floats
from litreview.synthesis.fit import Fit, fit
from litreview.synthesis.funnel_line import line

Side = Literal["left", "right"]
Counting = Literal["L0", "R0"]
LEAST: Final = 3
"""Effects that a test needs."""
FEW: Final = 10
"""With fewer effects the tests have little power (Cochrane Handbook, ch. 13)."""
_EXACT_BELOW: Final = 50
_ROUNDS: Final = 100


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """A regression test.

    limit: the estimate where the standard error is zero; slope: of the standard error, with its
    own se; df: None where the statistic is normal. few: too few effects for any power.
    """

    limit: float
    slope: float
    se: float
    statistic: float
    df: int | None
    p: float
    few: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """Trim and fill.

    side: where studies seem to be missing; missing: how many, with its standard error; filled: the
    effects (estimate, variance) that were put in; fit: the model with them.
    """

    side: Side
    counting: Counting
    missing: int
    se: float
    filled: tuple[tuple[float, float], ...]
    fit: Fit


def egger(effects: Effects) -> Asymmetry:
    """The classical test: effects on standard errors, weighted by 1/v, with its own dispersion."""
    _enough(effects)
    found = line(effects, effects.sei, "se")
    slope = found.slope
    return Asymmetry(
        found.limit.estimate, slope.estimate, slope.se, slope.statistic, effects.k - 2, slope.p,
        effects.k < FEW,
    )  # fmt: skip


def egger_mixed(effects: Effects, tau2: str = "REML") -> Asymmetry:
    """The test in a mixed-effects meta-regression on the standard error."""
    _enough(effects)
    one = fit(effects, tau2=tau2, moderators=Moderators(effects.sei[:, None], ("se",)))
    limit, slope = one.coefficients
    return Asymmetry(
        limit.estimate, slope.estimate, slope.se, slope.statistic, None, slope.p, effects.k < FEW
    )


def begg(effects: Effects) -> tuple[float, float]:
    """Kendall's tau of standardised effects and variances, and its p.

    Exact where there are no ties and fewer than 50 effects, else normal.
    """
    _enough(effects)
    fixed = design(effects).fixed
    spread = effects.vi - float(fixed.inverse[0, 0])
    standardised = (effects.yi - float(fixed.beta[0])) / np.sqrt(spread)
    ties = len(set(effects.vi)) < effects.k or len(set(standardised)) < effects.k
    exact = effects.k < _EXACT_BELOW and not ties
    found = stats.kendalltau(standardised, effects.vi, method="exact" if exact else "asymptotic")
    return float(found.statistic), float(found.pvalue)


def rosenthal(effects: Effects, alpha: float = 0.05) -> int:
    """How many effects of zero would take one-sided significance at `alpha` away."""
    total = float(np.sum(effects.yi / effects.sei))
    limit = float(stats.norm.isf(alpha))
    return math.ceil(max(0.0, (total / limit) ** 2 - effects.k))


def trim_and_fill(effects: Effects, *, tau2: str = "REML", counting: Counting = "L0") -> Filled:
    """Studies that a symmetric funnel would have besides, and the model with them.

    The side is where the regression on the standard error points away from. Raises UsageError:
    too few effects, or no end is found.
    """
    _enough(effects)
    slope = egger_mixed(effects, tau2).slope
    side: Side = "right" if slope < 0 else "left"
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * effects.yi, kind="stable")
    yi, vi = sign * effects.yi[order], effects.vi[order]
    missing, center = _missing(yi, vi, tau2, counting)
    raw, se = _count(yi - center, counting)
    if missing:
        extra = 2 * center - yi[effects.k - missing :], vi[effects.k - missing :]
    else:
        extra = np.empty(0), np.empty(0)
    every = Effects.of(
        np.concatenate([effects.yi, sign * extra[0]]), np.concatenate([effects.vi, extra[1]])
    )
    filled = tuple((float(sign * y), float(v)) for y, v in zip(*extra, strict=True))
    return Filled(side, counting, missing, se(raw), filled, fit(every, tau2=tau2))


def _missing(yi: Floats, vi: Floats, tau2: str, counting: Counting) -> tuple[int, float]:
    """The number at which trimming comes to rest, and the centre there."""
    k = yi.size
    missing, center = 0, 0.0
    for _ in range(_ROUNDS):
        kept = max(1, k - missing)
        center = fit(Effects.of(yi[:kept], vi[:kept]), tau2=tau2).pooled.estimate
        raw, _ = _count(yi - center, counting)
        before, missing = missing, min(k - 1, max(0, round(raw)))
        if missing == before:
            return missing, center
    raise UsageError("trim and fill comes to no end on these effects", remedy="use another method")


def _count(centred: Floats, counting: Counting) -> tuple[float, _Se]:
    """The raw number of missing effects, and its standard error as a function of the number."""
    k = centred.size
    ranks = stats.rankdata(np.abs(centred), method="ordinal")
    signed = np.sign(centred) * ranks
    if counting == "R0":
        return k - float(np.max(-signed)) - 1, _Se(k, counting)
    positive = float(signed[signed > 0].sum())
    return (4 * positive - k * (k + 1)) / (2 * k - 1), _Se(k, counting)


@dataclass(frozen=True, slots=True)
class _Se:
    """The standard error of the number of missing effects (Duval and Tweedie 2000)."""

    k: int
    counting: Counting

    def __call__(self, raw: float) -> float:
        k, k0 = self.k, raw
        if self.counting == "R0":
            return math.sqrt(2 * max(0.0, k0) + 2)
        spread = (
            k * (k + 1) * (2 * k + 1) + 10 * k0**3 + 27 * k0**2 + 17 * k0
            - 18 * k * k0**2 - 18 * k * k0 + 6 * k**2 * k0
        ) / 24  # fmt: skip
        return 4 * math.sqrt(spread) / (2 * k - 1)


def _enough(effects: Effects) -> None:
    if effects.k < LEAST:
        raise UsageError(
            f"{effects.k} effects are too few for a test of small-study effects",
            remedy=f"at least {LEAST}, and 10 for any power",
        )
