"""Heterogeneity: Cochran's Q, I2, H2, and the Q-profile interval of tau squared.

Higgins and Thompson 2002, doi 10.1002/sim.1186; Viechtbauer 2007, doi 10.1002/sim.2514.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from litreview.synthesis.design import Design
from litreview.synthesis.tau2 import Tau2, root


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """q: residual heterogeneity with q_df degrees of freedom, None where there are none.

    i2: per cent of the variance that is between studies; h2: its ratio to what sampling alone
    would give. tau2_ci, i2_ci, h2_ci: by the Q-profile at the level of the fit; None without Q.
    """

    q: float | None
    q_df: int
    q_p: float | None
    i2: float | None
    h2: float | None
    tau2_ci: tuple[float, float] | None
    i2_ci: tuple[float, float] | None
    h2_ci: tuple[float, float] | None


def heterogeneity(of: Design, spread: Tau2, method: str, level: float) -> Heterogeneity:
    """The heterogeneity of a fit.

    I2 and H2 follow from tau squared, those of the common-effect model from Q.
    """
    if of.df < 1:
        return Heterogeneity(None, of.df, None, None, None, None, None, None)
    q = of.fixed.rss
    typical = of.typical
    if method == "FE":
        h2 = q / of.df
        i2 = max(0.0, 100 * (q - of.df) / q) if q > 0 else 0.0
    else:
        h2, i2 = spread.value / typical + 1, 100 * spread.value / (spread.value + typical)
    low, high = q_profile(of, level)
    return Heterogeneity(
        q=q,
        q_df=of.df,
        q_p=float(stats.chi2.sf(q, of.df)),
        i2=i2,
        h2=h2,
        tau2_ci=(low, high),
        i2_ci=(100 * low / (low + typical), 100 * high / (high + typical)),
        h2_ci=(low / typical + 1, high / typical + 1),
    )


def q_profile(of: Design, level: float) -> tuple[float, float]:
    """The values of tau squared at which the generalised Q is at its quantiles."""
    quantiles = stats.chi2.ppf([(1 + level) / 2, (1 - level) / 2], of.df)
    low, high = (_where(of, float(wanted)) for wanted in quantiles)
    return low, high


def _where(of: Design, wanted: float) -> float:
    return root(lambda tau2: of.at(tau2).rss - wanted, of.typical)[0]
