"""Units of effects as kinds: percentage points, per cent, money, time, a ratio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from litreview.extraction.checks.currencies import is_currency

if TYPE_CHECKING:
    from litreview.extraction.checks.rule import Case

Kind = Literal[
    "", "points", "per cent", "money", "time", "hazard ratio", "odds ratio", "risk ratio", "sd"
]

DIFFERENCES: Final = frozenset({"points", "money", "time"})
"""Kinds in which an effect is the treated mean less the control mean."""
CODED: Final[dict[str, Kind]] = {
    "percentage points": "points",
    "per cent of control": "per cent",
    "days": "time",
    "weeks": "time",
    "months": "time",
    "currency": "money",
    "currency per year": "money",
    "hazard ratio": "hazard ratio",
    "odds ratio": "odds ratio",
    "risk ratio": "risk ratio",
    "standard deviations": "sd",
}
_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("points", re.compile(r"percentage[- ]points?|%-?points?|\bpp\b", re.IGNORECASE)),
    ("per cent", re.compile(r"%(?!-?\s?points?)|\bper ?cent\b(?!age)", re.IGNORECASE)),
    ("time", re.compile(r"\b(?:days?|weeks?|months?|hours?)\b", re.IGNORECASE)),
    ("odds ratio", re.compile(r"\bodds ratios?\b|\bOR\b")),
    ("risk ratio", re.compile(r"\brisk ratios?\b|\brelative risk\b|\bRR\b")),
    ("hazard ratio", re.compile(r"\bhazard ratios?\b|\bHR\b")),
    ("sd", re.compile(r"\bstandard deviations?\b|\bSDs?\b")),
)
_WORD: Final = re.compile(r"[A-Z]{3}")


def kinds(text: str) -> list[Kind]:
    """The kinds of unit that `text` names, in the order in which they stand in it."""
    found: list[tuple[int, Kind]] = []
    for kind, pattern in _PATTERNS:
        match = pattern.search(text)
        if match is not None:
            found.append((match.start(), kind))
    money = [word.start() for word in _WORD.finditer(text) if is_currency(word.group())]
    if money:
        found.append((money[0], "money"))
    return [kind for _, kind in sorted(found)]


def kind_of(case: Case) -> Kind:
    """The kind of unit of a row's effect: as coded, else the first that its words begin with."""
    coded = CODED.get(case.text("effect_unit_code"))
    if coded is not None:
        return coded
    text = case.text("effect_unit")
    for at, kind in enumerate(kinds(text.split("(")[0])):
        if not at:
            return kind
    return ""


def unit_key(case: Case) -> str:
    """The unit for a comparison of two values: its kind, and which money or time it is."""
    kind = kind_of(case)
    text = f"{case.text('effect_unit_code')} {case.text('effect_unit')}".casefold()
    if kind == "money":
        found = [word for word in _WORD.findall(case.text("effect_unit")) if is_currency(word)]
        return f"money {found[0] if found else ''} {_per(text)}".rstrip()
    if kind == "time":
        words = re.findall(r"\b(day|week|month|hour)", text)
        return f"time {words[0] if words else ''}".rstrip()
    return kind


def _per(text: str) -> str:
    """Over which time an amount runs, where the unit says so; a year is what is not said."""
    match = re.search(r"(?:per|a|/)\s*(quarter|month|week|hour)\b", text)
    return f"a {match[1]}" if match else ""
