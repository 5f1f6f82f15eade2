"""Windows: a query that holds more than one request can deliver, divided by date until it fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from litreview.sources.source import Limits

_USUAL_FIRST = 1990
"""Where an open beginning is first divided: most of what databases hold is younger."""


def halves(limits: Limits, finest: Literal["", "year", "day"], today: date) -> (
    tuple[Limits, Limits] | None
):  # fmt: skip
    """The two windows that make up `limits`; None: it cannot be divided any further."""
    if not finest:
        return None
    first, last = days(limits, today)
    if not limits.first and last.year > _USUAL_FIRST:
        middle = date(_USUAL_FIRST, 12, 31)
    elif first.year < last.year:
        middle = date((first.year + last.year) // 2, 12, 31)
    elif finest == "day" and first < last:
        middle = first + (last - first) // 2
    else:
        return None
    early = replace(limits, last=middle.isoformat())
    late = replace(limits, first=(middle + timedelta(days=1)).isoformat())
    return early, late


def days(limits: Limits, today: date) -> tuple[date, date]:
    """First and last day of `limits`; an open end is 1500, or the end of the year after next."""
    first = date.fromisoformat(limits.first) if limits.first else date(1500, 1, 1)
    last = date.fromisoformat(limits.last) if limits.last else date(today.year + 2, 12, 31)
    return first, last
