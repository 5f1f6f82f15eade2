"""What a synthesis can be asked for, by name: no numbers, so that a command's help loads none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

from litreview.errors import UsageError

Method = Literal["FE", "DL", "REML", "PM", "ML", "SJ", "HE", "HS", "EB"]
Interval = Literal["z", "knapp-hartung", "knapp-hartung-at-least-wald"]
Variant = Literal["t(k-2)", "t(k-1)", "normal"]
Model = Literal["three-level", "correlated", "independent"]
Sandwich = Literal["CR0", "CR1", "CR2"]
Ratio = Literal["OR", "RR", "RD"]
Pooling = Literal["inverse-variance", "MH", "Peto"]

METHODS: Final[tuple[Method, ...]] = get_args(Method)
"""FE: the common-effect model, without tau squared; the others name its estimator."""
INTERVALS: Final[tuple[Interval, ...]] = get_args(Interval)
"""Of the coefficients: normal (Wald), or Student's with Knapp and Hartung's standard error.

at-least-wald: with Wald's standard error where that is the larger one.
"""
PREDICTIONS: Final[tuple[Variant, ...]] = get_args(Variant)
"""Of the prediction interval, by its quantile."""
MODELS: Final[tuple[Model, ...]] = get_args(Model)
"""Of effects within clusters. three-level: effects of one cluster differ, and clusters do;
correlated: only clusters do; independent: only effects do, whatever their cluster."""
SANDWICHES: Final[tuple[Sandwich, ...]] = get_args(Sandwich)
"""Cluster-robust standard errors, as in the literature."""
RATIOS: Final[tuple[Ratio, ...]] = get_args(Ratio)
"""Of two-by-two tables: odds ratio, risk ratio (both as logarithms), risk difference."""
POOLINGS: Final[tuple[Pooling, ...]] = get_args(Pooling)
"""Of two-by-two tables. MH: Mantel and Haenszel."""


_OF_COSTS: Final = ("bcr", "benefit_cost_ratio", "roi", "mvpf")
"""Columns that say that the effects are ratios of benefits to costs."""


def pooling_refused(columns: Iterable[str], where: str = "") -> None:
    """Raise UsageError for a file of ratios of benefits to costs: they are never pooled."""
    ratios = [name for name in columns if name.casefold().replace(" ", "_") in _OF_COSTS]
    if ratios:
        raise UsageError(
            f"the column {ratios[0]!r} holds ratios of benefits to costs, which are never pooled",
            where=where,
            remedy="compare them with `litreview table costs`; pool effects, with yi and vi",
        )
