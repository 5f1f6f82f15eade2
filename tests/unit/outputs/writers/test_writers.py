"""What each file format holds, read back by a foreign reader."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any

import pytest

from litreview.outputs.table import Column, Table
from litreview.outputs.writers import WRITERS
from litreview.outputs.writers._blocks import blocks, body_columns, fitted, spans
from litreview.outputs.writers.html import fragment
from litreview.outputs.writers.xlsx import MOST_CHARACTERS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COLUMNS = (
    Column("group", "Group", width=0),
    Column("study", "Study", width=14),
    Column("effect", "Effect", "right", width=8, group="As printed"),
    Column("unit", "Unit", width=10, group="As printed"),
    Column("source", "Source", width=20),
)
ROWS = (
    ("Children", "Moss 2010", "-0.20", "days", "https://example.org/a?b=1&c=2"),
    ("Children", "Reed 2011", "=1+1", "not reported", "javascript:alert(1)"),
    ("Adults", "Lake 2012", "-1 to -2", "", "see https://example.org/x, page 2"),
)
TABLE = Table(
    "made",
    "Made-up <table> & more",
    COLUMNS,
    ROWS,
    ("One note.", "=2+2"),
    "Nothing. Next: litreview load",
)
EMPTY = Table(
    "made", "Made-up", COLUMNS, (), ("One note.",), "Nothing is here. Next: litreview load FILE"
)


def wide(columns: int, width: int, rows: tuple[tuple[str, ...], ...] = ()) -> Table:
    named = tuple(Column(f"c{at}", f"C{at}", width=width) for at in range(columns))
    return Table("wide", "Wide", named, rows or (("x" * width,) * columns,))


def written(name: str, table: Table = TABLE) -> bytes:
    return WRITERS.get(name).write(table)


def sheet(table: Table = TABLE) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(written("xlsx", table)))


def document(table: Table = TABLE) -> Any:
    from docx import Document

    return Document(io.BytesIO(written("docx", table)))


def test_csv_has_keys_numbers_and_guarded_text() -> None:
    text = written("csv").decode()
    assert text.splitlines()[:3] == [
        '"group","study","effect","unit","source"',
        '"Children","Moss 2010",-0.20,"days","https://example.org/a?b=1&c=2"',
        '"Children","Reed 2011","\'=1+1","not reported","javascript:alert(1)"',
    ]
    assert list(csv.reader(io.StringIO(text)))[3] == [
        "Adults",
        "Lake 2012",
        "'-1 to -2",
        "",
        ROWS[2][4],
    ]


def test_csv_keeps_one_cell_where_a_spreadsheet_splits_at_semicolons() -> None:
    table = Table("made", "", (Column("a", "A"), Column("b", "B")), (('x;=1+1 "q"', "a\nb"),))
    assert written("csv", table).decode().splitlines()[1] == '"x;=1+1 ""q""","a'
    assert list(csv.reader(io.StringIO(written("csv", table).decode())))[1] == [
        'x;=1+1 "q"',
        "a\nb",
    ]


def test_csv_of_nothing_is_the_line_of_keys() -> None:
    assert written("csv", EMPTY).decode() == '"group","study","effect","unit","source"\n'


def test_csv_numbers_are_numbers_to_pandas() -> None:
    import pandas as pd

    table = Table("made", "", (Column("a", "A"),), (("-0.2",), ("1.50",)))
    assert pd.read_csv(io.BytesIO(written("csv", table)))["a"].tolist() == [-0.2, 1.5]


def test_markdown_has_a_row_a_line_and_the_notes() -> None:
    lines = written("markdown").decode().splitlines()
    assert lines[0] == r"# Made-up \<table\> &amp; more"
    assert lines[2] == "| Group | Study | Effect | Unit | Source |"
    assert lines[3] == "| --- | --- | ---: | --- | --- |"
    assert lines[4].endswith("| -0.20 | days | <https://example.org/a?b=1&c=2> |")
    assert lines[-2:] == ["- One note.", "- =2+2"]
    assert written("markdown", EMPTY).decode() == f"# Made-up\n\n{EMPTY.empty}\n"


