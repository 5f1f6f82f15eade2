"""A PRISMA2020 CSV as people have it: what is read, what is refused, and what is drawn of it."""

from __future__ import annotations

import csv
import io
import re
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from litreview.errors import FileRefused
from litreview.outputs.prisma_csv import link, read, write
from litreview.outputs.prisma_csv.lists import listed
from litreview.outputs.prisma_csv.numbers import count
from litreview.prisma import Flow

MADE = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "diagram" / "made.py"))
made: Callable[..., Flow] = MADE["made"]

GIVEN = {
    "database_results": "4,821", "database_specific_results": "Base A, 4,000; Base B, 821",
    "register_results": "312", "website_results": "40", "organisation_results": "11",
    "citations_results": "87", "duplicates": "1493", "excluded_automatic": "0",
    "excluded_other": "7", "records_screened": "3633", "records_excluded": "3398",
    "dbr_sought_reports": "235", "dbr_notretrieved_reports": "9", "dbr_assessed": "226",
    "dbr_excluded": "Wrong population, 61; Wrong design, 48; Other, 72",
    "other_sought_reports": "138", "other_notretrieved_reports": "12", "other_assessed": "126",
    "other_excluded": "Wrong design, 70; Other, 43", "new_studies": "49", "new_reports": "58",
    "previous_studies": "12", "previous_reports": "14", "total_studies": "61",
    "total_reports": "72",
}  # fmt: skip
"""The consistent numbers that the pages of this project use; sources and reasons are invented."""


def text(given: Mapping[str, str] = GIVEN, *, delimiter: str = ",", columns: str = "data n") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns.split())
    for key, n in given.items():
        row = {"data": key, "n": n}
        writer.writerow([row.get(column.casefold(), "NA") for column in columns.split()])
    return out.getvalue()


def problems(given: Mapping[str, str] | str) -> list[tuple[str, int, str]]:
    """Code, row and column of what is found; missing rows aside."""
    content = given if isinstance(given, str) else text({**GIVEN, **given})
    found = read(content.encode(), "x.csv").findings
    return [(f.code, f.row, f.column) for f in found if "there is no row" not in f.message]


def test_consistent_numbers_have_no_findings() -> None:
    assert problems(GIVEN) == []
    flow = read(text().encode(), "x.csv").flow
    assert (flow.updated, flow.other_methods, flow.from_file) == (True, True, True)
    assert flow["dbr_excluded"].n == 181
    assert all(not box.ids for box in flow.boxes.values()), "nobody stands behind a stated number"


@pytest.mark.parametrize(
    "content",
    [
        text(columns="n box DATA"),
        text(delimiter=";"),
        "\ufeff" + text().upper().replace("_", "-"),
        text({key.upper(): n for key, n in reversed(GIVEN.items())}),
        text({**GIVEN, "records_screened": "(n = 3\u202f633)", "duplicates": "1'493"}),
        text({**GIVEN, "records_screened": "3.633", "duplicates": "1493,00"}, delimiter=";"),
        text({**GIVEN, "new_studies": "49.0", "excluded_automatic": "NA"}),
    ],
    ids=["columns", "semicolons", "case", "order", "groups", "european", "decimals"],
)
def test_worked_over_files_say_the_same(content: str) -> None:
    flow = read(content.encode(), "x.csv").flow
    sure = read(text().encode(), "x.csv").flow.counts()
    assert {"excluded_automatic": 0, **flow.counts()} == sure


