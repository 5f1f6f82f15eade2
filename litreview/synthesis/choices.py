"""What a synthesis can be asked for, by name: no numbers, so that a command's help loads none."""

from __future__ import annotations

from typing import Final, Literal, get_args

Method = Literal["FE", "DL", "REML", "PM", "ML", "SJ", "HE", "HS", "EB"]
Interval = Literal["z", "knapp-hartung"]
Variant = Literal["t(k-2)", "t(k-1)", "normal"]

METHODS: Final[tuple[Method, ...]] = get_args(Method)
"""FE: the common-effect model, without tau squared; the others name its estimator."""
INTERVALS: Final[tuple[Interval, ...]] = get_args(Interval)
"""Of the coefficients: normal (Wald), or Student's with Knapp and Hartung's standard error."""
PREDICTIONS: Final[tuple[Variant, ...]] = get_args(Variant)
"""Of the prediction interval, by its quantile."""
