"""What every table and every file format must do, whoever adds it."""

from __future__ import annotations

import csv
import io
import re
import runpy
import zipfile
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.cli.table import command as table_command
from litreview.outputs.escape import clean
from litreview.outputs.page.sections import files
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS

ROOT = Path(__file__).parents[2]
MADE = runpy.run_path(str(ROOT / "tests" / "golden" / "tables" / "made.py"))
DOCS = (ROOT / "docs" / "tables.md").read_text("utf-8")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NASTY = (
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a|b\nc\r\nd",
    "\x1b[2J\x00\ufffe\u202e",
    "]]></w:t><w:t>",
    "javascript:alert(1)",
    'https://example.org/"onmouseover="x',
    "&lt;b&gt;",
    "`code` **bold** [x](javascript:y)",
)


def hostile(text: str) -> str:
    return f"{text} {' '.join(NASTY)}"


@pytest.mark.parametrize("name", TABLES.names())
class TestEveryTable:
    def test_is_registered_under_its_name(self, name: str) -> None:
        kind = TABLES.get(name)
        assert kind.name == name == kind.build(MADE["evidence"]()).name
        assert kind.summary

    def test_is_as_wide_as_its_columns(self, name: str) -> None:
        for held in (MADE["whole"](), MADE["evidence"](())):
            table = TABLES.get(name).build(held)
            assert {len(row) for row in table.rows} <= {len(table.columns)}

    def test_has_plain_and_different_keys(self, name: str) -> None:
        keys = [column.key for column in TABLES.get(name).build(MADE["evidence"]()).columns]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in keys)

    def test_tells_first_what_it_has(self, name: str) -> None:
        table = TABLES.get(name).build(MADE["evidence"]())
        assert set(table.telling) <= {column.key for column in table.columns if column.width}

    def test_says_why_it_is_empty(self, name: str) -> None:
        table = TABLES.get(name).build(MADE["evidence"]((), rows=False))
        assert table.rows == ()
        assert "Next: litreview " in table.empty

    def test_is_the_same_twice(self, name: str) -> None:
        build = TABLES.get(name).build
        assert build(MADE["evidence"]()) == build(MADE["evidence"]())

    def test_is_documented_with_its_columns(self, name: str) -> None:
        section = re.search(rf"^### `{name}`$(.*?)(?=^##|\Z)", DOCS, re.DOTALL | re.MULTILINE)
        assert section, f"docs/tables.md has no section for {name}"
        for column in TABLES.get(name).build(MADE["evidence"]()).columns:
            assert f"`{column.key}`" in section.group(1), column.key


@pytest.mark.parametrize("name", WRITERS.names())
class TestEveryFormat:
    def test_is_registered_under_its_name_and_documented(self, name: str) -> None:
        writer = WRITERS.get(name)
        assert writer.name == name
        assert re.fullmatch(r"\.[a-z]+", writer.suffix)
        assert f"`{writer.suffix}`" in DOCS
        assert writer.label

    def test_has_an_option_and_a_link_on_the_page(self, name: str) -> None:
        writer = WRITERS.get(name)
        options = {option for param in table_command.params for option in param.opts}
        assert {f"--{writer.suffix[1:]}", f"--{name}"} <= options
        assert f'<a href="tables/t{writer.suffix}">{writer.label}</a>' in files(
            Table("t", "T", (Column("a", "A"),), (("x",),))
        )

    def test_writes_the_same_bytes_twice(self, name: str) -> None:
        table = TABLES.get("effects").build(MADE["evidence"]())
        assert WRITERS.get(name).write(table) == WRITERS.get(name).write(table)

    def test_writes_other_bytes_when_a_digit_changes(self, name: str) -> None:
        one, other = (Table("t", "T", (Column("a", "A"),), ((text,),)) for text in ("12", "13"))
        assert WRITERS.get(name).write(one) != WRITERS.get(name).write(other)

    def test_writes_a_heading_that_is_chosen_alone(self, name: str) -> None:
        """In a table without a column that takes room there would be nothing to see."""
        table = TABLES.get("effects").build(MADE["evidence"]()).only(["group"])
        written = WRITERS.get(name).write(table)
        parts = opened(written) if written.startswith(b"PK") else {"all.xml": written}
        assert table.rows[0][0].encode() in b"".join(parts.values())

    def test_writes_an_empty_table(self, name: str) -> None:
        for kind in TABLES.all():
            assert WRITERS.get(name).write(kind.build(MADE["evidence"]((), rows=False)))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page_is_harmless(page: str, scripts: int = 0) -> None:
    reader = _Page()
    reader.feed(page)
    tags = [tag for tag, _ in reader.found]
    assert tags.count("script") == scripts
    assert not {"img", "iframe", "object", "embed", "link", "base", "form"} & set(tags)
    for _, attributes in reader.found:
        assert not [key for key in attributes if key.startswith("on") or key in {"style", "src"}]
        for key in ("href", "xlink:href"):
            link = attributes.get(key) or "#"
            assert re.match(r"(?:https?://|#|[a-z0-9/._-]+$)", link), link


def texts(parts: dict[str, bytes]) -> str:
    return "".join(
        "".join(ET.fromstring(content).itertext())  # noqa: S314 - written by us a moment ago
        for name, content in parts.items()
        if name.endswith(".xml")
    )


