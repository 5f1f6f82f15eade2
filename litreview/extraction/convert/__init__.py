"""From what a report prints to a common measure, with every formula and assumption said. Pure.

`to_measure` takes the texts of a row; `convert` takes a `Given`. What cannot be converted is a
value with a reason. docs/effects.md lists the formulas.
"""

from litreview.extraction.convert.conflicts import conflicts
from litreview.extraction.convert.converting import Comparable, comparable, to_measure
from litreview.extraction.convert.effect import (
    Conflict,
    Effect,
    Formula,
    NotConvertible,
    together,
)
from litreview.extraction.convert.given import Arm, Clusters, Given, Interval, PValue, Stars
from litreview.extraction.convert.measure import MEASURES, Measure, convert, measure_named
from litreview.extraction.convert.reading import Reading, read
from litreview.extraction.convert.shared import SharedControl, covariance_of, shared_controls
from litreview.extraction.convert.takeup import to_estimand

__all__ = [
    "MEASURES",
    "Arm",
    "Clusters",
    "Comparable",
    "Conflict",
    "Effect",
    "Formula",
    "Given",
    "Interval",
    "Measure",
    "NotConvertible",
    "PValue",
    "Reading",
    "SharedControl",
    "Stars",
    "comparable",
    "conflicts",
    "convert",
    "covariance_of",
    "measure_named",
    "read",
    "shared_controls",
    "to_estimand",
    "to_measure",
    "together",
]
