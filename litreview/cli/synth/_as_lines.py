"""Fitted models as lines: what was done, the estimate, the spread, what to mind."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import Any

from litreview.cli import say
from litreview.cli.synth._as_json import INDEPENDENT
from litreview.cli.synth._models import Grouped, Refused
from litreview.synthesis.coefficients import Coefficient, Test
from litreview.synthesis.dependent import Dependent
from litreview.synthesis.fit import Fit
from litreview.synthesis.prediction import Prediction
from litreview.synthesis.subgroups import Together
from litreview.synthesis.tables import PooledTables

_CI = {
    "z": "Wald",
    "knapp-hartung": "Knapp and Hartung",
    "knapp-hartung-at-least-wald": "Knapp and Hartung, at least Wald",
}


@singledispatch
def model_lines(one: object) -> Iterator[str]:
    """A calm account of a model."""
    raise TypeError(type(one))


@model_lines.register
def _(one: Fit) -> Iterator[str]:
    model = "common-effect model" if one.method == "FE" else f"random effects, {one.method}"
    yield f"{say.count(one.k, 'effect')}, {model}, {_CI[one.interval]}"
    yield from _coefficients(one.coefficients, one.level)
    yield from _interval(one.prediction)
    level, spread = f"{one.level:.0%}", one.heterogeneity
    if spread.q is not None and spread.q_p is not None:
        yield _line("Q", f"{spread.q:10.4f}", f"df {spread.q_df}   p {_p(spread.q_p)}")
    if one.method != "FE" and spread.tau2_ci is not None:
        low, high = spread.tau2_ci
        yield _line("tau squared", f"{one.tau2.value:10.4f}", f"{level} {low:.4f} to {high:.4f}")
    if spread.i2 is not None and spread.i2_ci is not None:
        low, high = spread.i2_ci
        yield _line("I squared", f"{spread.i2:9.1f}%", f"{level} {low:.1f}% to {high:.1f}%")
    yield from _joint(one.moderators)
    if one.r2 is not None:
        yield _line("R squared", f"{one.r2:9.1f}%", "of tau squared")
    yield from _notes(one.notes)


@model_lines.register
def _(one: Dependent) -> Iterator[str]:
    errors = "the model's own errors" if one.robust is None else f"{one.robust} errors"
    inside = f"{say.count(one.k, 'effect')} in {say.count(one.clusters, 'cluster')}"
    yield f"{inside}, {one.model} model, {one.method}, {errors}"
    yield f"  {one.assumption or f'{INDEPENDENT} (assumed)'}"
    yield from _coefficients(one.coefficients, one.level)
    yield from _interval(one.prediction, "k: clusters")
    yield _line("Q", f"{one.q:10.4f}", f"df {one.q_df}   p {_p(one.q_p)}")
    if one.model != "independent":
        yield _line("between", f"{one.between:10.4f}", f"I squared {one.i2[0]:.1f}%")
    if one.model != "correlated":
        yield _line("within", f"{one.within:10.4f}", f"I squared {one.i2[1]:.1f}%")
    yield from _joint(one.moderators)
    yield from _notes(one.notes)


@model_lines.register
def _(one: PooledTables) -> Iterator[str]:
    method = {"MH": "Mantel and Haenszel", "Peto": "Peto"}.get(one.method, one.method)
    yield f"{say.count(one.k, 'table')}, {method}"
    yield from _coefficients((one.pooled,), one.level)
    if one.q is not None and one.q_p is not None and one.i2 is not None:
        yield _line("Q", f"{one.q:10.4f}", f"df {one.q_df}   p {_p(one.q_p)}")
        yield _line("I squared", f"{one.i2:9.1f}%", "")
    yield from _notes(one.notes)


@model_lines.register
def _(one: Refused) -> Iterator[str]:
    yield f"{say.count(one.k, 'effect')}: no model: {one.why}"


@model_lines.register
def _(one: Grouped) -> Iterator[str]:
    for name, group in one.groups.items():
        first, *others = model_lines(group)
        yield f"{say.one_line(f'{one.column} {name}')}: {first}"
        yield from others
    yield from _between(one.test, "each with a spread of its own")
    yield from _notes(one.notes)


@model_lines.register
def _(one: Together) -> Iterator[str]:
    yield f"{say.count(one.fit.k, 'effect')}, random effects, {one.fit.method}, one tau squared"
    yield from _coefficients(one.fit.coefficients, one.fit.level, one.groups)
    yield _line("tau squared", f"{one.fit.tau2.value:10.4f}", "of all subgroups")
    yield from _between(one.test, "with one spread")
    yield from _notes(one.fit.notes)


def _coefficients(
    held: Sequence[Coefficient], level: float, groups: dict[str, int] | None = None
) -> Iterator[str]:
    """One line each. groups: how many effects each has."""
    alone = len(held) == 1 and held[0].name == "intercept"
    width = max(14, *(min(len(one.name), 36) for one in held))
    for one in held:
        name = "estimate" if alone else say.one_line(one.name)
        df = "" if one.df is None else f"   df {_df(one.df)}"
        k = f"   k {groups[one.name]}" if groups else ""
        interval = f"{level:.0%} {one.ci[0]:.4f} to {one.ci[1]:.4f}"
        yield (
            f"  {name:{width}} {one.estimate:10.4f}   se {one.se:.4f}   {interval}   "
            f"p {_p(one.p)}{df}{k}"
        )


def _interval(one: Prediction | None, what: str = "") -> Iterator[str]:
    if one is not None:
        low, high = one.interval
        beside = f"({one.variant}{f', {what}' if what else ''})"
        yield f"  {'prediction':14} {low:10.4f} to {high:.4f}   {beside}"


def _joint(test: Test | None) -> Iterator[str]:
    if test is not None and not math.isnan(test.statistic):
        yield _line("moderators", f"{test.statistic:10.4f}", f"{_law(test)}   p {_p(test.p)}")


def _between(test: Test | None, how: str) -> Iterator[str]:
    if test is not None:
        yield f"Between subgroups, {how}: {test.statistic:.4f}, {_law(test)}, p {_p(test.p)}"


def _law(test: Test) -> str:
    upper, lower = test.df
    return f"chi2({upper})" if lower is None else f"F({upper}, {_df(lower)})"


def _df(df: float) -> str:
    return f"{df:.0f}" if df == round(df) else f"{df:.1f}"


def _notes(notes: Sequence[str]) -> Iterator[str]:
    for note in notes:
        yield f"  note: {note}"


def _line(name: str, value: str, beside: str) -> str:
    return f"  {name:14} {value}   {beside}".rstrip()


def _p(value: float) -> str:
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"  # noqa: PLR2004 - as papers print it


def ratio_line(measure: str, found: dict[str, Any]) -> str:
    """The pooled ratio itself."""
    low, high = found["ci"]
    beside = f"{found['level']:.0%} {low:.4f} to {high:.4f}"
    return _line(measure, f"{found['estimate']:10.4f}", beside)
