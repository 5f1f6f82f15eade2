"""CSV as databases, people and spreadsheets make it. All rows here are invented."""

from __future__ import annotations

import pytest

from litreview.formats import FORMATS
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId

CSV = FORMATS.get("csv")


def read(text: str) -> list[Parsed]:
    return list(CSV.read(text.splitlines(keepends=True), SearchId("s")))


def titles(text: str) -> list[str]:
    return [item.title for item in read(text) if isinstance(item, Record)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(mark: str) -> None:
    (record,) = read(f"Title{mark}Authors{mark}Year\nA title{mark}Maker{mark}2001\n")
    assert isinstance(record, Record)
    assert (record.title, record.authors, record.year) == ("A title", ("Maker",), 2001)


def test_a_quotation_mark_that_is_never_closed_costs_its_row() -> None:
    rows = "".join(f"{n},Title {n},2001\n" for n in range(1000))
    text = f'id,title,year\n1,"Open,2001\n{rows}'
    found = read(text)
    (failure,) = [item for item in found if isinstance(item, Failure)]
    assert (failure.line, failure.raw) == (2, '1,"Open,2001')
    assert len(titles(text)) == 1000


def test_quotation_marks_that_bind_two_rows_make_a_failure_of_them() -> None:
    """Read leniently, the two lines would be one record with a wrong title, and nobody told."""
    found = read('title,year\n"One,2001\n"Two,2002\nThree,2003\n')
    assert [type(item) for item in found] == [Failure, Record]
    assert isinstance(found[0], Failure)
    assert found[0].raw == '"One,2001\n"Two,2002'


def test_quotation_marks_inside_one_line_are_forgiven() -> None:
    assert titles('title,year\n"A "quoted" word",2001\n5" pipes,2002\n') == [
        'A quoted" word"',
        '5" pipes',
    ]


def test_the_lines_of_a_cell_that_is_cut_off_do_not_become_records() -> None:
    text = 'id,title,abstract\n1,A,b\n2,B,"An abstract\nof three lines\nthat is cut off\n'
    assert titles(text) == ["A"]
    assert sum(isinstance(item, Failure) for item in read(text)) == 1


def test_a_cell_may_have_many_lines() -> None:
    (record,) = read('title,year,abstract\nT,2001,"one\r\ntwo\n\nfour"\n')
    assert isinstance(record, Record)
    assert record.abstract == "one\ntwo\n\nfour"


def test_surplus_cells_are_a_failure_unless_they_are_empty() -> None:
    found = read("title,year\nA,2001,,\nB, and more,2002\n")
    assert [type(item) for item in found] == [Record, Failure]


def test_surplus_cells_continue_a_numbered_column_if_the_others_fit() -> None:
    head = "title,year,doi,Funding Text 1,EID\n"
    found = read(f"{head}A,2001,10.1000/x,one,two,e1\nB, or not B,2001,10.1000/x,one,e2\n")
    assert [type(item) for item in found] == [Remark, Record, Failure]
    assert isinstance(found[1], Record)
    assert found[1].accession == "e1"
    assert ("Funding Text 2", "two") in found[1].extra


def test_what_is_no_year_and_no_doi_is_kept_beside() -> None:
    (record,) = read("title,year,doi\nT,in press,pending\n")
    assert isinstance(record, Record)
    assert (record.year, record.doi) == (None, None)
    assert set(record.extra) == {("year", "in press"), ("doi", "pending")}


def test_only_our_own_files_have_guarded_cells() -> None:
    """In a title of somebody else the apostrophe before a hyphen is an apostrophe."""
    (record,) = read("title,year\n'-omics' for all,2001\n")
    assert isinstance(record, Record)
    assert record.title == "'-omics' for all"


@pytest.mark.parametrize("text", ["-1", "'-1", "+4.5", "'plain'"])
def test_numbers_and_quotations_come_back_as_they_were(text: str) -> None:
    assert CSV.write is not None
    record = Record(id=RecordId("s:1"), search=SearchId("s"), title="T", volume=text)
    (again,) = read("".join(CSV.write([record])))
    assert isinstance(again, Record)
    assert again.volume == text


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+x", "-x", "@x", "'=x", "\uff1d1+1"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert CSV.write is not None
    record = Record(id=RecordId("s:1"), search=SearchId("s"), title="T", publisher=text)
    written = "".join(CSV.write([record]))
    assert f",'{text}," in written
    (again,) = read(written)
    assert isinstance(again, Record)
    assert again.publisher == text


@pytest.mark.parametrize(
    ("author", "keyword", "shown"),
    [
        ("Moss, A.", "mentor", ',"Moss, A.",'),
        ("Fern and Daughters", "work, paid", ",Fern and Daughters;,"),
    ],
)
def test_a_semicolon_stands_behind_a_single_name_only_where_it_is_needed(
    author: str, keyword: str, shown: str
) -> None:
    assert CSV.write is not None
    record = Record(
        id=RecordId("s:1"), search=SearchId("s"), title="T", authors=(author,), keywords=(keyword,)
    )
    written = "".join(CSV.write([record]))
    assert shown in written
    (again,) = read(written)
    assert isinstance(again, Record)
    assert (again.authors, again.keywords) == ((author,), (keyword,))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Moss, A. and Fern, B.", ("Moss, A.", "Fern, B.")),
        ("Ada Moss and Bo Fern", ("Ada Moss", "Bo Fern")),
        ("Moss and Fern", ("Moss", "Fern")),
        ("Moss, A. and Fern", ("Moss, A.", "Fern")),
        ("Moss and Reed Institute", ("Moss and Reed Institute",)),
        ("Ministry of Moss and Fern Affairs", ("Ministry of Moss and Fern Affairs",)),
        ("Institute for Moss and Fern; Reed, C.", ("Institute for Moss and Fern", "Reed, C.")),
        ("Ada Moss\nBo Fern", ("Ada Moss", "Bo Fern")),
    ],
)
def test_names_are_parted_but_not_the_names_of_bodies(cell: str, names: tuple[str, ...]) -> None:
    quoted = cell.replace('"', '""')
    (found,) = read(f'title,authors\nT,"{quoted}"\n')
    assert isinstance(found, Record)
    assert found.authors == names
