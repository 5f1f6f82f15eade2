"""Merging: the best value of each field, and where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from litreview.dedup.merge import merge
from litreview.model import Record, RecordId, Report, ReportId, SearchId

Make = Callable[..., Record]
R1 = ReportId("a:1")


def best(*records: Record) -> Record:
    return merge(records, R1).record


def origin(report: Report, field: str) -> str:
    return dict(report.provenance)[field]


def test_one_record_is_taken_as_it_is(make: Make) -> None:
    record = make(keywords=("rain", "boats"), extra=(("ZZ", "kept"),), url="https://pond.test")
    report = merge([record], R1)
    assert report.record == record
    assert report.records == ("a:1",)
    assert {origin for _, origin in report.provenance} == {"a:1"}


def test_no_records_are_refused() -> None:
    with pytest.raises(ValueError, match="a:1"):
        merge([], R1)


def test_members_are_listed_in_natural_order(make: Make) -> None:
    assert merge([make(10), make(9), make(1)], R1).records == ("a:1", "a:9", "a:10")


def test_gaps_are_filled(make: Make) -> None:
    report = merge([make(1, pages="", year=None), make(2, doi="10.1234/pond", title="")], R1)
    assert report.record.pages == "101-110"
    assert report.record.doi == "10.1234/pond"
    assert origin(report, "doi") == "a:2"
    assert origin(report, "title") == "a:1"


@pytest.mark.parametrize(
    ("field", "worse", "better"),
    [
        ("title", "PAPER BOATS IN HEAVY RAIN", "Paper boats in heavy rain"),
        ("title", "PAPER BOATS IN HEAVY RAIN OF A POND", "Paper boats in heavy rain"),
        ("title", "Paper boats", "Paper boats in heavy rain"),
        ("title", "[Paper boats in heavy rain]. [Spanish]", "Paper boats in heavy rain"),
        ("title", "Paper boats &amp; heavy rain in town", "Paper boats in heavy rain"),
        ("title", "Paper boats <i>in</i> heavy rain", "Paper boats in heavy rain"),
        ("title", "Paper b\ufffdats in heavy rain", "Paper boats in heavy rain"),
        ("title", "Paper Boats In Heavy Rain OF THE POND", "Paper boats in heavy rain of the pond"),
        ("title", "#NAME?", "Paper boats"),
        ("authors", ("Quill, A",), ("Quill, A", "Pond, B")),
        ("authors", ("Quill, A", "et al."), ("Quill, A", "Pond, B")),
        ("authors", ("Quill, A", "Pond, B"), ("Quill, Anna", "Pond, Bert")),
        ("authors", ("Quill A.Pond B.",), ("Quill, A.", "Pond, B.")),
        ("authors", ("Anonymous",), ("Quill, A",)),
        ("venue", "J Imag Ponds", "Journal of Imaginary Ponds"),
        ("venue", "Journal of Imaginary Ponds.12 (3) ()(pp 101)", "J Imag Ponds"),
        ("abstract", "Boats sink.", "Boats sink, and here is why."),
        ("pages", "01-Oct", "1-10"),
        ("pages", "101", "101-110"),
        ("volume", "1)", "12"),
        ("kind", "other", "conference"),
    ],
)
def test_the_better_value_is_taken(make: Make, field: str, worse: Any, better: Any) -> None:
    one, two = make(1, **{field: worse}), make(2, **{field: better})
    assert getattr(best(one, two), field) == better
    one, two = make(1, **{field: better}), make(2, **{field: worse})
    assert getattr(best(one, two), field) == better


def test_volume_issue_and_pages_come_from_one_record(make: Make) -> None:
    ahead = make(1, volume="", issue="", pages="e7", year=2010)
    printed = make(2)
    report = merge([ahead, printed], R1)
    assert {origin(report, field) for field in ("volume", "issue", "pages")} == {"a:2"}


def test_a_damaged_value_is_better_than_none(make: Make) -> None:
    assert best(make(1, pages="06-Oct"), make(2, pages="")).pages == "06-Oct"


@pytest.mark.parametrize(
    ("field", "values", "chosen"),
    [
        ("year", (2010, 2011, 2011), 2011),
        ("year", (2011, 2010, 2010), 2010),
        ("kind", ("conference", "article", "article"), "article"),
        ("language", ("en", "eng", "eng"), "eng"),
    ],
)
def test_the_commonest_value_is_taken(
    make: Make, field: str, values: tuple[Any, ...], chosen: Any
) -> None:
    records = [make(number, **{field: value}) for number, value in enumerate(values, start=1)]
    assert getattr(best(*records), field) == chosen


def test_of_equal_years_the_printed_one_is_taken(make: Make) -> None:
    assert best(make(1, year=2010, volume="", issue="", pages=""), make(2)).year == 2011


def test_of_equals_the_first_record_is_taken(make: Make) -> None:
    report = merge([make(2), make(1), make(3)], R1)
    assert {origin for _, origin in report.provenance} == {"a:1"}


def test_keywords_are_a_union(make: Make) -> None:
    report = merge([make(1, keywords=("Rain", "boats")), make(2, keywords=("rain ", "ponds"))], R1)
    assert report.record.keywords == ("Rain", "boats", "ponds")
    assert origin(report, "keywords[2]") == "a:2"
    assert origin(report, "keywords[0]") == "a:1"


def test_no_tag_is_dropped(make: Make) -> None:
    one = make(1, extra=(("N1", "note"), ("U1", "same")))
    two = make(2, extra=(("U1", "same"), ("N1", "another note")))
    report = merge([two, one], R1)
    assert report.record.extra == (("N1", "note"), ("U1", "same"), ("N1", "another note"))
    assert origin(report, "extra[2]") == "a:2"


def test_database_and_accession_come_from_one_record(make: Make) -> None:
    one = make(1, accession="77")
    two = make(2, database="Pondbase", accession="88")
    assert (best(one, two).database, best(one, two).accession) == ("Pondbase", "88")
    three = make(3, database="Lakebase")
    assert (best(one, three).database, best(one, three).accession) == ("", "77")


def test_the_report_bears_its_id_and_its_search(make: Make) -> None:
    outsider = replace(make(1), id=RecordId("b:1"), search=SearchId("b"))
    found = merge([make(2), outsider], ReportId("b:1"))
    assert (found.id, found.record.id, found.record.search) == ("b:1", "b:1", "b")


def test_empty_fields_have_no_origin() -> None:
    report = merge([Record(id=RecordId("a:1"), search=SearchId("a"))], R1)
    assert [field for field, _ in report.provenance] == ["kind"]
