"""Effects from what was counted or measured in the two groups: (yi, vi) in closed form.

Formulas and their sources stand in `formulas`; the figures equal metafor's `escalc` (tests).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from litreview.extraction.convert.bridges import COX, LOGISTIC
from litreview.extraction.convert.given import Arm
from litreview.extraction.convert.quantiles import hedges, probit

Pair = tuple[float, float]
"""yi and vi."""

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Table:
    """Events and persons of both groups; need not be whole, as they may come from shares."""

    events_treated: float
    n_treated: float
    events_control: float
    n_control: float

    @property
    def has_zero(self) -> bool:
        """Whether one of the four cells is empty."""
        return not (
            0 < self.events_treated < self.n_treated and 0 < self.events_control < self.n_control
        )

    @property
    def says_nothing(self) -> bool:
        """Whether nobody, or everybody, has the event in both groups."""
        shares = {self.events_treated / self.n_treated, self.events_control / self.n_control}
        return shares in ({0.0}, {1.0})

    def halved(self) -> Table:
        """With 0.5 added to each of the four cells (Gart 1966)."""
        return Table(
            self.events_treated + _HALF,
            self.n_treated + 1,
            self.events_control + _HALF,
            self.n_control + 1,
        )

    def shares(self) -> Pair:
        """The shares of the treated and of the comparison group."""
        return self.events_treated / self.n_treated, self.events_control / self.n_control


def rd(table: Table) -> Pair:
    """Risk difference: p1 - p2; p1 q1 / n1 + p2 q2 / n2."""
    one, two = table.shares()
    return one - two, one * (1 - one) / table.n_treated + two * (1 - two) / table.n_control


def log_rr(table: Table) -> Pair:
    """Log risk ratio; 1/a - 1/n1 + 1/c - 1/n2. No empty cell of events."""
    one, two = table.shares()
    vi = 1 / table.events_treated - 1 / table.n_treated
    vi += 1 / table.events_control - 1 / table.n_control
    return math.log(one / two), vi


def log_or(table: Table) -> Pair:
    """Log odds ratio; the sum of the inverse cells. No empty cell."""
    a, c = table.events_treated, table.events_control
    b, d = table.n_treated - a, table.n_control - c
    return math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def arcsine(table: Table) -> Pair:
    """Difference of the arcsines of the square roots; 1/(4 n1) + 1/(4 n2)."""
    one, two = table.shares()
    yi = math.asin(math.sqrt(one)) - math.asin(math.sqrt(two))
    return yi, 1 / (4 * table.n_treated) + 1 / (4 * table.n_control)


def or_to_d_normal(table: Table) -> Pair:
    """Log odds ratio / 1.65, its variance / 1.65^2."""
    yi, vi = log_or(table)
    return yi / COX, vi / COX**2


def or_to_d_logistic(table: Table) -> Pair:
    """Log odds ratio times sqrt(3) / pi, its variance times 3 / pi^2."""
    yi, vi = log_or(table)
    return yi / LOGISTIC, vi / LOGISTIC**2


def probits(table: Table) -> Pair:
    """Difference of probits; 2 pi p q exp(z^2) / n of each group."""
    one, two = table.shares()
    z_one, z_two = probit(one), probit(two)
    vi = 2 * math.pi * one * (1 - one) * math.exp(z_one**2) / table.n_treated
    vi += 2 * math.pi * two * (1 - two) * math.exp(z_two**2) / table.n_control
    return z_one - z_two, vi


TableFormula = Callable[[Table], Pair]


def md(treated: Arm, control: Arm) -> Pair | None:
    """Mean difference; sd1^2/n1 + sd2^2/n2. None where a part is missing."""
    if None in {treated.mean, treated.sd, treated.n, control.mean, control.sd, control.n}:
        return None
    m1, s1, n1, m2, s2, n2 = _six(treated, control)
    return m1 - m2, s1**2 / n1 + s2**2 / n2


def smd(treated: Arm, control: Arm) -> Pair | None:
    """Hedges' g by the pooled standard deviation; 1/n1 + 1/n2 + g^2 / (2 (n1 + n2))."""
    if None in {treated.mean, treated.sd, treated.n, control.mean, control.sd, control.n}:
        return None
    m1, s1, n1, m2, s2, n2 = _six(treated, control)
    df = n1 + n2 - 2
    if df <= 1 or s1 == s2 == 0:
        return None
    pooled = math.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df)
    return g_with_variance((m1 - m2) / pooled, n1, n2)


def smd_by_control(treated: Arm, control: Arm) -> Pair | None:
    """Glass's g by the comparison group's standard deviation; 1/n1 + 1/n2 + g^2 / (2 n2)."""
    filled = replace(treated, sd=0.0)  # not used
    if None in {filled.mean, filled.n, control.mean, control.sd, control.n}:
        return None
    m1, _, n1, m2, s2, n2 = _six(filled, control)
    if n2 <= 2 or s2 == 0:  # noqa: PLR2004 - J needs more than one degree of freedom
        return None
    g = hedges(n2 - 1) * (m1 - m2) / s2
    return g, 1 / n1 + 1 / n2 + g**2 / (2 * n2)


def g_with_variance(d: float, n1: float, n2: float) -> Pair:
    """Hedges' g of a standardised difference `d` that is not corrected yet, and its variance.

    n1 + n2 must be above 3.
    """
    g = hedges(n1 + n2 - 2) * d
    return g, variance_of_g(g, n1, n2)


def variance_of_g(g: float, n1: float, n2: float) -> float:
    """The large-sample variance 1/n1 + 1/n2 + g^2 / (2 (n1 + n2)) (Hedges and Olkin 1985)."""
    return 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))


def rom(treated: Arm, control: Arm) -> Pair | None:
    """Log ratio of means; sd1^2/(n1 m1^2) + sd2^2/(n2 m2^2). Both means above zero."""
    if None in {treated.mean, treated.sd, treated.n, control.mean, control.sd, control.n}:
        return None
    m1, s1, n1, m2, s2, n2 = _six(treated, control)
    if m1 <= 0 or m2 <= 0:
        return None
    return math.log(m1 / m2), s1**2 / (n1 * m1**2) + s2**2 / (n2 * m2**2)


def zcor(r: float, n: float) -> Pair:
    """Fisher's z; 1/(n - 3). |r| below 1, n above 3."""
    return math.atanh(r), 1 / (n - 3)


def _six(treated: Arm, control: Arm) -> tuple[float, float, float, float, float, float]:
    """Means, standard deviations and sizes of two groups that have them."""
    one = (treated.mean or 0.0, treated.sd or 0.0, treated.n or 0.0)
    return (*one, control.mean or 0.0, control.sd or 0.0, control.n or 0.0)
