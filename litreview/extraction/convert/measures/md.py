"""Mean difference in the unit of the report: effects in two units are never put together."""

from __future__ import annotations

from dataclasses import replace

from litreview.extraction.convert import formulas
from litreview.extraction.convert.arms import md
from litreview.extraction.convert.building import Known, arms_known, effect, printed
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure

KINDS = frozenset({"mean difference", "regression coefficient"})


def _spread(given: Given) -> float | None:
    """Variance by standard deviations and sizes, whatever the means are."""
    treated, control = replace(given.treated, mean=0.0), replace(given.control, mean=0.0)
    found = md(treated, control)
    return None if found is None else found[1]


def _printed(given: Given) -> Effect | NotConvertible | None:
    found = printed(given, ("MD", formulas.AS_PRINTED), KINDS, _spread(given))
    return replace(found, unit=given.unit) if isinstance(found, Effect) else found


def _means(given: Given) -> Effect | None:
    one, two = given.treated.mean, given.control.mean
    if one is None or two is None:
        return None
    vi = _spread(given)
    note = "the sizes or standard deviations of the groups are not known, so there is no variance"
    spread = Known(notes=(note,)) if vi is None else arms_known(given, vi)
    inputs = {
        "mean treated": one,
        "mean control": two,
        "sd treated": given.treated.sd,
        "sd control": given.control.sd,
        "n treated": given.treated.n,
        "n control": given.control.n,
    }
    found = effect(given, ("MD", formulas.MD_MEANS), one - two, spread, inputs)
    return replace(found, unit=given.unit)


MEASURE = Measure(
    name="MD",
    label="mean difference",
    ways=(_printed, _means),
    needs="a difference in the unit of the outcome, or two means",
)
