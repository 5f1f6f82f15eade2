"""Difference of probits: the standardised difference of two normal variables that were cut."""

from __future__ import annotations

import math

from litreview.extraction.convert import formulas, shares
from litreview.extraction.convert.arms import probits
from litreview.extraction.convert.building import by_table
from litreview.extraction.convert.effect import Effect
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure
from litreview.extraction.convert.quantiles import probit

ASSUMED = "the outcome is a cut of a normal variable with one spread in both groups"


def _scale(treated: float, control: float) -> tuple[float, float]:
    z = probit(treated)
    return z - probit(control), math.sqrt(2 * math.pi) * math.exp(z * z / 2)


def _counts(given: Given) -> Effect | None:
    found = by_table(given, ("PBIT", formulas.PROBIT_COUNTS), probits)
    return found and found.told(imputed=(ASSUMED,))


MEASURE = Measure(
    name="PBIT",
    label="probit difference",
    ways=(
        shares.way("PBIT", _scale, {"share difference": formulas.RD_TO_PROBIT}, (ASSUMED,)),
        _counts,
    ),
    needs="two shares with the sizes of their groups, or a difference with the comparison group's "
    "share",
)
