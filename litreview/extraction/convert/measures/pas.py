"""Difference of the arcsine square roots of two shares: its variance knows no empty cell."""

from __future__ import annotations

from litreview.extraction.convert import formulas
from litreview.extraction.convert.arms import arcsine
from litreview.extraction.convert.building import by_table
from litreview.extraction.convert.effect import Effect
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure


def _counts(given: Given) -> Effect | None:
    return by_table(given, ("PAS", formulas.PAS_COUNTS), arcsine, half=False)


MEASURE = Measure(
    name="PAS",
    label="arcsine difference",
    ways=(_counts,),
    needs="two shares with the sizes of their groups",
)
