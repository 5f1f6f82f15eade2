"""A form as a spreadsheet: lists to choose from, cells that are told by their address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from litreview.errors import FileRefused, UsageError
from litreview.events import Seen
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.rows import Row
from litreview.extraction.workbook import FromWorkbook, Page, read_workbook, write_workbook

FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}
AT = datetime(2026, 1, 2, tzinfo=UTC)
FIRST = 4
"""The line of a sheet in which values begin."""


def row(name: str = "E1", form: str = "estimate", seen: Seen | None = None, **values: str) -> Row:
    every = {"study_id": "S", "estimate_id": name, **values}
    places = {"effect_value": seen} if seen else {}
    return Row(form, name, "S", every, "ann", "2026-01-01", name, places)


def written(*rows: Row, studies: tuple[str, ...] = ()) -> bytes:
    pages = [Page(FORMS["estimate"], rows, studies), Page(FORMS["intervention"])]
    return write_workbook(pages, extractor="ann", review="An invented review", at=AT)


def edited(content: bytes, edit: Callable[[Any], None]) -> FromWorkbook:
    book = load_workbook(BytesIO(content))
    edit(book)
    out = BytesIO()
    book.save(out)
    return read_workbook(FORMS, out.getvalue(), "rows.xlsx")


def column(book: Any, name: str) -> str:
    return next(str(cell.column_letter) for cell in book["estimate"][3] if cell.value == name)


def test_what_went_out_comes_back() -> None:
    place = Seen(place="table 2, row 4", quote="4.0 points", how="full text")
    one = row(effect_value="4.0", outcome="=1+1", title=" two\r\nlines _x0041_ ", seen=place)
    found = read_workbook(FORMS, written(one), "rows.xlsx")
    (back,) = found.forms["estimate"].rows
    assert (back.values, back.seen) == (one.values, one.seen)
    assert (found.extractor, found.failures, found.passed_over) == ("ann", (), ())


def test_a_field_with_options_has_a_list_and_a_row_of_another_form_too() -> None:
    book: Any = load_workbook(BytesIO(written(row())))
    rules = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in book["estimate"].data_validations.dataValidation
    }
    listed = rules[f"{column(book, 'mentoring_centrality')}{FIRST}"]
    cells = book["lists"][listed.partition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in cells] == [
        *("core", "substantial", "partial", "weak"),
        *("not reported", "not seen"),
    ]
    assert rules[f"{column(book, 'intervention_id')}{FIRST}"].startswith("'intervention'!$A$4")
    assert book["lists"].sheet_state == "hidden"


def test_a_study_that_waits_has_a_line_which_is_no_row_until_somebody_fills_it() -> None:
    content = written(row(), studies=("T",))
    assert [one.study for one in read_workbook(FORMS, content, "f").forms["estimate"].rows] == ["S"]

    def fill(book: Any) -> None:
        book["estimate"][f"{column(book, 'estimate_id')}{FIRST + 1}"] = "E2"

    assert [one.study for one in edited(content, fill).forms["estimate"].rows] == ["S", "T"]


def test_a_formula_is_refused_with_its_cell() -> None:
    place = ""

    def fill(book: Any) -> None:
        nonlocal place
        place = f"{column(book, 'effect_value')}{FIRST}"
        book["estimate"][place].number_format = "General"
        book["estimate"][place] = "=2*2"

    found = edited(written(row()), fill).forms["estimate"]
    assert found.rows == ()
    assert found.failures[0].reason.startswith(f"cell {place} holds a formula")
    assert found.failures[0].line == FIRST


def test_typed_numbers_shares_and_dates_are_texts_and_what_was_changed_is_told() -> None:
    def fill(book: Any) -> None:
        sheet = book["estimate"]
        for name, value, number_format in (
            ("effect_value", 0.1 + 0.2, "General"),
            ("n_total", 1200, "General"),
            ("treat_mean", 0.16, "0%"),
            ("measurement_window", date(2020, 3, 1), "yyyy-mm-dd"),
        ):
            cell = sheet[f"{column(book, name)}{FIRST}"]
            cell.value, cell.number_format = value, number_format

    found = edited(written(row()), fill).forms["estimate"]
    values = found.rows[0].values
    assert (values["effect_value"], values["n_total"]) == ("0.3", "1200")
    assert (values["treat_mean"], values["measurement_window"]) == ("16%", "2020-03-01")
    assert [one.code for one in found.findings if one.code == "EX170"] == ["EX170", "EX170"]


def test_where_a_value_was_seen_must_fit_a_value() -> None:
    def fill(book: Any) -> None:
        sheet = book["where seen"]
        sheet.append(["estimate", "E1", "se", "p. 3", None, None])
        sheet.append(["estimate", "E9", "outcome", "p. 3", None, None])
        sheet.append(["estimate", "E1", "outcome", "p. 3", None, "hearsay"])
        sheet.append(["estimate", "E1", "outcome", "p. 3", None, "abstract"])

    found = edited(written(row(outcome="job")), fill)
    assert [one.line for one in found.failures] == [2, 3, 4]
    assert found.forms["estimate"].rows[0].seen == {"outcome": Seen("p. 3", "", "abstract")}


def test_a_sheet_that_somebody_else_made_is_read_by_its_name_and_header() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "estimate"
    sheet.append(["Our rows"])
    sheet.append(["study_id", "estimate_id", "outcome", "colour"])
    sheet.append(["S", "E1", "job", "red"])
    book.create_sheet("remarks").append(["nothing"])
    out = BytesIO()
    book.save(out)
    found = read_workbook(FORMS, out.getvalue(), "f.xlsx")
    assert found.forms["estimate"].rows[0].values["colour"] == "red"
    assert found.passed_over == ("remarks",)


def test_what_is_no_workbook_is_refused_and_so_is_a_sheet_without_its_header() -> None:
    with pytest.raises(FileRefused):
        read_workbook(FORMS, b"study_id,outcome\n", "f.xlsx")

    def fill(book: Any) -> None:
        book["estimate"].delete_rows(3)

    with pytest.raises(FileRefused, match="names of the fields"):
        edited(written(row()), fill)


def test_a_text_that_no_cell_can_hold_is_refused_with_its_place() -> None:
    with pytest.raises(UsageError) as caught:
        written(row(paraphrase="x" * 40_000))
    assert "row E1, field paraphrase" in caught.value.where
