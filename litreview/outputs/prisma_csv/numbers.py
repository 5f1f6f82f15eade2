"""Counts as people write them in a cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

BLANK = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "--", "\u2013", "\u2014", "."})
"""What hides a line, or leaves it open."""

_WRAPPED = re.compile(r"\(?\s*n\s*=\s*(.*?)\s*\)?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([ ,'\u2019])\d{3})(?:\1\d{3})*")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NEGATIVE = re.compile(r"[-\u2212]\s*\d[\d ,.']*")
_WHOLE = re.compile(r"(\d+)[.,]0{1,2}")
_FRACTION = re.compile(r"\d[\d ,]*[.,]\d+")
_MOST = 15
"""Digits of the largest count that is believed."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a cell says. n: None where it is blank, or where `fault` says why it is no count.

    care: what was taken for granted in reading it.
    """

    n: int | None = None
    fault: str = ""
    care: str = ""


def count(cell: str, *, european: bool = False) -> Count:
    """The count in a cell. european: the file separates its columns by semicolons.

    Thousands may be set apart by commas, blanks or apostrophes. One dot before three digits sets
    thousands apart where the file is European, and is a fraction elsewhere; two dots always do.
    """
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    wrapped = _WRAPPED.fullmatch(text)
    text = wrapped[1] if wrapped else text
    if text.casefold() in BLANK:
        return Count()
    if len(text) > 2 * _MOST:
        return Count(fault="not a number")
    if text.isascii() and text.isdecimal() and len(text) <= _MOST:
        return Count(int(text))
    if _GROUPED.fullmatch(text):
        return Count(int(re.sub(r"\D", "", text)))
    return _odd(text, european=european)


def _odd(text: str, *, european: bool) -> Count:
    """What is no plain number, with or without thousands."""
    bare = text.replace(".", "")
    if _DOTTED.fullmatch(text) and (european or text.count(".") > 1) and bare.isascii():
        return Count(int(bare), care=f"the dot in {text} sets thousands apart")
    whole = _WHOLE.fullmatch(text)
    if whole and whole[1].isascii():
        return Count(int(whole[1]), care=f"{text} is a whole number")
    if _NEGATIVE.fullmatch(text):
        return Count(fault="a count cannot be negative")
    if _FRACTION.fullmatch(text):
        return Count(fault="a count cannot be a fraction")
    return Count(fault="not a number")
