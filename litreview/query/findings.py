"""What is wrong with a search string, where, and what to do. Codes are stable and documented."""

from __future__ import annotations

from dataclasses import dataclass, replace

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


def once(found: list[Found]) -> tuple[Found, ...]:
    """In order; warnings and notes of one line that say the same become one, at the first place."""
    same: dict[tuple[str, str], list[Found]] = {}
    for one in in_order(found):
        place = str(one.span) if one.severity == "error" else ""
        same.setdefault((one.code, one.message + place), []).append(one)
    return tuple(
        replace(group[0], message=f"{group[0].message} (and {len(group) - 1} more in this line)")
        if len(group) > 1
        else group[0]
        for group in same.values()
    )
