"""Log ratio of two means: for earnings and days, in any unit and currency."""

from __future__ import annotations

import math

from litreview.extraction.convert import formulas
from litreview.extraction.convert.arms import rom
from litreview.extraction.convert.building import Known, arms_known, bridged, effect
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure
from litreview.extraction.convert.measures.md import KINDS


def _means(given: Given) -> Effect | None:
    found = rom(given.treated, given.control)
    if found is None:
        return None
    yi, vi = found
    inputs = {
        "mean treated": given.treated.mean,
        "mean control": given.control.mean,
        "sd treated": given.treated.sd,
        "sd control": given.control.sd,
        "n treated": given.treated.n,
        "n control": given.control.n,
    }
    return effect(given, ("ROM", formulas.ROM_MEANS), yi, arms_known(given, vi), inputs)


def _change(given: Given) -> Effect | None:
    if given.kind != "relative change" or given.value is None:
        return None
    yi, slope = math.log1p(given.value), 1 / (1 + given.value)
    found = bridged(given, ("ROM", formulas.ROM_CHANGE), (yi, slope), (), {given.kind: given.value})
    if given.treated.proportion is None and given.control.proportion is None:
        return found
    return found.told(notes=("the means are shares: the mean of 0 and 1",))


def _difference(given: Given) -> Effect | NotConvertible | None:
    base = given.control.mean
    if given.kind not in KINDS or given.value is None:
        return None
    if base is None:
        return NotConvertible("ROM", "the mean of the comparison group is not known")
    if base <= 0 or base + given.value <= 0:
        return NotConvertible("ROM", "a mean is not above zero, and has no logarithm")
    return bridged(
        given,
        ("ROM", formulas.ROM_DIFFERENCE),
        (math.log1p(given.value / base), 1 / (base + given.value)),
        ("the comparison group's mean is taken as known: its sampling error is left out",),
        {given.kind: given.value, "mean control": base},
    )


def _two_means(given: Given) -> Effect | None:
    one, two = given.treated.mean, given.control.mean
    if one is None or two is None or one <= 0 or two <= 0:
        return None
    note = "the sizes or standard deviations of the groups are not known, so there is no variance"
    return effect(
        given,
        ("ROM", formulas.ROM_MEANS),
        math.log(one / two),
        Known(notes=(note,)),
        {"mean treated": one, "mean control": two},
    )


MEASURE = Measure(
    name="ROM",
    label="log ratio of means",
    ways=(_means, _change, _difference, _two_means),
    needs="two means, a difference with the comparison group's mean, or a change in per cent",
    ratio=True,
    natural="ratio of means",
)
