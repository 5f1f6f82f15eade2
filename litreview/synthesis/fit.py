"""Common-effect and random-effects models, with or without moderators."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from litreview.errors import UnknownName
from litreview.synthesis.choices import INTERVALS, METHODS, PREDICTIONS, Interval, Variant
from litreview.synthesis.coefficients import Coefficient, Test, check_level, coefficient, wald
from litreview.synthesis.design import Design, Moderators, Weighted, design
from litreview.synthesis.effects import Effects, Floats
from litreview.synthesis.heterogeneity import Heterogeneity, heterogeneity
from litreview.synthesis.likelihood import ml, reml
from litreview.synthesis.prediction import Prediction, prediction
from litreview.synthesis.tau2 import ESTIMATORS, Tau2


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    coefficients: the first is the pooled effect, where there are no moderators. weights: in per
    cent, of each effect. moderators: the test that all but the intercept are zero; r2: the share
    of tau squared that they take away, per cent. log_likelihood and aic: restricted for REML,
    full otherwise. prediction: None where there is none, and a note says why.
    """

    method: str
    interval: Interval
    level: float
    k: int
    coefficients: tuple[Coefficient, ...]
    covariance: tuple[tuple[float, ...], ...]
    tau2: Tau2
    heterogeneity: Heterogeneity
    weights: tuple[float, ...]
    labels: tuple[str, ...]
    log_likelihood: float
    aic: float
    prediction: Prediction | None = None
    moderators: Test | None = None
    r2: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def pooled(self) -> Coefficient:
        """The pooled effect, or the intercept."""
        return self.coefficients[0]


def fit(  # noqa: PLR0913 - what a paper states of a model, each by its name
    effects: Effects,
    *,
    tau2: str = "REML",
    ci: Interval = "z",
    level: float = 0.95,
    moderators: Moderators | None = None,
    intercept: bool = True,
    predict: Variant = "t(k-2)",
) -> Fit:
    """Fit the model. Raises UsageError, UnknownName.

    tau2: one of METHODS; ci: one of INTERVALS, Knapp and Hartung's of 2003 (doi 10.1002/sim.1482);
    where its standard error is smaller than Wald's, a note says so, and `at-least-wald` takes
    Wald's (an ad hoc rule); level: of all intervals, in (0, 1); predict: one of PREDICTIONS.
    Linear in k but for the search for tau squared.
    """
    method = _method(tau2)
    _check(ci, level, predict)
    of = design(effects, moderators, intercept=intercept)
    spread = _tau2(method, of)
    weighted = of.at(spread.value)
    scale, notes = _scale(weighted, ci)
    df = of.df if ci != "z" and of.df > 0 else None
    covariance = weighted.inverse * scale
    coefficients = tuple(
        coefficient(name, float(beta), math.sqrt(float(variance)), df, level)
        for name, beta, variance in zip(of.names, weighted.beta, np.diag(covariance), strict=True)
    )
    alone = of.p == 1 and of.intercept
    found: Prediction | str | None = None
    if alone and method != "FE":
        found = prediction(of.k, spread.value, coefficients[0], predict, level)
    missing = [found] if isinstance(found, str) else []
    return Fit(
        method=method,
        interval=ci,
        level=level,
        k=of.k,
        coefficients=coefficients,
        covariance=tuple(tuple(map(float, row)) for row in covariance),
        tau2=spread,
        heterogeneity=heterogeneity(of, spread, method, level),
        weights=tuple(float(100 * w / weighted.w.sum()) for w in weighted.w),
        labels=effects.labels,
        log_likelihood=_likelihood(method, weighted),
        aic=2 * (of.p + (method != "FE")) - 2 * _likelihood(method, weighted),
        prediction=found if isinstance(found, Prediction) else None,
        moderators=None if alone else _moderators(of, weighted, covariance, df),
        r2=_r2(method, of, spread),
        notes=(
            *notes,
            *_notes(of, spread, method),
            *missing,
        ),
    )


def _method(name: str) -> str:
    method = name.upper()
    if method not in METHODS:
        raise UnknownName(
            f"there is no estimator {name!r} of tau squared", remedy=f"one of {', '.join(METHODS)}"
        )
    return method


def _check(ci: str, level: float, predict: str) -> None:
    if ci not in INTERVALS:
        raise UnknownName(f"there is no interval {ci!r}", remedy=f"one of {', '.join(INTERVALS)}")
    if predict not in PREDICTIONS:
        raise UnknownName(
            f"there is no prediction interval {predict!r}",
            remedy=f"one of {', '.join(PREDICTIONS)}",
        )
    check_level(level)


def _tau2(method: str, of: Design) -> Tau2:
    if method == "FE":
        return Tau2(0.0)
    if of.df < 1:
        return Tau2(0.0, note="one effect alone says nothing about the spread between studies")
    return ESTIMATORS.get(method.lower()).estimate(of)


def _scale(weighted: Weighted, ci: Interval) -> tuple[float, tuple[str, ...]]:
    """What Wald's covariance is multiplied by, and what is to be said of it."""
    if ci == "z":
        return 1.0, ()
    if weighted.design.df < 1:
        return 1.0, ("one effect alone: Knapp and Hartung's interval needs at least two",)
    scale = weighted.rss / weighted.design.df
    if scale >= 1:
        return scale, ()
    if ci == "knapp-hartung-at-least-wald":
        return 1.0, ("Knapp and Hartung's standard error would be below Wald's: Wald's is used",)
    return scale, ("Knapp and Hartung's standard error is below Wald's: it may be too small",)


def _moderators(of: Design, weighted: Weighted, covariance: Floats, df: int | None) -> Test:
    """Wald's test that all coefficients but the intercept are zero."""
    first = 1 if of.intercept else 0
    return wald(weighted.beta[first:], covariance[first:, first:], df)


def _r2(method: str, of: Design, spread: Tau2) -> float | None:
    """Raudenbush 2009: the share of tau squared that the moderators take away, per cent."""
    if of.p == 1 or not of.intercept or method == "FE":
        return None
    whole = _tau2(method, design(of.effects)).value
    return max(0.0, 100 * (whole - spread.value) / whole) if whole > 0 else None


def _likelihood(method: str, weighted: Weighted) -> float:
    return reml(weighted) if method == "REML" else ml(weighted)


def _notes(of: Design, spread: Tau2, method: str) -> tuple[str, ...]:
    notes = [spread.note] if spread.note else []
    if spread.truncated and method != "FE":
        notes.append("tau squared is zero: its equation has no solution above zero")
    if of.k == 1:
        notes.append("one effect alone: there is nothing to pool")
    return tuple(notes)
