"""Effects by subgroup, with a test whether subgroups differ.

Borenstein and others 2009, Introduction to Meta-Analysis, chapter 19.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from litreview.errors import UsageError
from litreview.synthesis.coefficients import Coefficient, Test, wald
from litreview.synthesis.design import Moderators
from litreview.synthesis.effects import Effects, Floats
from litreview.synthesis.fit import Fit, fit


@dataclass(frozen=True, slots=True)
class Together:
    """Subgroups in one model, with one tau squared.

    fit: its coefficients are the subgroups; groups: how many effects each has; test: that all are
    alike.
    """

    fit: Fit
    groups: dict[str, int]
    test: Test


def places(groups: Sequence[str]) -> dict[str, list[int]]:
    """The places of each subgroup, by subgroup in the order in which they come."""
    found: dict[str, list[int]] = {}
    for at, name in enumerate(groups):
        found.setdefault(name, []).append(at)
    return found


def together(effects: Effects, groups: Sequence[str], **how: Any) -> Together:  # noqa: ANN401
    """All subgroups in one model. how: as `fit` takes it. Raises UsageError: one subgroup only."""
    names = places(groups)
    if len(names) < 2:  # noqa: PLR2004 - one differs from nothing
        raise UsageError("there is one subgroup only", remedy="use a column with several values")
    dummies = np.array([[float(group == name) for name in names] for group in groups])
    one = fit(effects, moderators=Moderators(dummies, tuple(names)), intercept=False, **how)
    beta = np.array([c.estimate for c in one.coefficients])
    test = _alike(beta, np.array(one.covariance), one.pooled.df)
    return Together(one, {name: len(held) for name, held in names.items()}, test)


def between(pooled: Sequence[Coefficient]) -> Test | None:
    """Whether subgroups that were pooled apart, each with its own spread, differ.

    None of one subgroup, or where one has no standard error. Chi-squared, whatever their intervals.
    """
    if len(pooled) < 2 or not all(one.se > 0 for one in pooled):  # noqa: PLR2004 - as above
        return None
    beta = np.array([one.estimate for one in pooled])
    return _alike(beta, np.diag([one.se**2 for one in pooled]), None)


def _alike(beta: Floats, covariance: Floats, df: float | None) -> Test:
    """The test that all of `beta` are the same."""
    others = beta.size - 1
    contrasts = np.hstack([-np.ones((others, 1)), np.eye(others)])
    return wald(contrasts @ beta, contrasts @ covariance @ contrasts.T, df)
