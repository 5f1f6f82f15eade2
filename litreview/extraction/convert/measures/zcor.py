"""Fisher's z of a correlation."""

from __future__ import annotations

import math

from litreview.extraction.convert import formulas
from litreview.extraction.convert.arms import zcor
from litreview.extraction.convert.building import Known, arms_known, bridged, effect
from litreview.extraction.convert.clusters import persons
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure

_FEW = 3


def _printed(given: Given) -> Effect | NotConvertible | None:
    if given.kind != "correlation" or given.value is None:
        return None
    r = given.value
    if abs(r) >= 1:
        return NotConvertible("ZCOR", f"a correlation of {r:g} has no z")
    n = persons(given)
    what = ("ZCOR", formulas.ZCOR)
    if n is not None and n > _FEW:
        yi, vi = zcor(r, n)
        return effect(given, what, yi, arms_known(given, vi), {"correlation": r, "n": n})
    if given.se or given.ci or given.t or given.p:
        return bridged(given, what, (math.atanh(r), 1 / (1 - r * r)), (), {"correlation": r})
    note = "the number of persons is not known, so there is no variance"
    return effect(given, what, math.atanh(r), Known(notes=(note,)), {"correlation": r})


MEASURE = Measure(name="ZCOR", label="Fisher's z", ways=(_printed,), needs="a correlation")
