"""Amounts of several years at one time: present values, annuities, other base years.

Boardman, Greenberg, Vining and Weimer, Cost-Benefit Analysis; Drummond and others, Methods for the
Economic Evaluation of Health Care Programmes. Rates are shares: 0.03 is 3 per cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from litreview.errors import UsageError

Timing = Literal["start", "middle", "end"]
"""When in a year its amount falls."""
_SHIFT: Final[dict[Timing, float]] = {"start": 0.0, "middle": 0.5, "end": 1.0}
_RATE: Final = re.compile(
    r"(?P<number>[-\u2212]?\d+(?:\.\d+)?)\s*(?P<percent>%|per ?cent|percent)?"
    r"(?:\s+(?:a|per)\s+year|\s+p\.?\s?a\.?|\s+annually|\s+\(?real\)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Discounted:
    """The amount of a year, and its present value.

    periods: years from the beginning of the base year to when it falls; factor: what it is
    multiplied by, 1 / (1 + rate) ** periods.
    """

    year: int
    amount: float
    periods: float
    factor: float

    @property
    def value(self) -> float:
        """The present value."""
        return self.amount * self.factor


def discounted(
    stream: Iterable[tuple[int, float]], rate: float, base: int, timing: Timing = "end"
) -> tuple[Discounted, ...]:
    """Each (year, amount) as a value at the beginning of the year `base`. Raises UsageError."""
    check_rate(rate)
    found = []
    for year, amount in stream:
        periods = year - base + _SHIFT[timing]
        found.append(Discounted(year, amount, periods, float((1 + rate) ** -periods)))
    return tuple(found)


def present_value(stream: Sequence[float], rate: float, timing: Timing = "end") -> float:
    """The value at the beginning of year 1 of amounts in years 1, 2 ... Raises UsageError."""
    return sum(one.value for one in discounted(enumerate(stream, 1), rate, 1, timing))


def at_year(value: float, rate: float, start: int, end: int) -> float:
    """A present value of the year `start` as one of the year `end`. Raises UsageError."""
    check_rate(rate)
    return float(value * (1 + rate) ** (end - start))


def annuity(value: float, rate: float, years: int, timing: Timing = "end") -> float:
    """The equal amounts in each of `years` years whose present value is `value`."""
    check_rate(rate)
    if years < 1:
        raise UsageError("an annuity needs at least one year")
    if rate == 0:
        return value / years
    at_the_end = value * rate / (1 - (1 + rate) ** -years)
    return float(at_the_end * (1 + rate) ** (_SHIFT[timing] - 1))


def rate_of(text: str) -> float | None:
    """A rate as a share, of ``3%``, ``3 per cent`` or ``0.03``; None where it is not one rate.

    A bare number of 1 or more is none: it may be meant in per cent, or not.
    """
    found = _RATE.fullmatch(text.strip())
    if found is None:
        return None
    number = float(found["number"].replace("\u2212", "-"))
    rate = number / 100 if found["percent"] else number
    return rate if 0 <= rate < 1 else None


def check_rate(rate: float) -> None:
    """Raise UsageError for a rate that cannot be."""
    if not 0 <= rate < 1:
        raise UsageError(
            f"a discount rate of {rate:g} cannot be", remedy="write 3 per cent as 0.03"
        )
