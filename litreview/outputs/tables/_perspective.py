"""The perspective of an economic result, as tables and plots show and sort it."""

from __future__ import annotations

from litreview.extraction.perspectives import CODES, Perspective, Unread, read
from litreview.model import CostBenefit
from litreview.outputs.tables._words import says_nothing


def perspective(row: CostBenefit) -> Perspective | Unread:
    """As coded, else as its words are read."""
    return read(row.perspective, row.values.get("perspective_code", ""))


def party(row: CostBenefit) -> str:
    """Whose benefits and costs these are, in one word where it is read, else as printed."""
    found = perspective(row)
    if isinstance(found, Perspective):
        return found.party
    return "" if says_nothing(row.perspective) else row.perspective.strip()


def told(row: CostBenefit) -> str:
    """The code, or why there is none."""
    found = perspective(row)
    if isinstance(found, Perspective):
        return found.party
    return f"unread: {found.reason}" if found.name else found.reason


def place(row: CostBenefit) -> int:
    """Parties before the whole, the unread last."""
    found = perspective(row)
    code = found.code if isinstance(found, Perspective) else ""
    return CODES.index(code) if code in CODES else len(CODES)
