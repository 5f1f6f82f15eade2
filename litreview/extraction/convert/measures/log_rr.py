"""Log risk ratio: the logarithm of the share of the treated over that of the comparison group."""

from __future__ import annotations

import math

from litreview.extraction.convert import formulas, shares
from litreview.extraction.convert.arms import log_rr
from litreview.extraction.convert.building import Known, by_table, effect, printed
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure


def _printed(given: Given) -> Effect | NotConvertible | None:
    return printed(given, ("logRR", formulas.LOGGED), frozenset({"risk ratio"}))


def _counts(given: Given) -> Effect | None:
    return by_table(given, ("logRR", formulas.RR_COUNTS), log_rr)


def _two_shares(given: Given) -> Effect | None:
    one, two = given.treated.proportion, given.control.proportion
    if not one or not two:
        return None
    note = "the sizes of the groups are not known, so there is no variance"
    return effect(
        given,
        ("logRR", formulas.RR_COUNTS),
        math.log(one / two),
        Known(notes=(note,)),
        {"share treated": one, "share control": two},
    )


MEASURE = Measure(
    name="logRR",
    label="log risk ratio",
    ways=(
        _printed,
        shares.way(
            "logRR",
            shares.log_ratio,
            {
                "share difference": formulas.RD_TO_RR,
                "odds ratio": formulas.OR_TO_RR,
                "relative change": formulas.ROM_CHANGE,
            },
        ),
        _counts,
        _two_shares,
    ),
    needs="a risk ratio, two shares, or a difference with the comparison group's share",
    ratio=True,
    natural="risk ratio",
)
