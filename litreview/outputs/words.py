"""Numbers, dates and lists as a sentence has them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


_TAKES_ES = ("s", "x", "ch", "sh")


def counted(n: int, noun: str) -> str:
    """``1 record``, ``2,904 records``, ``2 studies``, ``0 searches``."""
    if n == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2:-1] not in {"a", "e", "i", "o", "u"}:
        return f"{n:,} {noun[:-1]}ies"
    return f"{n:,} {noun}{'es' if noun.endswith(_TAKES_ES) else 's'}"


def figures(value: float, n: int = 3) -> str:
    """`value` to `n` significant figures, whole digits kept: ``4.8``, ``-0.0312``, ``12,345``."""
    if not value or not math.isfinite(value):
        return "0" if not value else str(value)
    places = max(0, n - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(names: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``; "" of nothing."""
    *before, last = [*names] or [""]
    return f"{', '.join(before)} and {last}" if before else last


def moment(at: str) -> str:
    """``24 November 2026, 00:20 UTC`` of an ISO time; what is no such time stays as it is."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return at
    if time.tzinfo is not None:
        time = time.astimezone(UTC)
    return f"{day(time.date().isoformat())}, {time:%H:%M} UTC"


def day(date: str) -> str:
    """``24 November 2026`` of an ISO date; what is no such date stays as it is."""
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        return date
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def period(dates: Iterable[str]) -> str:
    """``on 3 May 2026`` or ``between 3 May 2026 and 9 June 2026``; "" without a date."""
    known = sorted({date for date in dates if date})
    if not known:
        return ""
    if len(known) == 1:
        return f"on {day(known[0])}"
    return f"between {day(known[0])} and {day(known[-1])}"
