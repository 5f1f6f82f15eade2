"""Which kind of effect a row holds, by its coded unit or else by the words of its unit.

Words are read where they name one kind only. "%" alone may be percentage points or per cent of
the comparison group: it is told apart by the two groups, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from litreview.extraction.convert.given import Kind
from litreview.extraction.printed import is_missing

_CODES: Final[dict[str, Kind]] = {
    "percentage points": "share difference",
    "per cent of control": "relative change",
    "days": "mean difference",
    "weeks": "mean difference",
    "months": "mean difference",
    "currency": "mean difference",
    "currency per year": "mean difference",
    "hazard ratio": "hazard ratio",
    "odds ratio": "odds ratio",
    "risk ratio": "risk ratio",
    "standard deviations": "standardised difference",
}
_WORDS: Final[tuple[tuple[str, Kind], ...]] = (
    (r"(?:percentage points?|pp)\b.*", "share difference"),
    (r"(?:odds ratio|or)\b.*", "odds ratio"),
    (r"(?:risk ratio|relative risk|rr)\b.*", "risk ratio"),
    (r"(?:hazard ratio|hr)\b.*", "hazard ratio"),
    (r"(?:standard deviations?|sds?|cohen's d|hedges' g|smd)\b.*", "standardised difference"),
    (r"(?:correlation|pearson's r)\b.*", "correlation"),
    (
        r"(?:%|per cent|percent) (?:of|change in) (?:the )?(?:control|comparison)\b.*",
        "relative change",
    ),
    (r"(?:%|per cent|percent) change\b.*", "relative change"),
    (r"(?:days?|weeks?|months?|hours?|years?)\b[^;/]*", "mean difference"),
)
_TWO: Final = re.compile(r"[;/]| or ")
_PERCENT: Final = re.compile(r"(?:%|per cent|percent)\W?.*", re.DOTALL)
_SHARE: Final = re.compile(r"(?:probability|share|proportion)s?(?: points?)?")
_CURRENCY: Final = re.compile(r"(?P<code>[A-Z]{3})\b(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unit:
    """The kind of effect that a unit means, "" where that is open, and why it is.

    native: unit of a mean difference. points: written as percentage points. share: written as a
    share or probability. percent: only "%", which may be points or per cent of control.
    """

    kind: Kind = ""
    native: str = ""
    points: bool = False
    share: bool = False
    percent: bool = False
    why: str = ""


def unit_of(code: str, words: str) -> Unit:
    """The unit by the coded field, else by the words; `Unit.why` says why it is open."""
    coded = _CODES.get(code.strip())
    bare = " ".join(words.split())
    if coded is not None:
        return Unit(coded, native_of(bare) or code.strip(), points=coded == "share difference")
    if is_missing(bare):
        return Unit(why="the row gives no unit of the effect")
    return _by_words(bare)


def native_of(words: str) -> str:
    """The unit of a difference for comparing units: without a remark in brackets."""
    return re.sub(r"\s*\(derived[^()]*\)", "", words).strip()


def _by_words(bare: str) -> Unit:
    small = bare.casefold()
    outside = re.sub(r"\([^()]*\)", "", small)
    if "unclear" in small or _TWO.search(outside.replace("gbp/", "").replace("usd/", "")):
        return Unit(why=f"the unit names more than one reading: {bare[:60]!r}")
    for pattern, kind in _WORDS:
        if re.fullmatch(pattern, small, re.DOTALL):
            points = kind == "share difference"
            return Unit(kind, native_of(bare) if kind == "mean difference" else "", points=points)
    if _CURRENCY.fullmatch(bare):
        return Unit("mean difference", native_of(bare))
    if small == "%" or (_PERCENT.fullmatch(small) and "of " not in small and "more" not in small):
        return Unit(
            percent=True, why="per cent may be percentage points or of the comparison group"
        )
    if _SHARE.fullmatch(small):
        return Unit("share difference", share=True)
    return Unit(why=f"the unit {bare[:60]!r} does not say what kind of effect it is")


def by_groups(value: float, treated: float, control: float) -> Kind:
    """The kind of a bare "%" by the two groups, in per cent: points or relative; "" if neither.

    Both at once, or a rounding that hides it, give "".
    """
    points = abs((treated - control) - value) <= 0.5 + abs(value) / 50
    relative = control != 0 and abs(100 * (treated - control) / control - value) <= (
        0.5 + abs(value) / 50
    )
    if points == relative:
        return ""
    return "share difference" if points else "relative change"
