"""Risk difference: the share of the treated less that of the comparison group, from -1 to 1."""

from __future__ import annotations

from litreview.extraction.convert import formulas, shares
from litreview.extraction.convert.arms import rd
from litreview.extraction.convert.building import Known, by_table, effect, printed, table_of
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure

_KINDS = frozenset({"share difference"})


def _printed(given: Given) -> Effect | NotConvertible | None:
    found = table_of(given)
    vi = None
    if found is not None:
        table = found[0]
        vi = rd(table.halved() if table.has_zero else table)[1]
    return printed(given, ("RD", formulas.AS_PRINTED), _KINDS, vi)


def _counts(given: Given) -> Effect | None:
    return by_table(given, ("RD", formulas.RD_COUNTS), rd)


def _two_shares(given: Given) -> Effect | None:
    one, two = given.treated.proportion, given.control.proportion
    if one is None or two is None:
        return None
    note = "the sizes of the groups are not known, so there is no variance"
    return effect(
        given,
        ("RD", formulas.RD_COUNTS),
        one - two,
        Known(notes=(note,)),
        {"share treated": one, "share control": two},
    )


MEASURE = Measure(
    name="RD",
    label="risk difference",
    ways=(
        _printed,
        _counts,
        shares.way(
            "RD",
            shares.difference,
            {
                "risk ratio": formulas.RR_TO_RD,
                "odds ratio": formulas.OR_TO_RD,
                "hazard ratio": formulas.HR_TO_RD,
                "relative change": formulas.CHANGE_TO_RD,
            },
        ),
        _two_shares,
    ),
    needs="a difference of shares, two shares, or a ratio with the comparison group's share",
    natural="percentage points",
    factor=100,
)