def test_latin_1_and_line_ends_of_any_kind_are_read() -> None:
    reasons = "Kein Län\u00adderbezug, 181".replace("\u00ad", "")
    content = text({**GIVEN, "dbr_excluded": reasons}).replace("\n", "\r\n").encode("latin-1")
    (part,) = read(content, "x.csv").flow["dbr_excluded"].parts
    assert (part.label, part.n) == ("Kein Länderbezug", 181)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("-5", "negative"), ("\u22125", "negative"), ("12.5", "fraction"), ("1.113", "fraction"),
        ("1,13", "fraction"), ("about 200", "not a number"), ("186 + citation searches", "not"),
        ("1e3", "not a number"), ("1,234 567", "not a number"),
        ("9" * 40, "not a number"), ("=1+1", "not a number"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_told_with_its_row(cell: str, fault: str) -> None:
    assert fault in count(cell).fault
    given = {**GIVEN, "records_screened": cell}
    reading = read(text(given).encode(), "x.csv")
    (first,) = [one for one in reading.findings if one.code == "PC1"]
    row = list(given).index("records_screened") + 2
    assert (first.row, first.column, first.boxes) == (row, "n", ("records_screened",))
    unchecked = [one.message for one in reading.findings if one.code == "PR11"]
    assert unchecked == ["Records screened: no number, so PR2 and PR3 cannot be checked"]
    assert "records_screened" not in reading.flow.counts(), "no number is made up"


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Wrong population, adults only, 12; Other, 3",
         {"Wrong population, adults only": 12, "Other": 3}),
        ("Aged under 18, 1,234", {"Aged under 18": 1234}),
        ("Wrong design (n = 7); Other: 2; Third=1", {"Wrong design": 7, "Other": 2, "Third": 1}),
        (" A, 1;B, 2; ; ", {"A": 1, "B": 2}),
        ("Reason1, xxx; Reason2, xxx; Reason3, xxx", {}),
        ("NA", {}),
        ("No report excluded, 0", {}),
    ],
)  # fmt: skip
def test_lists_keep_the_words_of_their_labels(cell: str, parts: Mapping[str, int]) -> None:
    assert {part.label: part.n for part in listed(cell).parts} == parts


@pytest.mark.parametrize("cell", ["a; b, 3", "Wrong design, some", "Other, -2", "Other, 1.5"])
def test_an_item_without_a_sure_number_is_told_and_no_sum_is_made(cell: str) -> None:
    found = listed(cell)
    assert found.faults
    assert found.total is None


def test_sums_that_do_not_hold_name_both_numbers_and_the_one_that_would_mend_them() -> None:
    reading = read(text({**GIVEN, "dbr_sought_reports": "3398"}).encode(), "x.csv")
    errors = [one for one in reading.findings if one.severity == "error"]
    assert [(one.code, one.expected, one.found) for one in errors] == [
        ("PR3", 235, 3398), ("PR4", 3389, 226),
    ]  # fmt: skip
    for one in errors:
        assert "if `dbr_sought_reports` were 235" in one.remedy


def test_of_several_numbers_that_would_mend_a_sum_all_are_named_that_break_no_other() -> None:
    (error,) = [
        one for one in read(text({**GIVEN, "duplicates": "1"}).encode(), "x.csv").findings
        if one.severity == "error"
    ]  # fmt: skip
    assert error.remedy == (
        "it would hold if `duplicates` were 1,493 or `excluded_automatic` were 1,492 "
        "or `excluded_other` were 1,499"
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"database_specific_results": "Base A, 4,000"}, "PR1"),
        ({"duplicates": "1"}, "PR2"),
        ({"other_assessed": "125"}, "PR7"),
        ({"website_results": "", "organisation_results": ""}, "PR6"),
        ({"new_studies": "59", "total_studies": "71"}, "PR9"),
        ({"total_reports": "73"}, "PR10"),
        ({"total_studies": "62"}, "PR10"),
        ({"total_studies": "60"}, "PR10"),
        ({"total_studies_ma": "62"}, "PR11"),
        ({"colour": "blue"}, "PC2"),
        ({"database_specific_results": "A, 4000; B, 821", "register_specific_results": "A, 312"},
         "PC4"),
    ],
)  # fmt: skip
def test_each_rule_is_checked(given: Mapping[str, str], code: str) -> None:
    assert code in {found[0] for found in problems(given)}


def test_a_number_that_cannot_be_read_is_not_taken_for_nothing() -> None:
    found = [one[0] for one in problems({"duplicates": "about 1,500"})]
    assert found == ["PC1", "PR11"], "the sum is not checked, rather than said to be wrong"


def test_a_row_that_stands_twice_is_told_where_it_differs() -> None:
    again = text() + "duplicates,1492\nduplicates,1493\n"
    assert problems(again) == [("PC3", len(GIVEN) + 2, "n")]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"data,value\nduplicates,3\n", b"a,n\nx,3\n", b"data,n\nx,3\n", b"\x89PNG\r\n",
     b"\xff\xfe\x00", b"PK\x03\x04" + bytes(99), b"data,n\n" + b"a," * (1 << 20)],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read(content, "x.csv")