class _Reader(HTMLParser):
    """Collects the text of cells, the links and every element's name."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))
        if tag in {"td", "th"}:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def test_html_links_web_addresses_only() -> None:
    links = read(fragment(TABLE)).links
    assert [link["href"] for link in links] == [
        "https://example.org/a?b=1&c=2",
        "https://example.org/x",
    ]
    assert {link["rel"] for link in links} == {"noopener noreferrer"}


def test_html_stands_headings_above_their_rows() -> None:
    page = fragment(TABLE)
    assert [
        re.sub("<[^>]+>", "", found)
        for found in re.findall(r'<tr class="heading">(.*?)</tr>', page)
    ] == [
        "Children 2 rows",
        "Adults 1 row",
    ]
    assert page.count('scope="row"') == 3
    assert 'colspan="2" class="group">As printed' in page


def test_html_marks_what_is_missing_and_what_is_a_number() -> None:
    page = fragment(TABLE)
    assert '<td class="missing">not reported</td>' in page
    assert '<td class="number">-0.20</td>' in page
    assert '<td class="right">-1 to -2</td>' in page


def test_html_folds_long_text_once_and_whole() -> None:
    table = wide(1, 10, ((f"{'word ' * 100}end",),))
    two = Table(
        "wide", "Wide", (*table.columns, Column("b", "B", width=10)), (("x", table.rows[0][0]),)
    )
    page = fragment(two)
    assert page.count("<details") == 1
    assert page.count("end</span>") == 1
    assert "<details" not in fragment(Table("w", "W", two.columns, (("x", "short"),)))


def test_html_shows_how_central_mentoring_is_with_its_word() -> None:
    columns = (Column("study", "Study"), Column("centrality", "Mentoring part"))
    rows = tuple(("x", word) for word in ("core", "substantial (1 of 3)", "weak", "unclear"))
    page = fragment(Table("made", "", columns, rows))
    assert re.findall("[●○]+", page) == ["●●●", "●●○", "●○○"]
    assert "</span> core" in page
    assert "<td>unclear</td>" in page


def test_html_page_stands_alone() -> None:
    page = written("html").decode()
    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in page
    assert "script-src 'none'" in page
    assert not {"script", "link", "img", "iframe"} & set(read(page).tags)
    assert f'<p class="empty">{EMPTY.empty}</p>' in written("html", EMPTY).decode()


def test_xlsx_numbers_are_numbers_and_text_is_never_run() -> None:
    cells = sheet()["made"]
    assert (cells["C2"].value, cells["C2"].data_type, cells["C2"].number_format) == (
        -0.2,
        "n",
        "0.00",
    )
    assert (cells["C3"].value, cells["C3"].data_type, cells["C3"].quotePrefix) == (
        "=1+1",
        "s",
        True,
    )
    assert (cells["C4"].value, cells["C4"].data_type) == ("-1 to -2", "s")
    assert cells["D4"].value is None
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(written("xlsx"))).read(
        "xl/worksheets/sheet1.xml"
    )


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("12", 12, "0"),
        ("0.0", 0.0, "0.0"),
        ("16%", "16%", None),
        ("1,234", "1,234", None),
        ("007", "007", None),
        ("1e5", "1e5", None),
        ("#N/A", "#N/A", None),
        ("12345678901234567890", "12345678901234567890", None),
        ("+3", "+3", None),
    ],
)
def test_xlsx_takes_for_a_number_only_what_it_can_show_as_printed(
    text: str, value: object, shown: str | None
) -> None:
    cell = sheet(Table("made", "", (Column("a", "A"),), ((text,),)))["made"]["A2"]
    assert cell.value == value
    assert shown is None or cell.number_format == shown


def test_xlsx_codes_are_not_read_as_letters() -> None:
    found = sheet(Table("made", "", (Column("a", "A"),), (("x_x0041_y _x_",),)))["made"]["A2"].value
    assert found == "x_x005F_x0041_y _x_", "as Excel itself writes it; it shows x_x0041_y"


def test_xlsx_header_stays_filters_and_repeats() -> None:
    cells = sheet()["made"]
    assert [cell.value for cell in cells[1]] == [
        "Group",
        "Study",
        "As printed: Effect",
        "As printed: Unit",
        "Source",
    ]
    assert cells["A1"].font.bold
    assert (cells.freeze_panes, cells.auto_filter.ref, cells.print_title_rows) == (
        "C2",
        "A1:E4",
        "$1:$1",
    )
    assert cells["E2"].hyperlink.target == "https://example.org/a?b=1&c=2"
    assert cells["E3"].hyperlink is None
    assert cells["E4"].alignment.wrap_text


def test_xlsx_says_what_it_is_on_its_second_sheet() -> None:
    about = [row[0].value for row in sheet()["about"].iter_rows()]
    assert about == ["Made-up <table> & more", "One note.", "=2+2"]
    assert [row[0].value for row in sheet(EMPTY)["about"].iter_rows()][1] == EMPTY.empty


def test_xlsx_says_where_it_had_to_cut() -> None:
    long = Table("made", "", (Column("a", "A"),), (("x" * 40_000,), ("😀" * 20_000,)))
    cells = sheet(long)["made"]
    for at in ("A2", "A3"):
        value = cells[at].value
        assert len(value.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
        assert value.endswith("characters; the CSV file has all)")


def test_docx_holds_every_text_and_links_the_addresses() -> None:
    table = document().tables[0]._tbl
    texts = [
        "".join(text.text or "" for text in row.iter(f"{W}t")) for row in table.findall(f"{W}tr")
    ]
    assert texts[:2] == ["As printed", "StudyEffectUnitSource"]
    assert texts[2] == "Children"
    assert texts[3].startswith("Moss 2010-0.20days")
    assert texts[4] == "Reed 2011=1+1not reportedjavascript:alert(1)"
    fields = [field.get(f"{W}instr") for field in table.iter(f"{W}fldSimple")]
    assert fields == [
        ' HYPERLINK "https://example.org/a?b=1&c=2" ',
        ' HYPERLINK "https://example.org/x" ',
    ]


def test_docx_lies_on_its_side_where_the_table_is_wide() -> None:
    from docx.enum.section import WD_ORIENT

    assert document(wide(3, 20)).sections[0].orientation == WD_ORIENT.PORTRAIT
    section = document(wide(12, 12)).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height


def grid_of(table: Table) -> list[int]:
    return [int(column.get(f"{W}w")) for column in document(table).tables[0]._tbl.tblGrid]


def test_docx_columns_share_the_page_by_their_width() -> None:
    columns = (Column("a", "A", width=10), Column("b", "B", width=40), Column("c", "C", width=10))
    first, second, third = grid_of(
        Table("made", "", columns, (("x y " * 9, "y z " * 19, "x " * 9),))
    )
    assert second > 3 * first
    assert first == third
    assert first + second + third == pytest.approx((210 - 2 * 15) * 1440 / 25.4, abs=3)


def test_docx_gives_short_words_their_room_and_breaks_the_longest_first() -> None:
    """Eighteen columns at six points: a row's number such as CBA33 must stay on one line."""
    words = ("CBA33", "unemployment", "w" * 40)
    columns = tuple(Column(f"c{at}", "C", width=(4, 15, 26)[at % 3]) for at in range(18))
    grid = grid_of(Table("made", "", columns, (tuple(words[at % 3] for at in range(18)),)))
    margins, letter = 120, 6 * 20 * 0.6
    assert min(grid[::3]) >= margins + len("CBA33") * letter
    assert grid[1] > grid[0]
    assert grid[2] < margins + 40 * letter
    assert sum(grid) <= (297 - 2 * 15) * 1440 / 25.4


