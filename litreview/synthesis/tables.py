"""Pooling two-by-two tables without an effect of each: Mantel and Haenszel, and Peto.

Odds ratio: Robins, Breslow and Greenland 1986, doi 10.2307/2531052; risk ratio: Greenland and
Robins 1985, doi 10.2307/2530643; risk difference: Sato 1989, Biometrics 45:1323-1324; Peto's odds
ratio: Yusuf and others 1985, doi 10.1016/S0033-0620(85)80003-7. All are common-effect models.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from litreview.errors import UnknownName, UsageError
from litreview.synthesis.choices import RATIOS, Pooling, Ratio
from litreview.synthesis.coefficients import Coefficient, check_level, coefficient
from litreview.synthesis.effects import Effects, Floats


@dataclass(frozen=True, eq=False)
class Tables:
    """k tables: with and without the event, of the treated (a, b) and the compared (c, d).

    Each of shape (k,), read-only. Raises UsageError where they differ in length, a count is below
    zero or no number, or a group has no persons.
    """

    a: Floats
    b: Floats
    c: Floats
    d: Floats

    @classmethod
    def of(cls, a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Tables:
        """Tables from sequences."""
        cells = [np.atleast_1d(np.array(one, dtype=np.float64)) for one in (a, b, c, d)]
        if len({cell.shape for cell in cells}) > 1 or cells[0].ndim != 1:
            raise UsageError("tables need four counts each", remedy="give a, b, c and d of each")
        made = cls(*cells)
        sound = all(np.isfinite(cell).all() and (cell >= 0).all() for cell in cells)
        if not sound or not (np.all(made.treated > 0) and np.all(made.compared > 0)):
            raise UsageError(
                "a table has a count below zero, or a group without persons",
                remedy="leave it out, and say so",
            )
        for cell in cells:
            cell.setflags(write=False)
        return made

    @property
    def k(self) -> int:
        """How many tables."""
        return int(self.a.size)

    @property
    def treated(self) -> Floats:
        """Persons treated."""
        return self.a + self.b

    @property
    def compared(self) -> Floats:
        """Persons compared."""
        return self.c + self.d

    @property
    def n(self) -> Floats:
        """All persons."""
        return self.treated + self.compared

    @property
    def telling(self) -> Floats:
        """1 where some but not all persons have the event, else 0: nothing is said of a ratio."""
        events = self.a + self.c
        return ((events > 0) & (events < self.n)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class PooledTables:
    """The result. pooled: log odds ratio, log risk ratio or risk difference, normal.

    k: tables that have a say; q: heterogeneity with q_df degrees of freedom; None without any. i2:
    per cent, by Q.
    """

    method: Pooling
    measure: Ratio
    level: float
    k: int
    pooled: Coefficient
    q: float | None
    q_df: int
    q_p: float | None
    i2: float | None
    notes: tuple[str, ...]


def mantel_haenszel(
    tables: Tables, measure: Ratio, *, singly: Effects | None = None, level: float = 0.95
) -> PooledTables:
    """The common measure by Mantel and Haenszel; nothing is added to empty cells.

    singly: the effect of each table that has one, on the scale of the measure, for Q. Raises
    UsageError where the tables together do not tell the measure, UnknownName.
    """
    if measure not in RATIOS:
        raise UnknownName(f"there is no measure {measure!r}", remedy=f"one of {', '.join(RATIOS)}")
    estimate, variance = {"OR": _odds, "RR": _risk, "RD": _difference}[measure](tables)
    pooled = _pooled(measure, estimate, variance, level)
    q = None
    if singly is not None:
        q = float(np.sum((singly.yi - pooled.estimate) ** 2 / singly.vi)), singly.k - 1
    k = tables.k if measure == "RD" else int(tables.telling.sum())
    silent = tables.k - k
    notes = ["common effect; nothing is added to empty cells"]
    if silent:
        notes.append(f"{_tables(silent)} with no event, or only events, {_say(silent)}")
    return _result("MH", measure, level, k, pooled, q, notes)


def peto(tables: Tables, *, level: float = 0.95) -> PooledTables:
    """The common odds ratio by Peto: observed less expected events over their variance.

    Biased where effects are large or groups of unequal size. Raises UsageError: no event at all.
    """
    n, events = tables.n, tables.a + tables.c
    less = tables.a - tables.treated * events / n
    spread = tables.treated * tables.compared * events * (n - events)
    spread = spread / (n**2 * np.maximum(n - 1, 1))
    total = float(spread.sum())
    if total <= 0:
        raise UsageError("no table has persons with and without the event")
    pooled = _pooled("OR", float(less.sum()) / total, 1 / total, level)
    has = spread > 0
    q = float(np.sum(less[has] ** 2 / spread[has])) - float(less.sum()) ** 2 / total
    k = int(has.sum())
    notes = [
        "common effect; nothing is added to empty cells",
        "Peto's odds ratio is biased where effects are large or groups of unequal size",
    ]
    if k < tables.k:
        silent = tables.k - k
        notes.append(f"{_tables(silent)} with no event, or only events, {_say(silent)}")
    return _result("Peto", "OR", level, k, pooled, (max(q, 0.0), k - 1), notes)


def _odds(t: Tables) -> tuple[float, float]:
    r, s = t.a * t.d / t.n, t.b * t.c / t.n
    p, q = (t.a + t.d) / t.n, (t.b + t.c) / t.n
    all_r, all_s = _above(r, s)
    variance = (
        float(p @ r) / all_r**2 + float(p @ s + q @ r) / (all_r * all_s) + float(q @ s) / all_s**2
    ) / 2
    return math.log(all_r / all_s), variance


def _risk(t: Tables) -> tuple[float, float]:
    r, s = _above(t.a * t.compared / t.n, t.c * t.treated / t.n)
    events = t.a + t.c
    spread = np.sum((t.treated * t.compared * events - t.a * t.c * t.n) / t.n**2)
    return math.log(r / s), float(spread) / (r * s)


def _difference(t: Tables) -> tuple[float, float]:
    weight = float(np.sum(t.treated * t.compared / t.n))
    estimate = float(np.sum((t.a * t.compared - t.c * t.treated) / t.n)) / weight
    p = t.treated**2 * t.c - t.compared**2 * t.a
    p = (p + t.treated * t.compared * (t.compared - t.treated) / 2) / t.n**2
    q = (t.a * t.d + t.c * t.b) / (2 * t.n)
    return estimate, (estimate * float(p.sum()) + float(q.sum())) / weight**2


def _above(r: Floats, s: Floats) -> tuple[float, float]:
    """Both sums. Raises UsageError where one is zero: the ratio is then 0 or infinite."""
    sums = float(r.sum()), float(s.sum())
    if min(sums) <= 0:
        raise UsageError(
            "one of the groups has no event, or only events, in all tables: no ratio can be pooled",
            remedy="use the risk difference",
        )
    return sums


def _pooled(measure: Ratio, estimate: float, variance: float, level: float) -> Coefficient:
    check_level(level)
    if variance <= 0:
        raise UsageError("the tables have no spread: no standard error can be given")
    name = "risk difference" if measure == "RD" else f"log {measure}"
    return coefficient(name, estimate, math.sqrt(variance), None, level)


def _result(  # noqa: PLR0913, PLR0917 - what makes up a result, each once
    method: Pooling,
    measure: Ratio,
    level: float,
    k: int,
    pooled: Coefficient,
    q: tuple[float, int] | None,
    notes: list[str],
) -> PooledTables:
    if q is None or q[1] < 1:
        return PooledTables(
            method, measure, level, k, pooled, None, max(k - 1, 0), None, None, tuple(notes)
        )
    value, df = q
    i2 = max(0.0, 100 * (value - df) / value) if value > 0 else 0.0
    p = float(stats.chi2.sf(value, df))
    return PooledTables(method, measure, level, k, pooled, value, df, p, i2, tuple(notes))


def _tables(n: int) -> str:
    return "1 table" if n == 1 else f"{n} tables"


def _say(n: int) -> str:
    return "says nothing of it" if n == 1 else "say nothing of it"
