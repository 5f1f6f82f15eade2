"""Log hazard ratio: only where a report prints a hazard ratio."""

from __future__ import annotations

from litreview.extraction.convert import formulas
from litreview.extraction.convert.building import printed
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure


def _printed(given: Given) -> Effect | NotConvertible | None:
    return printed(given, ("logHR", formulas.LOGGED), frozenset({"hazard ratio"}))


MEASURE = Measure(
    name="logHR",
    label="log hazard ratio",
    ways=(_printed,),
    needs="a hazard ratio",
    ratio=True,
    natural="hazard ratio",
)
