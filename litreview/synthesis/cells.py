"""One cell of a file as a number, or why it is none. Nothing is guessed, nothing is computed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[-+\u2212]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?", re.ASCII)
_COMMA: Final = re.compile(r"[-+\u2212]?[\d.]*\d(?:,\d+)+%?", re.ASCII)
_FORMULA: Final = re.compile(r"[=@]|[-+](?=[A-Za-z(])")
_MISSING: Final = frozenset(
    {"", "-", "\u2013", "\u2014", "na", "n/a", "nan", "none", "null", "not reported", "not seen"}
    | {"not stated", "not noted", "."}
)
_LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: a number, or (None) why it is none. code: a short stable word for why."""

    value: Decimal | None
    code: str = ""
    reason: str = ""


def read_cell(cell: str | float | None, name: str) -> Cell:
    """The number in a cell called `name`, or the reason why there is none."""
    if isinstance(cell, str):
        return _read_text(cell.strip(), name)
    if cell is None:
        return Cell(None, "missing", f"{name} is missing")
    if not math.isfinite(cell):
        return Cell(None, "not-finite", f"{name} is not a finite number")
    return Cell(Decimal(repr(float(cell))))


def whole(cell: str | float | None, name: str) -> Cell:
    """The count in a cell called `name`: a whole number, not below zero."""
    found = read_cell(cell, name)
    if found.value is None or (found.value >= 0 and found.value == found.value.to_integral_value()):
        return found
    return Cell(None, "no-count", f"{name} is {found.value}, which is no count")


def _read_text(text: str, name: str) -> Cell:
    if text.casefold() in _MISSING:
        return Cell(None, "missing", f"{name} is missing")
    if _NUMBER.fullmatch(text):
        return Cell(Decimal(text.replace("\u2212", "-")))
    shown = ascii(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "...")
    if _FORMULA.match(text):
        return Cell(None, "formula", f"{name} holds a formula, {shown}: save its value instead")
    if _COMMA.fullmatch(text):
        return Cell(None, "comma", f"{name} is written with a comma, {shown}: write 3.5 or 3500")
    return Cell(None, "not-a-number", f"{name} is not a number: {shown}")
