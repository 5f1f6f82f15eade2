"""Models of effects that depend on each other: a working covariance, and robust standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from litreview.errors import UnknownName, UsageError
from litreview.synthesis.choices import MODELS, SANDWICHES, Model, Sandwich, Variant
from litreview.synthesis.clustered import Blocks
from litreview.synthesis.clusters import Clusters
from litreview.synthesis.coefficients import Coefficient, Test, check_level, coefficient, wald
from litreview.synthesis.design import Design, Moderators, design
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit
from litreview.synthesis.multilevel import variances
from litreview.synthesis.prediction import Prediction, prediction
from litreview.synthesis.robust import Robust
from litreview.synthesis.sampling import Sampling, clusters_of, independent
from litreview.synthesis.working import Likelihood, Working

FEW: Final = 10
"""With fewer clusters CR0 and CR1 are too small (Tipton 2015, doi 10.1037/met0000011)."""
LEAST_DF: Final = 5
"""With fewer degrees of freedom p is not reliable (Tipton 2015: fewer than 4)."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """A fitted model.

    model, method, robust (None: as the model has it, normal), assumption: how it was fitted, the
    last in words, "" where sampling errors are independent. between, within: the variances. i2:
    per cent of the variance between and within clusters, against a typical sampling variance
    (Cheung 2014, doi 10.1037/a0032968); icc: between / (between + within), None where both are
    zero. q: Cochran's Q by the sampling covariance; None without degrees of freedom. moderators:
    the test that all but the intercept are zero. prediction: of another cluster; None where there
    is none, and a note says why.
    """

    model: Model
    method: str
    robust: Sandwich | None
    assumption: str
    level: float
    k: int
    clusters: int
    coefficients: tuple[Coefficient, ...]
    between: float
    within: float
    i2: tuple[float, float]
    icc: float | None
    q: float
    q_df: int
    q_p: float
    log_likelihood: float
    prediction: Prediction | None
    moderators: Test | None
    notes: tuple[str, ...]

    @property
    def pooled(self) -> Coefficient:
        """The pooled effect, or the intercept."""
        return self.coefficients[0]


def dependent(  # noqa: PLR0913 - what a paper states of a model, each by its name
    effects: Effects,
    *,
    model: Model = "three-level",
    tau2: str = "REML",
    robust: Sandwich | None = "CR2",
    sampling: Sampling | None = None,
    moderators: Moderators | None = None,
    level: float = 0.95,
    predict: Variant = "t(k-2)",
) -> Dependent:
    """Fit a model to effects within clusters. Raises UsageError, UnknownName.

    tau2: REML or ML, for `independent` any estimator; sampling: the covariance of the sampling
    errors (`sampling.assumed`, `sampling.shared_control`), None: independent ones.
    """
    check_level(level)
    clusters = clusters_of(effects)
    errors = sampling or independent(effects)
    _check(model, tau2, robust, clusters, errors)
    of = design(effects, moderators)
    between, within = _variances(of, clusters, errors, model, tau2)
    working = Working(of, Blocks(errors, clusters, between, within))
    fixed = Working(of, Blocks(errors, clusters, 0.0, 0.0))
    coefficients, test = _inference(working, robust, level)
    typical = of.df / fixed.trace_p
    whole = between + within + typical
    found = None
    if moderators is None:
        found = prediction(clusters.n, between + within, coefficients[0], predict, level)
    missing = (found,) if isinstance(found, str) else ()
    return Dependent(
        model=model,
        method=tau2.upper(),
        robust=robust,
        assumption=errors.assumption,
        level=level,
        k=of.k,
        clusters=clusters.n,
        coefficients=coefficients,
        between=between,
        within=within,
        i2=(100 * between / whole, 100 * within / whole),
        icc=between / (between + within) if between + within > 0 else None,
        q=fixed.rss,
        q_df=of.df,
        q_p=float(stats.chi2.sf(fixed.rss, of.df)),
        log_likelihood=working.likelihood("REML" if tau2.upper() == "REML" else "ML"),
        prediction=found if isinstance(found, Prediction) else None,
        moderators=test,
        notes=(*_notes(of, clusters, model, between, within), *_doubts(clusters, robust,
               coefficients, test), *missing),
    )  # fmt: skip


def _check(
    model: Model, tau2: str, robust: str | None, clusters: Clusters, errors: Sampling
) -> None:
    if model not in MODELS:
        raise UnknownName(f"there is no model {model!r}", remedy=f"one of {', '.join(MODELS)}")
    if robust is not None and robust not in SANDWICHES:
        raise UnknownName(
            f"there are no standard errors {robust!r}", remedy=f"one of {', '.join(SANDWICHES)}"
        )
    if clusters.n < 2:  # noqa: PLR2004 - one cluster does not differ from itself
        raise UsageError("one cluster alone has no variance between clusters")
    if model == "independent" and errors.correlated:
        raise UsageError(
            "the model of independent effects has no correlated sampling errors",
            remedy="use the model three-level or correlated",
        )
    if model != "independent" and tau2.upper() not in {"REML", "ML"}:
        raise UsageError(
            f"the variances of the model {model} have no estimator {tau2}",
            remedy="use REML or ML, or the model independent",
        )


def _variances(
    of: Design, clusters: Clusters, errors: Sampling, model: Model, tau2: str
) -> tuple[float, float]:
    if model == "independent":
        columns = Moderators(of.x[:, 1:], of.names[1:]) if of.p > 1 else None
        return 0.0, fit(of.effects, tau2=tau2, moderators=columns).tau2.value
    method: Likelihood = "REML" if tau2.upper() == "REML" else "ML"
    return variances(of, clusters, errors, method, within=model == "three-level")


def _inference(
    working: Working, robust: Sandwich | None, level: float
) -> tuple[tuple[Coefficient, ...], Test | None]:
    """The coefficients, and the test of all but the intercept where there are others."""
    of = working.of
    if robust is not None:
        sandwich = Robust(working, robust)
        return sandwich.coefficients(level), sandwich.test(1) if of.p > 1 else None
    test = wald(working.beta[1:], working.inverse[1:, 1:], None) if of.p > 1 else None
    ses = np.sqrt(np.diag(working.inverse))
    named = zip(of.names, working.beta, ses, strict=True)
    return tuple(coefficient(n, float(b), float(se), None, level) for n, b, se in named), test


def _notes(
    of: Design, clusters: Clusters, model: Model, between: float, within: float
) -> tuple[str, ...]:
    """What is to be said of the variances."""
    notes = []
    if clusters.n == of.k and model == "three-level":
        notes.append("every cluster has one effect: between and within cannot be told apart")
    if not between and model != "independent":
        notes.append("the variance between clusters is zero")
    if not within and model != "correlated":
        notes.append(f"the variance {'within clusters' if between else 'of effects'} is zero")
    return tuple(notes)


def _doubts(
    clusters: Clusters,
    robust: Sandwich | None,
    coefficients: tuple[Coefficient, ...],
    test: Test | None,
) -> tuple[str, ...]:
    """What is to be said of standard errors and their tests."""
    notes = []
    if robust is None:
        notes.append(
            "standard errors are the model's own: they are right only if its covariance is"
        )
    if robust in {"CR0", "CR1"} and clusters.n < FEW:
        notes.append(f"{clusters.n} clusters are few: {robust} may be too small, CR2 is not")
    few = [one for one in coefficients if one.df is not None and one.df < LEAST_DF]
    if few:
        least = min(one.df or 0.0 for one in few)
        of = "" if len(coefficients) == 1 else f" of {', '.join(one.name for one in few)}"
        notes.append(f"only {least:.1f} degrees of freedom{of}: p and interval are not reliable")
    if test is not None and math.isnan(test.statistic):
        notes.append("too few degrees of freedom for a test of all moderators together")
    return tuple(notes)
