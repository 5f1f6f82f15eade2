"""Cluster-robust standard errors: right where effects of one study depend on each other somehow.

Hedges, Tipton and Johnson 2010, doi 10.1002/jrsm.5. CR0 is the plain sandwich, CR1 multiplies it by
m / (m - p) for m clusters and p coefficients, with m - p degrees of freedom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import stats

from litreview.errors import UsageError
from litreview.synthesis.clustered import Clusters
from litreview.synthesis.design import Moderators, design
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit

FEW: Final = 10
"""With fewer clusters CR0 and CR1 are too small (Tipton 2015, doi 10.1037/met0000011)."""


@dataclass(frozen=True, slots=True)
class Robust:
    """Coefficients with robust standard errors: Student's t with `df` = clusters - coefficients."""

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    ses: tuple[float, ...]
    ps: tuple[float, ...]
    cis: tuple[tuple[float, float], ...]
    df: int
    clusters: int
    kind: str
    tau2: float
    notes: tuple[str, ...] = ()


def robust(
    effects: Effects,
    *,
    tau2: str = "REML",
    kind: Literal["CR0", "CR1"] = "CR1",
    moderators: Moderators | None = None,
    level: float = 0.95,
) -> Robust:
    """The model of `fit` with robust standard errors over the clusters of `effects`.

    Raises UsageError: no clusters, or not more of them than coefficients. Linear in the effects.
    """
    if not effects.clusters:
        raise UsageError("the effects have no clusters", remedy="name the study of each effect")
    clusters = Clusters.by(effects.clusters)
    of = design(effects, moderators)
    df = clusters.n - of.p
    if df < 1:
        raise UsageError(f"{clusters.n} clusters are too few for {of.p} coefficients")
    spread = fit(effects, tau2=tau2, moderators=moderators).tau2.value
    weighted = of.at(spread)
    scores = clusters.sums(of.x * (weighted.w * weighted.residuals)[:, None])
    covariance = weighted.inverse @ (scores.T @ scores) @ weighted.inverse
    if kind == "CR1":
        covariance = covariance * clusters.n / df
    ses = [math.sqrt(float(one)) for one in np.diag(covariance)]
    law = stats.t(df)
    width = float(law.ppf((1 + level) / 2))
    pairs = list(zip(map(float, weighted.beta), ses, strict=True))
    few = f"{clusters.n} clusters are few: the standard errors may be too small"
    return Robust(
        names=of.names,
        estimates=tuple(b for b, _ in pairs),
        ses=tuple(ses),
        ps=tuple(float(2 * law.sf(abs(b / se))) if se > 0 else 0.0 for b, se in pairs),
        cis=tuple((b - width * se, b + width * se) for b, se in pairs),
        df=df,
        clusters=clusters.n,
        kind=kind,
        tau2=spread,
        notes=(few,) if clusters.n < FEW else (),
    )
