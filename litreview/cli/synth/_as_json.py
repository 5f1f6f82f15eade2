"""Fitted models as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import singledispatch
from typing import Any, Final

from litreview.cli.synth._models import Grouped, Refused
from litreview.synthesis.coefficients import Coefficient, Test
from litreview.synthesis.dependent import Dependent
from litreview.synthesis.fit import Fit
from litreview.synthesis.prediction import Prediction
from litreview.synthesis.subgroups import Together
from litreview.synthesis.tables import PooledTables

INDEPENDENT: Final = "independent sampling errors"


@singledispatch
def model_json(one: object) -> dict[str, Any]:
    """What JSON has of a model."""
    raise TypeError(type(one))


@model_json.register
def _(one: Fit) -> dict[str, Any]:
    spread = one.heterogeneity
    return {
        **_pooled(one.pooled),
        "tau2": one.tau2.value,
        "i2": spread.i2,
        "q": spread.q,
        "q_p": spread.q_p,
        **_prediction(one.prediction),
        "k": one.k,
        "method": one.method,
        "ci_method": one.interval,
        "level": one.level,
        "tau2_se": one.tau2.se,
        "tau2_ci": spread.tau2_ci,
        "i2_ci": spread.i2_ci,
        "h2": spread.h2,
        "q_df": spread.q_df,
        "log_likelihood": one.log_likelihood,
        "aic": one.aic,
        "weights": dict(zip(one.labels, one.weights, strict=True)),
        "notes": list(one.notes),
        **_moderated(one.coefficients, one.moderators),
        **({"r2": one.r2} if one.moderators else {}),
    }


@model_json.register
def _(one: Dependent) -> dict[str, Any]:
    return {
        **_pooled(one.pooled),
        "tau2": one.between + one.within,
        "i2": sum(one.i2),
        "q": one.q,
        "q_p": one.q_p,
        **_prediction(one.prediction),
        "k": one.k,
        "clusters": one.clusters,
        "model": one.model,
        "method": one.method,
        "robust": one.robust or "none",
        "sampling_errors": one.assumption or INDEPENDENT,
        "level": one.level,
        "between": one.between,
        "within": one.within,
        "i2_between": one.i2[0],
        "i2_within": one.i2[1],
        "icc": one.icc,
        "q_df": one.q_df,
        "log_likelihood": one.log_likelihood,
        "notes": list(one.notes),
        **_moderated(one.coefficients, one.moderators),
    }


@model_json.register
def _(one: PooledTables) -> dict[str, Any]:
    return {
        **_pooled(one.pooled),
        "tau2": 0.0,
        "i2": one.i2,
        "q": one.q,
        "q_p": one.q_p,
        "prediction": None,
        "k": one.k,
        "method": one.method,
        "level": one.level,
        "q_df": one.q_df,
        "notes": list(one.notes),
    }


@model_json.register
def _(one: Refused) -> dict[str, Any]:
    return {"k": one.k, "refused": one.why}


@model_json.register
def _(one: Grouped) -> dict[str, Any]:
    return {
        "subgroup": one.column,
        "spread": "separate",
        "groups": {name: model_json(group) for name, group in one.groups.items()},
        "between": _test(one.test) if one.test else None,
        "notes": list(one.notes),
    }


@model_json.register
def _(one: Together) -> dict[str, Any]:
    groups = {c.name: {**_pooled(c), "k": one.groups[c.name]} for c in one.fit.coefficients}
    spread = one.fit.heterogeneity
    return {
        "spread": "common",
        "groups": groups,
        "between": _test(one.test),
        "tau2": one.fit.tau2.value,
        "i2": spread.i2,
        "q": spread.q,
        "q_p": spread.q_p,
        "k": one.fit.k,
        "method": one.fit.method,
        "ci_method": one.fit.interval,
        "level": one.fit.level,
        "notes": list(one.fit.notes),
    }


def _pooled(one: Coefficient) -> dict[str, Any]:
    return {
        "estimate": one.estimate, "se": one.se, "ci": list(one.ci), "statistic": one.statistic,
        "df": one.df, "p": one.p,
    }  # fmt: skip


def _prediction(one: Prediction | None) -> dict[str, Any]:
    return {
        "prediction": list(one.interval) if one else None,
        "prediction_variant": one.variant if one else None,
    }


def _moderated(coefficients: Sequence[Coefficient], test: Test | None) -> dict[str, Any]:
    if test is None:
        return {}
    named = [{"name": one.name, **_pooled(one)} for one in coefficients]
    return {"coefficients": named, "moderators": _test(test)}


def _test(one: Test) -> dict[str, Any]:
    known = not math.isnan(one.statistic)
    return {
        "statistic": one.statistic if known else None,
        "df": list(one.df),
        "p": one.p if known else None,
    }


def ratio(one: object, name: str) -> dict[str, Any] | None:
    """The pooled ratio itself where `one` is one logarithm of it; name: of it, "" of none."""
    if not name or not isinstance(one, Fit | Dependent | PooledTables):
        return None
    if isinstance(one, Fit | Dependent) and len(one.coefficients) > 1:
        return None
    ends = [math.exp(end) for end in one.pooled.ci]
    return {"estimate": math.exp(one.pooled.estimate), "ci": ends, "level": one.level}
