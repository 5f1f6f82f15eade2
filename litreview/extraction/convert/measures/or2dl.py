"""Standardised difference from a log odds ratio, the outcome a cut of a logistic variable."""

from __future__ import annotations

from litreview.extraction.convert import bridges, formulas
from litreview.extraction.convert.arms import or_to_d_logistic
from litreview.extraction.convert.building import bridged, by_table
from litreview.extraction.convert.effect import Effect
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure
from litreview.extraction.convert.uncertainty import working_value

ASSUMED = "the outcome is a cut of a logistic variable with one spread in both groups"
WHAT = ("OR2DL", formulas.OR_TO_D_LOGISTIC)


def _printed(given: Given) -> Effect | None:
    y = working_value(given)
    if given.kind != "odds ratio" or y is None:
        return None
    divisor = bridges.LOGISTIC
    return bridged(given, WHAT, (y / divisor, 1 / divisor), (ASSUMED,), {given.kind: given.value})


def _counts(given: Given) -> Effect | None:
    found = by_table(given, WHAT, or_to_d_logistic)
    return found and found.told(imputed=(ASSUMED,))


MEASURE = Measure(
    name="OR2DL",
    label="standardised difference by the log odds ratio, logistic",
    ways=(_printed, _counts),
    needs="an odds ratio, or two shares with the sizes of their groups",
)
