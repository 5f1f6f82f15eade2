"""The workbook that is handed out: a sheet a form, lists to choose from, where values were seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from litreview.extraction.fields import Field
from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.rows import Row
from litreview.extraction.workbook.cells import AS_TEXT, put

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ABOUT: Final = "about"
SEEN: Final = "where seen"
LISTS: Final = "lists"
SEEN_COLUMNS: Final = ("form", "row", "field", "place", "quote", "how")
FORMAT: Final = "1"
"""The version of the workbook's layout."""
HEADER: Final = 3
"""The row that holds the names of the fields; above it stand groups and labels."""
OPEN: Final = ("not reported", "not seen")
"""What every list offers besides the options of its field."""
SPARE: Final = 200
"""Rows with lists below the last filled one."""
_LONGEST_NAME = 31
_WIDTHS: Final = {"text": 28, "url": 24, "several": 24, "enum": 18, "id": 16, "row": 16}
_PLAIN: Final = ("number", "integer", "year")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet to be: a form, the rows that stand, and the studies that get an empty row."""

    form: Form
    rows: tuple[Row, ...] = ()
    studies: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sheets:
    """What is known about the workbook while it is made."""

    book: Workbook
    names: Mapping[str, str]
    """Form -> the name of its sheet."""
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Options -> the cells that hold them."""


def write_workbook(pages: Sequence[Page], *, extractor: str, review: str, at: datetime) -> bytes:
    """The rows of `pages` as an .xlsx file for `extractor`. Raises UsageError: a text too long.

    at: the time that the file says it was made; review: the name of the review. Every value is
    text as it stands in the log. Linear in the cells.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "litreview"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheets = _Sheets(book, _names([page.form.name for page in pages]))
    book.remove(book.worksheets[0])
    for page in pages:
        book.create_sheet(sheets.names[page.form.name])
    seen, lists, about = (book.create_sheet(name) for name in (SEEN, LISTS, ABOUT))
    for page in pages:
        _fill(sheets, page)
    _fill_seen(seen, pages)
    lists.sheet_state = "hidden"
    _fill_about(about, {"format": FORMAT, "review": review, "extractor": extractor}, sheets.names)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def columns(form: Form, rows: Iterable[Row]) -> tuple[str, ...]:
    """The columns of a sheet: the fields of the form, then what rows hold besides."""
    others = dict.fromkeys(name for row in rows for name in row.values)
    known = [one.name for one in form.fields]
    return (*known, *(name for name in others if name not in known))


def _names(forms: Sequence[str]) -> dict[str, str]:
    """Form -> the name of its sheet, each name once, whatever the case of its letters."""
    taken = {name.casefold() for name in (ABOUT, SEEN, LISTS)}
    names: dict[str, str] = {}
    for form in forms:
        name, at = form[:_LONGEST_NAME], 1
        while name.casefold() in taken:
            at += 1
            name = f"{form[: _LONGEST_NAME - len(str(at)) - 1]} {at}"
        taken.add(name.casefold())
        names[form] = name
    return names


def _fill(sheets: _Sheets, page: Page) -> None:
    sheet = cast("Worksheet", sheets.book[sheets.names[page.form.name]])
    names = columns(page.form, page.rows)
    _head(sheet, page.form, names)
    for down, row in enumerate(page.rows, start=HEADER + 1):
        for at, name in enumerate(names, start=1):
            if text := row.values.get(name, ""):
                put(_cell(sheet, down, at), text, f"form {row.form}, row {row.row}, field {name}")
    begun = HEADER + 1 + len(page.rows)
    for down, study in enumerate(page.studies, start=begun):
        put(_cell(sheet, down, names.index(STUDY_FIELD) + 1), study, f"study {study}")
    _choices(sheets, sheet, page.form, begun + len(page.studies) + SPARE)


def _head(sheet: Worksheet, form: Form, names: Sequence[str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    fill, grey = PatternFill("solid", fgColor="E8ECF1"), Font(color="646C75", size=9)
    group = ""
    for at, name in enumerate(names, start=1):
        field_ = form.field(name) or Field(name, name, "other columns", "text")
        for row, text in (
            (1, field_.group if field_.group != group else ""),
            (2, field_.label + (" *" if field_.required else "")),
            (HEADER, name),
        ):
            cell = _cell(sheet, row, at)
            if text:
                put(cell, text, f"form {form.name}")
            cell.fill = fill
            cell.font = grey if row == HEADER else Font(bold=True)
            cell.alignment = Alignment("left", "top", wrap_text=row != HEADER)
        group = field_.group
        if words := _comment(field_):
            _cell(sheet, 2, at).comment = Comment(words, "litreview", height=160, width=320)
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width = _WIDTHS.get(field_.type, 14)
        if field_.type not in _PLAIN:
            dimension.number_format = AS_TEXT
    sheet.freeze_panes = f"{get_column_letter(3)}{HEADER + 1}"
    sheet.row_dimensions[2].height = 45


def _comment(one: Field) -> str:
    options = f"One of: {', '.join(one.options)}." if one.type == "enum" else ""
    if one.type == "several":
        options = f"Several, with semicolons between: {'; '.join(one.options)}."
    return "\n".join(part for part in (one.help, options) if part)


def _choices(sheets: _Sheets, sheet: Worksheet, form: Form, last: int) -> None:
    """Lists to choose from, for options and for rows of other sheets."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, one in enumerate(form.fields, start=1):
        source = _source(sheets, one, last)
        if not source:
            continue
        strict = one.type in ("enum", "yes-no")
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.errorStyle = "stop" if strict else "warning"
        rule.errorTitle, rule.error = one.label[:32], "Choose from the list."
        rule.showErrorMessage = True
        letter = get_column_letter(at)
        rule.add(f"{letter}{HEADER + 1}:{letter}{last}")
        sheet.add_data_validation(rule)


