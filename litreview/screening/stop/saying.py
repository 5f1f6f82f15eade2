"""Words and answers that several rules share."""

from __future__ import annotations

import math
from collections.abc import Callable

from litreview.screening.stop.reading import Opinion, Reading


def plainly(rule: str, reading: Reading) -> Opinion | None:
    """The answer where no rule is needed: everything is read, or nothing relevant; else None."""
    if not reading.unread:
        return Opinion(rule, True, "everything is read")
    if not reading.labels:
        return Opinion(rule, None, "not yet: nothing read")
    if not reading.relevant:
        return Opinion(rule, None, "not yet: nothing relevant read")
    return None


def percent(share: float) -> str:
    """A share as a percentage of at most three digits, never rounded down: ``95 %``, ``3.6 %``."""
    value = 100 * share
    digits = 0 if value >= 100 else 1 if value >= 1 else 2  # noqa: PLR2004
    rounded = math.ceil(round(value * 10**digits, 6)) / 10**digits
    return f"{rounded:g} %"


def level(confidence: float) -> str:
    """A confidence to two digits, never rounded up to what it is not: ``0.87``, ``0.94``."""
    return f"{math.floor(100 * confidence + 1e-9) / 100:.2f}"


def promised(
    rule: str, reading: Reading, p: float, more_needed: Callable[[Reading], int]
) -> Opinion:
    """What a rule says whose p is the chance of what was read, were the recall missed.

    more_needed: how many further irrelevant reports in a row would meet it.
    """
    met = p < 1 - reading.confidence
    more = 0 if met else more_needed(reading)
    words = f"recall ≥ {percent(reading.recall)} with confidence {level(1 - p)}"
    words += "" if met else f"  ({reading.confidence:g} needs about {more:,} more)"
    return Opinion(rule, met, words, {"p": p, "confidence": 1 - p, "more": float(more)})
