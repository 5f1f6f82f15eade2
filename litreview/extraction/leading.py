"""Numbers at the beginning of a text: `245 (derived)`, `up to 4500 per unemployed`.

Conservative: a range, or two numbers against each other, have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from litreview.extraction.printed import Printed, is_missing, printed

Bound = Literal["", "about", "at least", "at most"]

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
_PARENTHESES: Final = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Lead:
    """The number with which a text begins, and how it is meant.

    alone: nothing in the text could make it another number: no comma in it, no per cent behind
    it, and no further digit.
    """

    number: Printed
    bound: Bound = ""
    alone: bool = True


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
    bound = _BOUNDS.get((match["bound"] or "").casefold(), _vague(match["bound"]))
    rest = match["rest"]
    alone = "," not in match["number"] and not rest.startswith("%")
    return Lead(number, bound, alone and not any(char.isdecimal() for char in rest))


def _vague(bound: str | None) -> Bound:
    return "about" if bound else ""
