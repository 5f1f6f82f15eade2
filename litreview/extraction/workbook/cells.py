"""Texts in cells: every text goes in and comes out as it was, and nothing in it is run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from litreview.errors import UsageError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

MOST_CHARACTERS: Final = 32_767
"""What a cell of Excel holds, in units of UTF-16."""
AS_TEXT: Final = "@"
"""The number format of a cell that Excel does not read numbers and dates into."""
DIGITS: Final = 15
"""As many digits of a number as Excel keeps."""

_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML or Excel would not give back, and the underscore that would be read as such a code."""
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA: Final = ("=", "+", "-", "@")
_NO_VALUE: Final = {"f": "a formula", "e": "an error"}
"""Types of cells, as openpyxl calls them."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a cell gives: its text, or the reason why it has none. note: what was read into it."""

    text: str = ""
    reason: str = ""
    note: str = ""


def encoded(text: str) -> str:
    """`text` with what a spreadsheet would lose as codes (``_x000D_``), as Excel writes them."""
    return _HIDDEN.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def decoded(text: str) -> str:
    """The text that `encoded` had."""
    return _CODE.sub(lambda found: chr(int(found.group(1), 16)), text)


def put(cell: Cell, text: str, where: str) -> None:
    """Write `text` into `cell`, as text. Raises UsageError: it is longer than a cell can hold."""
    code = encoded(text)
    if len(code.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
        raise UsageError(
            f"a value has {len(text):,} characters: a cell holds {MOST_CHARACTERS:,}",
            where=where,
            remedy="use CSV for this form",
        )
    cell.value = code
    cell.data_type = "s"
    cell.number_format = AS_TEXT
    if code.startswith(_FORMULA):
        cell.quotePrefix = True


def given(value: object, data_type: str, number_format: str) -> Given:
    """What a cell with this value, type and format gives, as text.

    A number is written with the digits that Excel keeps. A share that is shown as per cent is
    taken as it is shown, and a date by its day; both are noted, as a person typed something else.
    A formula and an error are no value.
    """
    if data_type in _NO_VALUE:
        what = _NO_VALUE[data_type]
        return Given(reason=f"holds {what} ({str(value)[:20]!r}): write the value itself")
    if isinstance(value, str):
        return Given(decoded(value))
    if isinstance(value, bool):
        return Given("yes" if value else "no")
    if isinstance(value, int | float):
        return _number(value, number_format)
    return _time(value)


def _time(value: object) -> Given:
    match value:
        case None:
            return Given()
        case datetime() if value.time() == time():
            return Given(value.date().isoformat(), note="is a date")
        case datetime() | date() | time():
            return Given(value.isoformat(), note="is a date or a time")
        case _:
            return Given(reason="holds something that is neither text nor number")


def _number(value: float, number_format: str) -> Given:
    if "%" in number_format:
        return Given(f"{value * 100:.{DIGITS}g}%", note="is shown as per cent, and taken so")
    if isinstance(value, int):
        return Given(str(value))
    text = f"{value:.{DIGITS}g}"
    return Given(text if "e" not in text else f"{value:.20f}".rstrip("0").rstrip("."))
