"""What is wrong with a search string, where, and what to do. Codes are stable and documented."""

from __future__ import annotations

from dataclasses import dataclass

from litreview.model import Severity
from litreview.query.codes import CODES
from litreview.query.tree import Span


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. code: a key of `CODES`, which holds its severity and title."""

    code: str
    span: Span
    message: str
    remedy: str = ""

    @property
    def severity(self) -> Severity:
        """error: means something else than it says, or nothing; warning: likely; note: look."""
        return CODES[self.code].severity


def in_order(found: list[Found]) -> tuple[Found, ...]:
    """By place, then by code; one of each that say the same."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.span, one.code)))
