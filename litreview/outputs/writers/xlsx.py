"""Excel: one sheet with the table, one that says what it is.

A cell that is one plain number is a number and shows the decimals as printed; all else is text,
typed as text, so that nothing in it is run. Same table, same bytes.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

from litreview.outputs.escape import clean, http_url
from litreview.outputs.table import HEADING_WIDTH, Column, Table
from litreview.outputs.writers import Writer
from litreview.outputs.writers._blocks import fitted, missing
from litreview.outputs.writers._zip import EPOCH, timeless

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CHARACTERS = 32_767
"""What an Excel cell holds. A longer text is cut, and says so at its end."""

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.([0-9]{1,10}))?")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads ``_x0041_`` as the letter A; so the underscore itself is written as its code."""
_MOST_DIGITS = 15
"""Excel keeps this many digits of a number; a longer one stays text."""
_LONGEST_ADDRESS = 2_000
_FONT, _SIZE = "Calibri", 11
"""That of Excel's other cells: a font without a name is another one in LibreOffice."""
_LINE_HEIGHT = 15
_MOST_LINES = 12
"""Higher rows would not fit on a screen; the text goes on below what is seen."""
_WIDEST = 60


def write(table: Table) -> bytes:
    """The table as an .xlsx file; without rows its header, and on the second sheet why."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "litreview"
    book.properties.title = clean(table.title)
    book.properties.created = EPOCH.replace(tzinfo=None)
    sheet = book.worksheets[0]
    sheet.title = table.name[:31]
    _fill(sheet, table)
    _page(sheet, table)
    _about(book, table)
    out = BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    bold, fill = Font(_FONT, _SIZE, bold=True), PatternFill("solid", fgColor="E8ECF1")
    grey = Font(_FONT, _SIZE, color="646C75")
    line = Border(bottom=Side("thin", color="444444"))
    middle, top = (Alignment("left", place, wrap_text=True) for place in ("center", "top"))
    right = Alignment("right", "top", wrap_text=True)
    for at, column in enumerate(table.columns, start=1):
        head = _cell(sheet, 1, at)
        _text(head, _label(column))
        head.font, head.fill, head.border, head.alignment = bold, fill, line, middle
    for down, row in enumerate(table.rows, start=2):
        for at, (text, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            if not text:
                continue
            cell = _cell(sheet, down, at)
            _put(cell, text)
            cell.alignment = right if column.align == "right" else top
            if missing(text):
                cell.font = grey


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell to write into; none is merged here."""
    return cast("Cell", sheet.cell(row, column))


def _label(column: Column) -> str:
    return f"{column.group}: {column.label}" if column.group else column.label


def _put(cell: Cell, text: str) -> None:
    """A number where the whole text is one, else text."""
    match = _PLAIN.fullmatch(text)
    if match and sum(sign.isdecimal() for sign in text) <= _MOST_DIGITS:
        decimals = len(match.group(1) or "")
        cell.value = float(text) if decimals else int(text)
        cell.number_format = f"0.{'0' * decimals}" if decimals else "0"
        return
    _text(cell, text)
    address = http_url(text)
    if address and len(address) <= _LONGEST_ADDRESS:
        cell.hyperlink = address
        cell.style = "Hyperlink"


def _text(cell: Cell, text: str) -> None:
    safe = _CODED.sub("_x005F_", clean(text))
    if len(safe.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
        tail = f" … (cut here: {len(safe):,} characters; the CSV file has all)"
        kept = safe.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - len(tail))]
        safe = kept.decode("utf-16-le", "ignore") + tail
    cell.value = safe
    cell.data_type = "s"
    if safe[:1] in "=+-@":
        cell.quotePrefix = True


def _page(sheet: Worksheet, table: Table) -> None:
    """Widths, a header that stays and repeats on paper, a filter, a page that is wide enough."""
    from openpyxl.utils import get_column_letter

    narrow = {column.key: column.width for column in fitted(table)}
    widths = [min(narrow.get(column.key, HEADING_WIDTH), _WIDEST) + 2 for column in table.columns]
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for down, row in enumerate((tuple(map(_label, table.columns)), *table.rows), start=1):
        lines = max(
            (_lines(text, width) for text, width in zip(row, widths, strict=True)), default=1
        )
        sheet.row_dimensions[down].height = _LINE_HEIGHT * min(lines, _MOST_LINES)
    first = next((at for at, column in enumerate(table.columns, start=1) if column.width), 1)
    sheet.freeze_panes = f"{get_column_letter(first + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes: a spreadsheet opens rows at the height they are given."""
    if http_url(text):
        return 1
    room = width - 1
    return sum(1 + (len(line) + len(line) // 8) // room for line in text.split("\n"))


def _about(book: Workbook, table: Table) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("about")
    sheet.column_dimensions["A"].width = 100
    lines = [table.title, *([] if table.rows else [table.empty]), *table.notes]
    for down, line in enumerate(lines, start=1):
        cell = _cell(sheet, down, 1)
        _text(cell, line)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.cell(1, 1).font = Font(_FONT, _SIZE, bold=True)


WRITER = Writer("xlsx", ".xlsx", "Excel", write)
