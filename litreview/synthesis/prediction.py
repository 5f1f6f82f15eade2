"""Prediction intervals: where the effect of one more study would lie.

Variants differ in their quantile, and so in their length: each is named where it is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from litreview.synthesis.choices import Variant
from litreview.synthesis.coefficients import Coefficient, quantile


@dataclass(frozen=True, slots=True)
class Prediction:
    """The interval and how it was made."""

    interval: tuple[float, float]
    variant: Variant


def prediction(
    k: int,
    spread: float,
    pooled: Coefficient,
    variant: Variant,
    level: float,
) -> Prediction | str:
    """The interval around the pooled effect, or the reason why there is none.

    k: studies (effects, or clusters of effects); spread: the variance of their true effects.

    ``t(k-2)``: Higgins, Thompson and Spiegelhalter 2009, doi 10.1111/j.1467-985X.2008.00552.x,
    with the standard error of the fit; ``t(k-1)``: with one degree more, as some programs;
    ``normal``: with the normal quantile, too short where there are few studies.
    """
    df = {"t(k-2)": k - 2, "t(k-1)": k - 1, "normal": 1}[variant]
    if df < 1 or k < 2:  # noqa: PLR2004 - one study has no spread
        return f"a prediction interval by {variant} needs more studies"
    law = None if variant == "normal" else df
    half = quantile((1 + level) / 2, law) * math.sqrt(pooled.se**2 + spread)
    return Prediction((pooled.estimate - half, pooled.estimate + half), variant)
