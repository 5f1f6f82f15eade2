"""What the words of a cell say: a direction, whether something is significant.

Conservative: what cannot be read is None or "", never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from litreview.extraction.leading import lead
from litreview.extraction.printed import is_missing

if TYPE_CHECKING:
    from litreview.extraction.checks.rule import Case

Direction = Literal["+", "0", "-", ""]

_NONE: Final = re.compile(
    r"\bno\b|\bnone\b|\bzero\b|\bfade[sd]?\b|\binsignificant\b|\bnot (?:statistically )?"
    r"(?:significant|effective|different)\b",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile(
    r"\b(?:numbers?|amounts?|magnitude|figures?) not seen\b|\bno number\b", re.IGNORECASE
)
_UP: Final = re.compile(
    r"\b(?:positive|higher|increas\w+|more|gain\w*|longer|better|larger|rises?|rose)\b",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(
    r"\b(?:negative|lower|fewer|less|decreas\w+|reduc\w+|shorter|worse|smaller|fall\w*|fell)\b",
    re.IGNORECASE,
)
_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_NOT_SIGNIFICANT: Final = re.compile(
    r"not (?:statistically )?significant|no significant|insignificant|\bn\.?s\.?(?:\W|$)|"
    r"no stars?\b|significant: no|ci includes|no effect",
    re.IGNORECASE,
)
_SIGNIFICANT: Final = re.compile(
    r"\bsignificant|^\*+|ci excludes|\bp\s*[<=]\s*0?\.0[0-4]", re.IGNORECASE
)


def direction(text: str) -> Direction:
    """+, - or 0 as number or words say; "" where they say nothing or both."""
    if is_missing(text):
        return ""
    number = lead(text)
    if number is not None:
        return "+" if number.number.value > 0 else "-" if number.number.value < 0 else "0"
    bare = _UNSEEN.sub(" ", _PARENTHESES.sub(" ", text))
    up, down, none = (bool(one.search(bare)) for one in (_UP, _DOWN, _NONE))
    if none:
        return "" if down and up else "0"
    return "+" if up and not down else "-" if down and not up else ""


def significant(text: str) -> bool | None:
    """Whether the words on significance say yes or no; None where they say neither or both."""
    if is_missing(text) or ";" in text:
        return None
    if _NOT_SIGNIFICANT.search(text):
        return False
    return True if _SIGNIFICANT.search(text.strip()) else None


def is_significant(case: Case) -> bool | None:
    """Whether the effect of a row is significant as its source judges it, coded or in words."""
    coded = case.text("sign_and_significance")
    if coded in ("+1", "-1", "0"):
        return coded != "0"
    return significant(case.text("p_or_significance_as_stated"))