def test_missing_values_are_grey_in_office_files() -> None:
    table = Table("made", "", (Column("a", "A"),), (("not reported",), ("none",)))
    runs = [cell.paragraphs[0].runs[0] for cell in document(table).tables[0].columns[0].cells]
    assert [str(run.font.color.rgb) for run in runs] == ["None", "646C75", "None"]
    found = sheet(table)["made"]
    assert found["A2"].font.color.rgb == "00646C75"
    assert found["A3"].font != found["A2"].font
    assert {found[f"A{row}"].font.name for row in (1, 2, 3)} == {"Calibri"}


def test_xlsx_rows_are_as_high_as_their_longest_text() -> None:
    columns = (Column("a", "A", width=10), Column("b", "B", width=20))
    rows = (("x", "y"), ("x", "word " * 12), ("x" * 900, "y"), ("one\ntwo\nthree", ""))
    found = sheet(Table("made", "", columns, rows))["made"]
    heights = [found.row_dimensions[row].height for row in range(1, 6)]
    assert heights == [15, 15, 60, 180, 45]


def test_a_column_with_little_to_say_takes_little_room() -> None:
    columns = (
        Column("group", "Group", width=0),
        Column("query", "Query, as run", width=44),
        Column("more", "Further reasons", width=20),
        Column("link", "Link", width=60),
        Column("note", "Note", width=30),
        Column("n", "n", width=12),
    )
    link = f"https://example.org/{'a' * 70}"
    rows = (("g", "not known", "", link, "z" * 99, "1"), ("g", "no", "", "", "", "22"))
    found = fitted(Table("made", "", columns, rows))
    assert [(column.key, column.width) for column in found] == [
        ("query", 9),
        ("more", len("Further") + 1),
        ("link", len("example.org/…")),
        ("note", 30),
        ("n", 4),
    ]
    assert [column.width for column in fitted(Table("made", "", columns, ()))] == [7, 8, 5, 5, 4]


def test_docx_has_a_caption_and_its_notes_or_why_it_is_empty() -> None:
    found = document()
    assert (found.paragraphs[0].text, found.paragraphs[0].style.name) == (
        "Made-up <table> & more",
        "Caption",
    )
    assert [paragraph.text for paragraph in found.paragraphs[1:]] == ["One note.", "=2+2"]
    empty = document(EMPTY)
    assert empty.tables == []
    assert empty.paragraphs[1].text == EMPTY.empty


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_office_files_bear_no_clock(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(name))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert re.findall(r">(\d{4}-[^<]+)<", core) == ["1980-01-01T00:00:00Z"] * 2


def test_blocks_cut_where_the_heading_changes() -> None:
    found = list(blocks(TABLE))
    assert [(block.heading, len(block.rows)) for block in found] == [("Children", 2), ("Adults", 1)]
    assert len(found[0].rows[0]) == len(body_columns(TABLE)) == 4
    assert [(span.label, span.columns) for span in spans(body_columns(TABLE))] == [
        ("", 1),
        ("As printed", 2),
        ("", 1),
    ]
