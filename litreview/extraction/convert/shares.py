"""The share of the treated that a printed effect makes of the comparison group's share.

Behind the ways from one measure of shares to another: each printed kind gives the share of the
treated and how it moves with the effect, and each measure is a function of the two shares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from litreview.extraction.convert import bridges
from litreview.extraction.convert.building import Way, bridged, control_share
from litreview.extraction.convert.effect import Effect, Formula, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.uncertainty import working_value

FIXED: Final = "the comparison group's share is taken as known: its sampling error is left out"


@dataclass(frozen=True, slots=True)
class Treated:
    """share: of the treated; slope: its derivative by the effect on its working scale."""

    share: float
    slope: float
    assumed: tuple[str, ...] = ()


def treated_by(given: Given, control: float) -> Treated | None:
    """The share of the treated by the printed effect; None where its kind does not give it."""
    y, value = working_value(given), given.value
    if y is None or value is None:
        return None
    if given.kind in _PLAIN and (control > 0 or given.kind == "share difference"):
        return _PLAIN[given.kind](control, value)
    if given.kind == "odds ratio" and bridges.inside(control):
        share = bridges.treated_share(control, y)
        return Treated(share, share * (1 - share))
    if given.kind == "hazard ratio" and bridges.inside(control):
        share = bridges.share_under_hazard(control, value)
        slope = -(1 - share) * value * math.log1p(-control)
        return Treated(share, slope, ("hazards are proportional, and nobody is censored",))
    return None


_PLAIN: Final[Mapping[str, Callable[[float, float], Treated]]] = {
    "share difference": lambda control, value: Treated(control + value, 1.0),
    "relative change": lambda control, value: Treated(control * (1 + value), control),
    "risk ratio": lambda control, value: Treated(control * value, control * value),
}


ScaleOfShares = Callable[[float, float], tuple[float, float]]
"""From the shares of the treated and the comparison group: the effect, and its derivative by the
share of the treated."""


def difference(treated: float, control: float) -> tuple[float, float]:
    """Risk difference."""
    return treated - control, 1.0


def log_ratio(treated: float, control: float) -> tuple[float, float]:
    """Log risk ratio; both shares above 0."""
    return math.log(treated / control), 1 / treated


def log_odds(treated: float, control: float) -> tuple[float, float]:
    """Log odds ratio; both shares above 0 and below 1."""
    slope = 1 / (treated * (1 - treated))
    return bridges.logit(treated) - bridges.logit(control), slope


def way(
    measure: str,
    scale: ScaleOfShares,
    named: Mapping[str, Formula],
    extra: tuple[str, ...] = (),
) -> Way:
    """The way from an effect of another kind, by the comparison group's share, to `measure`.

    named: the formula by the kind of the printed effect; other kinds do not go this way.
    extra: what else is assumed. Raises nothing: a share out of reach is a reason.
    """

    def go(given: Given) -> Effect | NotConvertible | None:
        control = control_share(given)
        if given.kind not in named or given.value is None:
            return None
        if control is None:
            return NotConvertible(
                measure,
                f"the share of the comparison group is not known, which the {given.kind} needs",
            )
        treated = treated_by(given, control)
        if treated is None or not _reached(scale, treated.share, control):
            made = "" if treated is None else f" to {treated.share:g}"
            return NotConvertible(
                measure,
                f"the {given.kind} of {given.value:g} takes the comparison group's share of "
                f"{control:g}{made}, where {measure} is not defined",
            )
        yi, slope = scale(treated.share, control)
        return bridged(
            given,
            (measure, named[given.kind]),
            (yi, slope * treated.slope),
            (*treated.assumed, *extra, FIXED),
            {given.kind: given.value, "control share": control},
        )

    return go


def _reached(scale: ScaleOfShares, treated: float, control: float) -> bool:
    if scale is difference:
        return 0 <= treated <= 1
    if scale is log_ratio:
        return 0 < treated <= 1 and 0 < control <= 1
    return bridges.inside(treated) and bridges.inside(control)
