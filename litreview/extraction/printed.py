"""Numbers as printed, with the error that their rounding allows, and words for "no value"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from litreview.model import reported

MISSING: Final = frozenset(
    {
        "",
        "-",
        "\u2013",
        "\u2014",
        "n/a",
        "n.a.",
        "na",
        "not noted",
        "not reported",
        "not seen",
        "not stated",
    }
)
"""What people enter where a source gives nothing, in small letters."""

EXACT_BELOW: Final = 1000
"""Zeros at the end of a smaller whole number are taken as exact."""

_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
_RATIO = re.compile(r"(?:social )?(?P<name>BCR|ROI)\s+(?P<number>[^\s%]+)(?P<percent>\s*%)?")


def is_missing(text: str) -> bool:
    """Whether `text` is empty or only says that there is no value."""
    return text.strip().casefold() in MISSING


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: any value within `half` of `value` would be printed like this."""

    value: Decimal
    half: Decimal

    def __add__(self, other: Printed) -> Printed:
        return Printed(self.value + other.value, self.half + other.half)

    def __sub__(self, other: Printed) -> Printed:
        return Printed(self.value - other.value, self.half + other.half)

    def agrees(self, other: Printed) -> bool:
        """Whether one true number could be printed as both."""
        return abs(self.value - other.value) <= self.half + other.half


def printed(text: str) -> Printed | None:
    """The number, where the whole text is one plain number; None otherwise.

    The last printed digit is uncertain by half a unit. In a whole number of 1000 or more the
    zeros at the end may be rounded ones, so that the last digit is the last that is no zero.
    """
    if reported(text).number is None:
        return None
    match = _NUMBER.search(unicodedata.normalize("NFKC", text).replace("\u2212", "-"))
    if match is None:
        return None
    value = Decimal(match.group())
    place = -len(match.group(1) or "")
    if not place and abs(value) >= EXACT_BELOW:
        digits = match.group().rstrip("0")
        place = len(match.group()) - len(digits)
    return Printed(value, Decimal(5).scaleb(place - 1))


def quotient(above: Printed, below: Printed) -> Printed | None:
    """`above` / `below` with the error of both; None where `below` may be zero."""
    ends = (below.value - below.half, below.value + below.half)
    if ends[0] <= 0 <= ends[1]:
        return None
    corners = [
        (above.value + sign * above.half) / end
        for sign in (Decimal(-1), Decimal(1))
        for end in ends
    ]
    value = above.value / below.value
    return Printed(value, max(abs(corner - value) for corner in corners))


def ratios(text: str) -> dict[str, Printed]:
    """The benefit-cost ratio and the return on investment that `text` prints by name.

    Only parts that hold nothing else count: "BCR 2.66; ROI 166%" gives both (the return as
    1.66), "2.46 per USD 1" and "BCR 1.52 (derived)" give nothing.
    """
    found: dict[str, Printed] = {}
    for part in text.split(";"):
        match = _RATIO.fullmatch(part.strip())
        number = printed(match["number"]) if match else None
        if match is None or number is None:
            continue
        if match["percent"]:
            number = Printed(number.value / 100, number.half / 100)
        found[match["name"]] = number
    return found