def _source(sheets: _Sheets, one: Field, last: int) -> str:
    """The cells with what a field may hold; "" where it is free."""
    if one.type == "row" and one.refers in sheets.names:
        target = sheets.names[one.refers]
        return f"'{target}'!$A${HEADER + 1}:$A${max(last, HEADER + SPARE)}"
    if one.type not in ("enum", "yes-no"):
        return ""
    options = (*one.options, *OPEN)
    if options not in sheets.lists:
        from openpyxl.utils import get_column_letter

        at = len(sheets.lists) + 1
        lists = cast("Worksheet", sheets.book[LISTS])
        for down, option in enumerate(options, start=1):
            put(_cell(lists, down, at), option, f"options of {one.name}")
        letter = get_column_letter(at)
        sheets.lists[options] = f"'{LISTS}'!${letter}$1:${letter}${len(options)}"
    return sheets.lists[options]


def _fill_seen(sheet: Worksheet, pages: Sequence[Page]) -> None:
    """One line a value of which it is said where it was seen."""
    _line(sheet, 1, SEEN_COLUMNS)
    down = 1
    for page in pages:
        for row in page.rows:
            for name, one in row.seen.items():
                down += 1
                _line(sheet, down, (row.form, row.row, name, one.place, one.quote, one.how))
    sheet.freeze_panes = "A2"


def _fill_about(sheet: Worksheet, said: Mapping[str, str], names: Mapping[str, str]) -> None:
    for down, line in enumerate((*said.items(), *(("sheet", n, f) for f, n in names.items())), 1):
        _line(sheet, down, line)


def _line(sheet: Worksheet, down: int, texts: Iterable[str]) -> None:
    for at, text in enumerate(texts, start=1):
        if text:
            put(_cell(sheet, down, at), text, f"sheet {sheet.title}, line {down}")


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell to write into; none is merged here."""
    return cast("Cell", sheet.cell(row, column))