def opened(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as found:
        return {name: found.read(name) for name in found.namelist()}


class _Shown(HTMLParser):
    """The words of the cells, in their order: those of a page as those of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.inside = self.skipped = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"th", "td"}:
            self.inside = True
            self.cells.append("")
        elif tag == "br":
            self.handle_data("\n")
        self.skipped = tag == "small" or ("class", "steps") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"th", "td", "summary"}  # then its links again
        self.skipped = False

    def handle_data(self, data: str) -> None:
        if self.inside and not self.skipped:
            self.cells[-1] += data


@pytest.mark.parametrize("name", TABLES.names())
def test_word_shows_what_the_page_shows(name: str) -> None:
    table = TABLES.get(name).build(MADE["whole"](hostile))
    page = _Shown()
    page.feed(WRITERS.get("html").write(table).decode())
    word = ET.fromstring(opened(WRITERS.get("docx").write(table))["word/document.xml"])  # noqa: S314
    rows = word.findall(f".//{W}tr")
    cells = [
        "".join("\n" if part.tag == f"{W}br" else part.text or "" for part in cell.iter())
        for row in rows
        for cell in row.findall(f"{W}tc")
    ]
    assert [text.strip() for text in cells] == [text.strip() for text in page.cells]
    heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
    grouped = any(column.group for column in table.columns)
    assert heads == rows[: 1 + grouped], "they repeat on each page"
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@pytest.mark.parametrize("name", TABLES.names())
def test_hostile_text_is_data_in_every_format(name: str) -> None:
    table = TABLES.get(name).build(MADE["whole"](hostile))
    assert any(NASTY[1] in cell for row in table.rows for cell in row)
    page_is_harmless(WRITERS.get("html").write(table).decode())
    rows = list(csv.reader(io.StringIO(WRITERS.get("csv").write(table).decode())))
    assert len(rows) == len(table.rows) + 1
    assert {len(row) for row in rows} == {len(table.columns)}
    lines = WRITERS.get("markdown").write(table).decode().splitlines()
    cells = [len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.startswith("|")]
    assert cells == [len(table.columns) + 1] * (len(table.rows) + 2)
    for office in ("docx", "xlsx"):
        assert NASTY[1] in texts(opened(WRITERS.get(office).write(table)))
    tex_is_harmless(WRITERS.get("latex").write(table).decode(), table)


COMMANDS = frozenset(
    re.findall(
        r"\w+",
        """
        documentclass usepackage iftutex else fi begin end begingroup endgroup par caption label
        toprule midrule bottomrule endfirsthead endhead endlastfoot addlinespace cmidrule
        multicolumn textbf textcolor raggedright raggedleft arraybackslash linewidth setlength
        tabcolsep LTcapwidth href allowbreak newline ensuremath bullet circ blacktriangle
        blacktriangledown leq geq diamond hspace tiny scriptsize footnotesize small textbackslash
        textbraceleft textbraceright textasciicircum textasciitilde
        """,
    )
)
_DEEPER = {"{": 1, "}": -1}


def tex_is_harmless(text: str, table: Table) -> None:
    """Only our own commands stand in it, each group is closed, each row has all its cells."""
    called = re.findall(r"\\([A-Za-z]+|.)", text, re.DOTALL)
    assert set(called) <= COMMANDS | set("&%#_$~\\")
    body = text.partition(r"\endlastfoot")[2].partition(r"\end{longtable}")[0]
    cells = [re.sub(r"\\&", "", row).count("&") for row in body.splitlines() if " & " in row]
    columns = sum(bool(column.width) for column in table.columns)
    if columns > 1:
        assert set(cells) == {columns - 1}
        assert len(cells) >= len(table.rows)
    for line in text.splitlines():
        depths = [0, *accumulate(_DEEPER.get(sign, 0) for sign in re.findall(r"\\?.", line))]
        assert min(depths) == depths[-1] == 0, line


cell = st.text(max_size=12) | st.sampled_from(NASTY)
tables: Any = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(cell, min_size=n, max_size=n).map(tuple), max_size=4).map(
        lambda rows: Table(
            "t", "T", tuple(Column(f"c{at}", f"C{at}") for at in range(n)), tuple(rows)
        )
    )
)


@given(tables)
def test_any_table_can_be_read_back_from_csv(table: Table) -> None:
    rows = list(csv.reader(io.StringIO(WRITERS.get("csv").write(table).decode(), newline="")))[1:]
    taken = [
        [re.sub("^'('*(?:\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]))", r"\1", c) for c in row]
        for row in rows
    ]
    if len(table.columns) > 1:
        assert taken == [[clean(text) for text in row] for row in table.rows]


@settings(max_examples=30)
@given(tables)
def test_any_table_can_be_read_back_from_excel(table: Table) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(WRITERS.get("xlsx").write(table)))["t"]
    for row, read in zip(table.rows, sheet.iter_rows(min_row=2), strict=False):
        for text, found in zip(row, read, strict=True):
            assert found.data_type != "f"
            value = found.value if found.value is not None else ""
            if "x005F_" in text:  # openpyxl drops the mark of an escape wherever it reads it
                assert isinstance(value, str)
            elif isinstance(value, str):
                assert value == clean(text)
            else:
                assert float(text) == value


@settings(max_examples=25)
@given(tables)
def test_any_table_is_a_harmless_page_and_a_word_file(table: Table) -> None:
    page_is_harmless(WRITERS.get("html").write(table).decode())
    if table.rows:
        tex_is_harmless(WRITERS.get("latex").write(table).decode(), table)
    parts = opened(WRITERS.get("docx").write(table))
    assert ET.fromstring(parts["word/document.xml"]) is not None  # noqa: S314
