"""The times at which effects are compared: months since the start, in three spans.

Card, Kluve and Weber 2018 count from the end of a programme; reports mostly from its start.
"""

from __future__ import annotations

from typing import Final

from litreview.model import Estimate

HORIZONS: Final = (("within_a_year", "Within a year"), ("second_year", "Second year"),
                   ("later", "Later"), ("no_time", "Time not told"))  # fmt: skip
"""To 12 months since the start, to 24, more; by their keys, each with its words."""
_FIRST, _SECOND = 12, 24


def horizon(row: Estimate) -> str:
    """The key of the span that a follow-up falls into."""
    months = row.followup_months.number
    if months is None:
        return HORIZONS[3][0]
    if months <= _FIRST:
        return HORIZONS[0][0]
    return HORIZONS[1][0] if months <= _SECOND else HORIZONS[2][0]
