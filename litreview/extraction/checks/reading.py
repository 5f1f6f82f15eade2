"""What the words of a cell say: a leading number, a direction, whether something is significant.

Conservative: what cannot be read is None or "", never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from litreview.extraction.printed import Printed, is_missing, printed

if TYPE_CHECKING:
    from litreview.extraction.checks.rule import Case

Bound = Literal["", "about", "at least", "at most"]
Direction = Literal["+", "0", "-", ""]

_LEAD: Final = re.compile(
    r"(?P<bound>up to|at most|less than|about|around|nearly|approximately|some|ca\.?|"
    r"more than|over|at least)?\s*(?P<number>[-+\u2212]?\d[\d,]*(?:\.\d+)?)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_RANGE: Final = re.compile(
    r"\s*(?:[-\u2013\u2014/]\s*\d|to\s+[-+]?\d|vs\.?\s|against\s)", re.IGNORECASE
)
_THOUSANDS: Final = re.compile(r"[-+\u2212]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BOUNDS: Final[dict[str, Bound]] = {
    "up to": "at most",
    "at most": "at most",
    "less than": "at most",
    "more than": "at least",
    "over": "at least",
    "at least": "at least",
}
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


@dataclass(frozen=True, slots=True)
class Lead:
    """The number with which a cell begins, and how it is meant."""

    number: Printed
    bound: Bound = ""


def bare_number(text: str) -> Printed | None:
    """`text` as one plain number, remarks in brackets left out; None where it is more or less.

    A comma is read as one between thousands where it can be no other.
    """
    bare = _PARENTHESES.sub(" ", text).strip()
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    return printed(bare)


def lead(text: str) -> Lead | None:
    """The number that `text` begins with, where words follow: `up to 4500 per unemployed`.

    None for a range, for two numbers against each other, and for text that begins otherwise. A
    comma is read as one between thousands where it can be no other.
    """
    match = None if is_missing(text) else _LEAD.match(text.strip())
    if match is None or _RANGE.match(match["rest"]):
        return None
    figure = match["number"].rstrip(",")
    if "," in figure:
        if not _THOUSANDS.fullmatch(figure):
            return None
        figure = figure.replace(",", "")
    number = printed(figure)
    if number is None:
        return None
    return Lead(number, _BOUNDS.get((match["bound"] or "").casefold(), _vague(match["bound"])))


def _vague(bound: str | None) -> Bound:
    return "about" if bound else ""


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
