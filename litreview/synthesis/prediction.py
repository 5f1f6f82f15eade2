"""Prediction intervals: where the effect of one more study would lie.

Variants differ in their quantile, and so in their length: each is named where it is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import stats

from litreview.synthesis.choices import Variant
from litreview.synthesis.design import Design
from litreview.synthesis.tau2 import Tau2

if TYPE_CHECKING:
    from litreview.synthesis.fit import Coefficient


@dataclass(frozen=True, slots=True)
class Prediction:
    """The interval and how it was made."""

    interval: tuple[float, float]
    variant: Variant


def prediction(
    of: Design,
    spread: Tau2,
    pooled: Coefficient,
    variant: Variant,
    level: float,
) -> Prediction | str:
    """The interval around the pooled effect, or the reason why there is none.

    ``t(k-2)``: Higgins, Thompson and Spiegelhalter 2009, doi 10.1111/j.1467-985X.2008.00552.x,
    with the standard error of the fit; ``t(k-1)``: with one degree more, as some programs;
    ``normal``: with the normal quantile, too short where there are few studies.
    """
    df = {"t(k-2)": of.k - 2, "t(k-1)": of.k - 1, "normal": 1}[variant]
    if df < 1 or of.k < 2:  # noqa: PLR2004 - one study has no spread
        return f"a prediction interval by {variant} needs more studies"
    law = stats.norm() if variant == "normal" else stats.t(df)
    half = float(law.ppf((1 + level) / 2)) * math.sqrt(pooled.se**2 + spread.value)
    return Prediction((pooled.estimate - half, pooled.estimate + half), variant)
