"""CSV entries: every one comes out, readable or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from litreview.extraction.csvrows import Entry, read_entries

KNOWN = ("a", "b")


def entries(text: str) -> list[Entry]:
    return list(read_entries(io.StringIO(text, newline=""), KNOWN))


def test_lines_and_raw_text_are_kept() -> None:
    assert entries('a,b\n1,"two\nlines"\n3,4\n') == [
        Entry(1, ("a", "b"), "a,b"),
        Entry(2, ("1", "two\nlines"), '1,"two\nlines"'),
        Entry(4, ("3", "4"), "3,4"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_of_the_header(delimiter: str) -> None:
    text = f'\ufeff"a"{delimiter}b\r\n1{delimiter}"x{delimiter}y"\r\n'
    assert [entry.cells for entry in entries(text)] == [("a", "b"), ("1", f"x{delimiter}y")]


def test_blank_lines_are_no_entries() -> None:
    found = entries("\n\na,b\n\n , \n1,2\n")
    assert [(entry.line, entry.cells) for entry in found] == [(3, ("a", "b")), (6, ("1", "2"))]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff\n"])
def test_an_empty_file_has_no_entries(text: str) -> None:
    assert entries(text) == []


def test_a_quotation_mark_that_never_closes_takes_the_rest_with_it_visibly() -> None:
    bad = entries('a,b\n1,"open\n2,3\n4,5\n')[1]
    assert bad.reason == "a quotation mark that opens here is never closed"
    assert bad.raw == '1,"open\n2,3\n4,5'
    assert bad.cells == ()


def test_an_entry_that_is_no_csv_leaves_the_next_alone() -> None:
    bad, good = entries('a,b\n"1"x,2\n3,4\n')[1:]
    assert bad.line == 2
    assert "not valid CSV" in bad.reason
    assert bad.raw == '"1"x,2'
    assert good.cells == ("3", "4")


@pytest.fixture
def limit() -> Iterator[int]:
    """The longest cell that the reader takes: a setting of the process, put back afterwards."""
    before = csv.field_size_limit(1000)
    yield 1000
    csv.field_size_limit(before)


def test_a_cell_beyond_the_limit_of_the_reader_is_a_failure(limit: int) -> None:
    long = "x" * (limit + 1)
    bad, good = entries(f"a,b\n{long},2\n3,4\n")[1:]
    assert "limit" in bad.reason
    assert bad.raw == f"{long},2"
    assert good.cells == ("3", "4")


def test_lines_without_ends_are_read_as_lines() -> None:
    found = list(read_entries(["a,b", '1,"two', 'lines"'], KNOWN))
    assert found[1].cells == ("1", "two\nlines")
