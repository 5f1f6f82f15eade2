"""What a result rests on: without each study, how far each pulls, and as studies came in.

Viechtbauer and Cheung 2010, doi 10.1002/jrsm.11.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from litreview.errors import UsageError
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import Fit, fit


@dataclass(frozen=True, slots=True)
class Influence:
    """How far one effect pulls the model.

    rstudent: its residual from the model without it, over that residual's standard error; dffits,
    dfbetas: the shift of the pooled effect with it, in standard errors; cook: that shift squared
    over the variance of the pooled effect; cov_ratio: that variance without it over that with it,
    below 1 where it makes the estimate less precise; tau2, q: without it (q None where nothing is
    left to test); hat: its leverage, from 0 to 1; weight: per cent. influential: whether one of
    the usual limits is passed.
    """

    label: str
    rstudent: float
    dffits: float
    dfbetas: float
    cook: float
    cov_ratio: float
    tau2: float
    q: float | None
    hat: float
    weight: float
    influential: bool


def leave_one_out(effects: Effects, **how: Any) -> tuple[tuple[str, Fit], ...]:  # noqa: ANN401
    """The model without each effect, named by what was left out. how: as `fit` takes it.

    k fits. Raises UsageError where there is one effect only.
    """
    if effects.k < 2:  # noqa: PLR2004 - without the only one nothing is left
        raise UsageError("one effect alone cannot be left out")
    return tuple((effects.labels[at], fit(effects.without(at), **how)) for at in range(effects.k))


def influence(
    effects: Effects, whole: Fit, without: Sequence[tuple[str, Fit]]
) -> tuple[Influence, ...]:
    """How far each effect pulls.

    whole: the model without moderators, normal; without: what `leave_one_out` says of it.
    """
    return tuple(_one(effects, at, whole, less) for at, (_, less) in enumerate(without))


def _one(effects: Effects, at: int, whole: Fit, less: Fit) -> Influence:
    shift = whole.pooled.estimate - less.pooled.estimate
    tau2, vi = less.tau2.value, float(effects.vi[at])
    hat = whole.weights[at] / 100
    residual = float(effects.yi[at]) - less.pooled.estimate
    spread = math.sqrt(less.pooled.se**2 + tau2 + vi)
    dffits = shift / math.sqrt(hat * (tau2 + vi))
    dfbetas = shift * math.sqrt(float(np.sum(1 / (effects.vi + tau2))))
    cook = (shift / whole.pooled.se) ** 2
    return Influence(
        label=effects.labels[at],
        rstudent=residual / spread,
        dffits=dffits,
        dfbetas=dfbetas,
        cook=cook,
        cov_ratio=(less.pooled.se / whole.pooled.se) ** 2,
        tau2=tau2,
        q=less.heterogeneity.q,
        hat=hat,
        weight=whole.weights[at],
        influential=(
            abs(dffits) > 3 / math.sqrt(effects.k - 1)
            or float(stats.chi2.cdf(cook, 1)) > 1 / 2
            or hat > 3 / effects.k
            or abs(dfbetas) > 1
        ),
    )


def cumulative(
    effects: Effects,
    order: Sequence[int],
    **how: Any,  # noqa: ANN401
) -> tuple[tuple[str, Fit], ...]:
    """The model of the first effect, the first two ... in `order` (places from 0)."""
    return tuple(
        (effects.labels[order[at]], fit(effects.take(order[: at + 1]), **how))
        for at in range(len(order))
    )
