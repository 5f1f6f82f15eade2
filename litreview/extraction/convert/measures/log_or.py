"""Log odds ratio of the treated and the comparison group."""

from __future__ import annotations

from litreview.extraction.convert import bridges, formulas, shares
from litreview.extraction.convert.arms import log_or
from litreview.extraction.convert.building import Known, bridged, by_table, effect, printed
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure

BY_SHARES = shares.way(
    "logOR",
    shares.log_odds,
    {
        "share difference": formulas.RD_TO_OR,
        "risk ratio": formulas.RR_TO_OR,
        "relative change": formulas.RR_TO_OR,
    },
)


def from_ratio(given: Given) -> Effect | NotConvertible | None:
    """The way of a printed odds ratio."""
    return printed(given, ("logOR", formulas.LOGGED), frozenset({"odds ratio"}))


def _counts(given: Given) -> Effect | None:
    return by_table(given, ("logOR", formulas.OR_COUNTS), log_or)


def two_shares(given: Given) -> Effect | None:
    """The way of two shares whose groups are of unknown size: no variance."""
    one, two = given.treated.proportion, given.control.proportion
    if one is None or two is None or not (bridges.inside(one) and bridges.inside(two)):
        return None
    note = "the sizes of the groups are not known, so there is no variance"
    return effect(
        given,
        ("logOR", formulas.OR_COUNTS),
        bridges.logit(one) - bridges.logit(two),
        Known(notes=(note,)),
        {"share treated": one, "share control": two},
    )


def _standardised(given: Given) -> Effect | None:
    if given.kind != "standardised difference" or given.value is None:
        return None
    return bridged(
        given,
        ("logOR", formulas.D_TO_OR),
        (bridges.log_odds_from_d(given.value), bridges.LOGISTIC),
        ("the outcome is a cut of a logistic variable",),
        {given.kind: given.value},
    )


MEASURE = Measure(
    name="logOR",
    label="log odds ratio",
    ways=(from_ratio, BY_SHARES, _counts, two_shares, _standardised),
    needs="an odds ratio, two shares, a difference with the comparison group's share, or a "
    "standardised difference",
    ratio=True,
    natural="odds ratio",
)
