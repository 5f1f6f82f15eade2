"""Ranges of dates for targets that know years only, or other dates."""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.lowering.changes import Change, Lowered
from litreview.query.tree import Dates

_YEAR = 4


def lower_dates(dates: Dates, can: Capability, *, up: bool) -> Lowered:
    """`dates` as the target has them: whole years around them (up) or within them (not up)."""
    found = _in_years(dates, can, up=up)
    if can.most_years is None or not isinstance(found.node, Dates):
        return found
    last = found.node.last or can.years_to
    if found.node.first and 0 <= int(last) - int(found.node.first) < can.most_years:
        return found
    why = f"has no range of years in a string, and at most {can.most_years} of them are written out"
    return Lowered(None, (Change("gone", why),))


def _in_years(dates: Dates, can: Capability, *, up: bool) -> Lowered:
    if dates.kind not in can.dates:
        why = f"cannot be searched by date of {dates.kind}"
        return Lowered(None, (Change("gone", why),))
    if can.days or len(dates.first) <= _YEAR >= len(dates.last):
        return Lowered(dates)
    around = Dates(dates.first[:_YEAR], dates.last[:_YEAR], dates.kind, dates.span)
    why = "knows years, not months or days"
    starts, ends = _starts_year(dates.first), _ends_year(dates.last)
    if starts and ends:
        return Lowered(around, (Change("same", why, "the years are the same"),))
    if up:
        so = "whole years are searched, so records from the rest of them are found as well"
        return Lowered(around, (Change("larger", why, so),))
    first = around.first if starts else str(int(around.first) + 1).zfill(_YEAR)
    last = around.last if ends else str(int(around.last) - 1).zfill(_YEAR)
    if last and first > last:
        return Lowered(None, (Change("gone", why),))
    within = Dates(first, last, dates.kind, dates.span)
    return Lowered(within, (Change("smaller", why, "only whole years are searched"),))


def _starts_year(day: str) -> bool:
    return day[_YEAR:] in ("", "-01", "-01-01")


def _ends_year(day: str) -> bool:
    return day[_YEAR:] in ("", "-12", "-12-31")
