"""The pooled effect of a forest or a funnel plot, with what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from litreview.outputs.plots._effect import Effect, back, scaled
from litreview.outputs.plots._scale import number
from litreview.outputs.plots._ways import p_words
from litreview.outputs.words import counted

if TYPE_CHECKING:
    from litreview.synthesis.dependent import Dependent
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.fit import Fit

_SMALLEST, _LARGEST = 1e-40, 1e40
"""Standard errors beyond are not pooled: their squares leave the arithmetic."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A pooled effect on the axis, with its 95% interval.

    prediction: where the effect of one more study would lie, None where there is none; variant:
    how that was made; said: the estimator, what it rests on, and the spread, in words; weight: in
    per cent of what is pooled.
    """

    label: str
    value: float
    low: float
    high: float
    said: tuple[str, ...]
    prediction: tuple[float, float] | None = None
    variant: str = ""
    weight: float = 100.0


def poolable(effects: Sequence[Effect], *, log: bool) -> tuple[Effect, ...]:
    """Those with a standard error that can be computed with."""
    return tuple(
        one for one in effects
        if one.se is not None and _SMALLEST < one.se < _LARGEST and (one.value > 0 or not log)
    )  # fmt: skip


def as_effects(effects: Sequence[Effect], *, log: bool, clusters: Sequence[str] = ()) -> Effects:
    """The same for `synthesis`. All of them must be poolable."""
    from litreview.synthesis.effects import Effects

    return Effects.of(
        [scaled(one.value, log=log) for one in effects],
        [(one.se or 0.0) ** 2 for one in effects],
        [one.label for one in effects],
        clusters,
    )


def weighted(effects: Sequence[Effect], fitted: Fit, *, log: bool) -> tuple[Effect, ...]:
    """`effects`, those that were pooled with their weights."""
    weights = iter(fitted.weights)
    pooled = {id(one) for one in poolable(effects, log=log)}
    return tuple(
        replace(one, weight=next(weights)) if id(one) in pooled else one for one in effects
    )


def summary(label: str, fitted: Fit, *, log: bool, weight: float = 100.0) -> Summary:
    """A fit as it is drawn."""
    pooled, predicted = fitted.pooled, fitted.prediction
    low, high = (back(one, log=log) for one in pooled.ci)
    ends = None
    if predicted is not None:
        ends = (back(predicted.interval[0], log=log), back(predicted.interval[1], log=log))
    return Summary(
        label, back(pooled.estimate, log=log), low, high, said(fitted), ends,
        predicted.variant if predicted is not None else "", weight,
    )  # fmt: skip


def summary_of_studies(fitted: Dependent, *, log: bool) -> Summary:
    """A fit of effects within studies as it is drawn."""
    pooled, predicted = fitted.pooled, fitted.prediction
    low, high = (back(one, log=log) for one in pooled.ci)
    ends = None
    if predicted is not None:
        ends = (back(predicted.interval[0], log=log), back(predicted.interval[1], log=log))
    how = f"{fitted.model}, {fitted.method}, {fitted.robust or 'its own'} errors"
    spread = f"Q({fitted.q_df}) = {number(fitted.q, 2)}, {p_words(fitted.q_p)}"
    of = f"{counted(fitted.k, 'effect')} of {counted(fitted.clusters, 'study')}"
    tau = f"variance between studies {number(fitted.between)}, within {number(fitted.within)}"
    test = f"pooled effect: t({number(pooled.df or 0, 1)}) = {number(pooled.statistic, 2)}, "
    return Summary(
        "Pooled", back(pooled.estimate, log=log), low, high,
        (f"{how}, {of}", f"{spread}; {tau}", f"{test}{p_words(pooled.p)}"), ends,
        predicted.variant if predicted is not None else "",
    )  # fmt: skip


def said(fitted: Fit) -> tuple[str, ...]:
    """The model, Q, I2 and tau2, and the test of the pooled effect."""
    spread, model = fitted.heterogeneity, f"{fitted.method}, {counted(fitted.k, 'effect')}"
    test = f"{'z' if fitted.pooled.df is None else 't'} = {number(fitted.pooled.statistic, 2)}"
    effect = f"pooled effect: {test}, {p_words(fitted.pooled.p)}"
    if spread.q is None or spread.i2 is None:
        return model, effect
    q = f"Q({spread.q_df}) = {number(spread.q, 2)}, {p_words(spread.q_p)}"
    tau = "" if fitted.method == "FE" else f"; tau² = {number(fitted.tau2.value)}"
    return model, f"{q}; I² = {number(spread.i2, 1)}%{tau}", effect


def between(fits: Sequence[Fit]) -> str:
    """Whether groups that were pooled apart differ, in words; "" where that cannot be told."""
    from litreview.synthesis.subgroups import between as test_of

    test = test_of([one.pooled for one in fits])
    if test is None:
        return ""
    return f"Between groups: Q({test.df[0]}) = {number(test.statistic, 2)}, {p_words(test.p)}"