def as_prisma2020_reads(content: bytes) -> dict[str, Any]:
    """An independent reader, after the rules of the package: rows by pattern on the first column.

    Lists are cut at semicolons, a label ends at the first comma, and of a number all but its
    digits is dropped.
    """
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    first = next(iter(rows[0]))
    found: dict[str, Any] = {}
    for key in (row[first] for row in rows if row[first] != "NA"):
        pattern = f"{key}$" if key in {"total_studies", "total_reports"} else key
        (row,) = [row for row in rows if re.search(pattern, row[first])]
        n = row["n"]
        if re.search("[^0-9,]", n) and n != "NA":
            pieces = [piece for piece in re.split("; ?", n) if piece]
            found[key] = [
                (re.sub(",.*$", "", p), int(re.sub("[^0-9]", "", p.partition(",")[2])))
                for p in pieces
            ]
        else:
            found[key] = None if n == "NA" else int(n.replace(",", ""))
    return found


def test_our_export_is_drawn_by_the_package_as_it_was_given() -> None:
    drawn = as_prisma2020_reads(write(read(text().encode(), "x.csv").flow))
    for key, cell in GIVEN.items():
        expected = [(p.label, p.n) for p in listed(cell).parts] or count(cell).n
        assert drawn[key] == expected, key
    assert drawn["register_specific_results"] is None


@pytest.mark.parametrize("name", sorted(MADE["FLOWS"]))
def test_what_was_exported_reads_back_as_it_was(name: str) -> None:
    flow: Flow = MADE["FLOWS"][name]()
    exported = write(flow)
    again = read(exported, "x.csv")
    assert as_prisma2020_reads(write(again.flow)) == as_prisma2020_reads(exported)
    same = set(again.flow.counts()) - {"records_excluded", "records_left_unread"}
    lists = {"dbr_excluded", "other_excluded"}  # of which the file has the parts alone
    drawn = {key for key in as_prisma2020_reads(exported) if key in same - lists}
    assert {k: again.flow[k].n for k in drawn} == {k: flow[k].n for k in drawn if k in flow.boxes}
    assert "PC1" not in {one.code for one in again.findings}


def test_the_link_fills_in_every_count() -> None:
    flow = read(text().encode(), "x.csv").flow
    given = parse_qs(urlsplit(link(flow)).query)
    drawn = as_prisma2020_reads(write(flow))
    assert given["records_screened"] == ["3633"]
    assert given["dbr_excluded"] == ["Wrong population, 61; Wrong design, 48; Other, 72"]
    assert given["register_specific_results"] == ["NA"]
    assert [given[name] for name in ("previous", "other", "dbDetail", "regDetail")] == [
        ["1"], ["1"], ["1"], ["0"],
    ]  # fmt: skip
    assert set(drawn) - set(given) == {"identification", "screening", "included"}


@pytest.mark.corpus
def test_published_files_are_read_checked_and_drawn_again_without_change(corpus: Path) -> None:
    index = (corpus / "topic" / "INDEX.csv").read_text("utf-8").splitlines()
    files = [row["file"] for row in csv.DictReader(index) if "prisma" in row["file"]]
    wrong: dict[str, set[str]] = {}
    for name in files:
        content = (corpus / "topic" / name).read_bytes()
        reading = read(content, name)
        again = read(write(reading.flow), name)
        assert again.flow.counts() == reading.flow.counts()
        assert again.flow.wording == reading.flow.wording
        parts = [
            {key: box.parts for key, box in one.flow.boxes.items()} for one in (reading, again)
        ]
        assert parts[0] == parts[1]
        theirs = {row["data"]: row["n"] for row in csv.DictReader(io.StringIO(content.decode()))}
        for key, drawn in as_prisma2020_reads(write(reading.flow)).items():
            if isinstance(drawn, int) and key in again.flow.boxes:
                assert int(theirs[key].replace(",", "")) == drawn, key
        errors = {one.code for one in reading.findings if one.severity == "error"}
        wrong |= {Path(name).name.partition("__")[0]: errors} if errors else {}
    assert len(files) == 4
    assert wrong == {"almp-nma": {"PR3", "PR4", "PR8", "PR9"}, "care-leaver-review": {"PR1"}}


def test_the_words_of_the_package_are_no_words_of_somebody() -> None:
    """Its template says "new studies" in every review."""
    title = "Identification of new studies via databases and registers"
    new = f"n,data,box,boxtext\n0,NA,newstud,{title}\n"
    own = "0,NA,othstud,Found in drawers\n7,new_studies,box10,New studies included in review\n"
    assert read((new + own).encode(), "x.csv").flow.wording == {"othstud": "Found in drawers"}
