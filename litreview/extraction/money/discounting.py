"""Amounts of several years at one time: present values, annuities, other base years.

Boardman, Greenberg, Vining and Weimer, Cost-Benefit Analysis; Drummond and others, Methods for the
Economic Evaluation of Health Care Programmes. Rates are shares: 0.03 is 3 per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from litreview.errors import UsageError

Timing = Literal["start", "middle", "end"]
"""When in a year its amount falls."""
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def present_value(stream: Sequence[float], rate: float, timing: Timing = "end") -> float:
    """The value at the beginning of year 1 of amounts in years 1, 2 ... Raises UsageError."""
    _check(rate)
    shift = _SHIFT[timing]
    return float(sum(amount / (1 + rate) ** (at + shift) for at, amount in enumerate(stream)))


def at_year(value: float, rate: float, start: int, end: int) -> float:
    """A present value of the year `start` as one of the year `end`. Raises UsageError."""
    _check(rate)
    return float(value * (1 + rate) ** (end - start))


def annuity(value: float, rate: float, years: int) -> float:
    """The equal amounts at the end of each of `years` years whose present value is `value`."""
    _check(rate)
    if years < 1:
        raise UsageError("an annuity needs at least one year")
    if rate == 0:
        return value / years
    return float(value * rate / (1 - (1 + rate) ** -years))


def _check(rate: float) -> None:
    if not -1 < rate < 1:
        raise UsageError(
            f"a discount rate of {rate:g} cannot be", remedy="write 3 per cent as 0.03"
        )
