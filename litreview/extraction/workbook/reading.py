"""The workbook that comes back: every line of every sheet is a row or a failure with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from litreview.errors import FileRefused
from litreview.events import How, Seen
from litreview.extraction.csvrows import Entry
from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.importing import HOW, Entered, Imported, from_entries
from litreview.extraction.values import shown
from litreview.extraction.workbook.cells import given
from litreview.extraction.workbook.writing import ABOUT, FORMAT, LISTS, SEEN, SEEN_COLUMNS
from litreview.model import Failure, Finding, SearchId

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LOOKED_AT = 12
"""Lines among which the one with the names of the fields is sought."""


@dataclass(frozen=True, slots=True)
class FromWorkbook:
    """What a workbook gave: form -> what its sheet gave, and what could not be used besides.

    extractor: whom it was made for, "" where it does not say. passed_over: sheets that belong to
    no form.
    """

    forms: Mapping[str, Imported]
    failures: tuple[Failure, ...]
    extractor: str = ""
    passed_over: tuple[str, ...] = ()


def read_workbook(forms: Mapping[str, Form], content: bytes, where: str) -> FromWorkbook:
    """The rows of an .xlsx file, by form. Raises FileRefused: no workbook, or a newer layout.

    A sheet belongs to the form that the sheet ``about`` says, else to that of its name. A cell
    with a formula or an error makes its line a failure that names the cell; formulas are never
    computed. Linear in the cells.
    """
    book = _book(content, where)
    said, sheets = _about(book.get(ABOUT))
    if said.get("format", FORMAT) != FORMAT:
        raise FileRefused(
            f"this workbook has the layout {shown(said['format'])}, known here is {FORMAT}",
            where=where,
            remedy="read it with the version of litreview that wrote it",
        )
    found: dict[str, Imported] = {}
    passed: list[str] = []
    for name, sheet in book.items():
        form = forms.get(sheets.get(name, name))
        if form is not None and form.name not in found:
            found[form.name] = _sheet(form, sheet, f"{where}, sheet {name}")
        elif name not in (ABOUT, LISTS, SEEN):
            passed.append(name)
    failures = _take_seen(found, book.get(SEEN), where)
    return FromWorkbook(found, failures, said.get("extractor", ""), tuple(passed))


def _book(content: bytes, where: str) -> dict[str, Worksheet]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException
    from openpyxl.worksheet.worksheet import Worksheet

    try:
        book = load_workbook(BytesIO(content))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError) as error:
        raise FileRefused(
            "this is not a workbook that can be read",
            where=where,
            remedy="save it as Excel workbook (.xlsx), or as CSV",
        ) from error
    return {sheet.title: sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)}


def _about(sheet: Worksheet | None) -> tuple[dict[str, str], dict[str, str]]:
    """What the workbook says of itself, and sheet -> form."""
    said: dict[str, str] = {}
    sheets: dict[str, str] = {}
    for entry in _lines(sheet) if sheet is not None else ():
        key, value, form = (*entry.cells, "", "", "")[:3]
        if key == "sheet":
            sheets[value] = form
        else:
            said[key] = value
    return said, sheets


def _sheet(form: Form, sheet: Worksheet, where: str) -> Imported:
    lines = list(_lines(sheet))
    head = _header(form, lines)
    if head is None:
        raise FileRefused(
            f"no line holds the names of the fields of the form {form.name}",
            where=where,
            remedy=f"keep the line with {STUDY_FIELD}"
            + (f" and {form.row_id}" if form.row_id else ""),
        )
    width = max((len(line.cells) for line in lines), default=0)
    whole = [
        replace(line, cells=(*line.cells, *[""] * (width - len(line.cells)))) for line in lines
    ]
    names = whole[head].cells
    used = [at for at, name in enumerate(names) if name.strip() or _filled(whole[head + 1 :], at)]
    kept = [replace(line, cells=tuple(line.cells[at] for at in used)) for line in whole]
    header, *body = kept[head:]
    entries = [header, *(line for line in body if _holds(line, header.cells))]
    found = from_entries(form, iter(entries), where)
    notes = tuple(_notes(sheet, lines[head].line, where))
    return replace(found, findings=(*found.findings, *notes))


def _header(form: Form, lines: Sequence[Entry]) -> int | None:
    """Where the line with the names of the fields is."""
    needed = {STUDY_FIELD, form.row_id} - {""}
    for at, line in enumerate(lines[:_LOOKED_AT]):
        if needed <= {cell.strip() for cell in line.cells}:
            return at
    return None


def _filled(lines: Sequence[Entry], at: int) -> bool:
    return any(line.cells[at].strip() for line in lines)


def _holds(line: Entry, names: Sequence[str]) -> bool:
    """Whether a line says more than the study that an empty line was given."""
    said = zip(names, line.cells, strict=True)
    return bool(line.reason) or any(cell.strip() for name, cell in said if name != STUDY_FIELD)


def _lines(sheet: Worksheet) -> Iterator[Entry]:
    """The lines that hold something, each with its number. A line with a formula has a reason."""
    for down, row in enumerate(sheet.iter_rows(), start=1):
        found = [(cell, given(cell.value, cell.data_type, cell.number_format)) for cell in row]
        cells = tuple(one.text for _, one in found)
        bad = [f"cell {cell.coordinate} {one.reason}" for cell, one in found if one.reason]
        if bad or any(text.strip() for text in cells):
            raw = "\t".join(str(cell.value) if cell.value is not None else "" for cell, _ in found)
            yield Entry(down, cells, raw, "; ".join(bad))


def _notes(sheet: Worksheet, header: int, where: str) -> Iterator[Finding]:
    """EX170: cells that a spreadsheet program has read as something that nobody wrote."""
    found: dict[str, list[str]] = {}
    for row in sheet.iter_rows(min_row=header + 1):
        for cell in row:
            note = given(cell.value, cell.data_type, cell.number_format).note
            if note:
                found.setdefault(note, []).append(cell.coordinate)
    for note, cells in sorted(found.items()):
        more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
        yield Finding(
            "EX170",
            "warning",
            f"cell {cells[0]}{more} {note}",
            where,
            "format the cells as text, and write what the report prints",
            tuple(cells),
        )


def _take_seen(
    found: dict[str, Imported], sheet: Worksheet | None, where: str
) -> tuple[Failure, ...]:
    """Put what the sheet ``where seen`` says to the rows in `found`; what fits nowhere fails."""
    failures: list[Failure] = []
    said: dict[tuple[str, str], dict[str, Seen]] = {}
    rows = {(row.form, row.row): row for one in found.values() for row in one.rows}
    lines = list(_lines(sheet)) if sheet is not None else []
    for place, line in enumerate(lines[1:], start=1):
        form, row, name, *rest = (*line.cells, *[""] * len(SEEN_COLUMNS))[: len(SEEN_COLUMNS)]
        reason = line.reason or _unfit(rows.get((form, row)), name, rest[2])
        if reason:
            failures.append(
                Failure(SearchId(f"{where}, sheet {SEEN}"), place, line.line, reason, line.raw)
            )
            continue
        said.setdefault((form, row), {})[name] = Seen(rest[0], rest[1], _how(rest[2]))
    for name, one in found.items():
        found[name] = replace(
            one,
            rows=tuple(
                replace(row, seen={**row.seen, **said.get((row.form, row.row), {})})
                for row in one.rows
            ),
        )
    return tuple(failures)


def _unfit(row: Entered | None, name: str, how: str) -> str:
    """Why a line about where a value was seen cannot be used; "" where it can."""
    if row is None:
        return "there is no such row in this workbook"
    if name not in row.values:
        return f"the row has no value in {shown(name)}"
    if how.strip() and how.strip() not in HOW:
        return f"{shown(how)} is not how a value can be seen: use one of {', '.join(HOW)}"
    return ""


def _how(text: str) -> How:
    return next((one for one in HOW if one == text.strip()), "")
