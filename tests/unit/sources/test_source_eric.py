"""ERIC: what is sent, and what comes of answers, odd ones too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_json import VALUES, tables
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.model import Record
from litreview.sources.apis.eric import SOURCE
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply

_ASK = SOURCE.ask("title:mentoring", OPEN)


def _doc(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"EJ{number}", "title": f"Example {number}", "author": ["Example, Ada"], **more}


def _body(*docs: object, **more: Any) -> bytes:
    return json.dumps({"response": {"numFound": len(docs), "docs": list(docs), **more}}).encode()


def _record(**more: Any) -> Record:
    (entry,) = SOURCE.entries(_body(_doc(1, **more)))
    assert entry.record is not None
    return entry.record


def _read(body: bytes) -> Page | Fault:
    return SOURCE.read(_ASK, Reply(200, {}, body))


def _paged(total: int, most: int) -> Answering:
    """A server that gives at most `most` at once, whatever it is asked for."""
    docs = [_doc(number) for number in range(1, total + 1)]

    def answer(asked: Asked) -> Answer:
        start, rows = int(asked.get("start")), min(most, int(asked.get("rows")))
        part = docs[start : start + rows]
        return as_json({"response": {"numFound": total, "start": start, "docs": part}})

    return answer


def test_a_query_goes_out_as_it_stands_with_the_fields_that_do_not_come_by_themselves() -> None:
    assert _ASK.param("search") == "title:mentoring"
    assert (_ASK.param("start"), _ASK.param("rows"), _ASK.param("format")) == ("0", "200", "json")
    asked = _ASK.param("fields").split(", ")
    assert {"id", "source", "sourceid", "url", "e_fulltextauth"} <= set(asked)


@pytest.mark.parametrize(
    ("limits", "written"),
    [
        (Limits("2010-05-01", "2015-12-31"), "(a OR b) AND publicationdateyear:[2010 TO 2015]"),
        (Limits(first="2010-01-01"), "(a OR b) AND publicationdateyear:[2010 TO *]"),
        (Limits(last="2015-12-31"), "(a OR b) AND publicationdateyear:[* TO 2015]"),
        (OPEN, "a OR b"),
    ],
)
def test_limits_of_date_are_years_around_the_whole_query(limits: Limits, written: str) -> None:
    assert SOURCE.ask("a OR b", limits).param("search") == written


def test_counting_asks_for_one_entry() -> None:
    assert SOURCE.counting(_ASK).param("rows") == "1"


def test_it_steps_by_what_comes_not_by_what_it_asked_for() -> None:
    got = walked(SOURCE, _paged(total=23, most=10))
    assert got.outcome.complete
    assert [asked.get("start") for asked in got.asked] == ["0", "10", "20"]
    assert len(got.keys) == got.outcome.expected == 23


def test_an_entry_becomes_a_record() -> None:
    record = _record(
        source="Journal of Examples", sourceid="v12 n3 p1-20 Mar 2020", publicationdateyear=2020,
        description="Youth &amp; mentors.", subject=["Mentors", "Youth"], language=["English"],
        issn=["ISSN-0000-0019"], publisher="Example Press", peerreviewed="T",
        publicationtype=["Reports - Research", "Journal Articles"],
        url="http://dx.doi.org/10.5555/example.1", institution=["Example Institute"],
    )  # fmt: skip
    assert (record.kind, record.year, record.venue) == ("article", 2020, "Journal of Examples")
    assert (record.volume, record.issue, record.pages) == ("12", "3", "1-20")
    assert record.abstract == "Youth & mentors."
    assert record.keywords == ("Mentors", "Youth")
    assert (record.doi, record.isxn) == ("10.5555/example.1", "0000-0019")
    assert (record.database, record.accession) == ("ERIC", "EJ1")
    assert ("peer reviewed", "yes") in record.extra
    assert ("institution", "Example Institute") in record.extra


@pytest.mark.parametrize("flag", [1, "T", True, "1"])
def test_a_full_text_that_lies_with_eric_is_linked(flag: object) -> None:
    link = ("open access", "https://files.eric.ed.gov/fulltext/EJ1.pdf")
    assert link in _record(e_fulltextauth=flag).extra


@pytest.mark.parametrize("flag", [0, "F", False, None, "", [1]])
def test_a_full_text_that_does_not_is_not(flag: object) -> None:
    assert "open access" not in dict(_record(e_fulltextauth=flag).extra)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("Women&apos;s work", "Women's work"),
        ("&amp;quot;g&amp;quot; = 0.51", '"g" = 0.51'),
        ("p &lt; .05 and q &gt; .1", "p < .05 and q > .1"),
        ("R&amp;D &notions", "R&D &notions"),
        ("x&lt;y and z&gt;w", "x<y and z>w"),
    ],
)
def test_entities_are_undone_once_or_twice_and_nothing_else_is(sent: str, meant: str) -> None:
    assert _record(title=sent).title == meant


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        (["ISSN-0000-0019"], "0000-0019"),
        (["EISSN-0000-001X"], "0000-001X"),
        (["ISSN-", "ISBN-978-0-00-000000-2"], "978-0-00-000000-2"),
        ("ISSN-0000-0019", "0000-0019"),
        (["unknown"], ""),
        (None, ""),
    ],
)
def test_numbers_lose_what_is_written_in_front(numbers: object, kept: str) -> None:
    assert _record(issn=numbers).isxn == kept


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["Reports - Evaluative"], "report"),
        (["Dissertations/Theses - Doctoral Dissertations", "Dissertations/Theses"], "thesis"),
        (["Speeches/Meeting Papers", "Reports - Research"], "conference"),
        (["Opinion Papers"], "other"),
        (None, "other"),
    ],
)
def test_kinds(types: object, kind: str) -> None:
    assert _record(publicationtype=types).kind == kind


def test_a_query_that_solr_cannot_read_is_a_permanent_fault_though_the_status_is_200() -> None:
    body = json.dumps({"error": {"msg": "Cannot parse 'title:'", "code": 400}}).encode()
    found = _read(body)
    assert isinstance(found, Fault)
    assert (found.kind, found.status) == ("permanent", 400)
    assert "Cannot parse" in found.what
    got = walked(SOURCE, lambda _: Answer(body))
    assert (got.outcome.complete, len(got.asked)) == (False, 1)


def test_a_server_that_fails_within_a_good_answer_is_asked_again() -> None:
    serve = _paged(total=3, most=10)
    bad = as_json({"error": {"msg": "no servers hosting shard", "code": 503}})
    got = walked(SOURCE, lambda asked: bad if asked.number == 1 else serve(asked))
    assert got.outcome.complete
    assert len(got.waits) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>Bad request</body></html>", b"[]", b"{}", b'{"response":null}',
     b'{"response":{"numFound":3}}', b'{"response":{"docs":[]}}',
     b'{"response":{"numFound":"many","docs":[]}}', b'{"response":{"numFound":-1,"docs":[]}}'],
)  # fmt: skip
def test_what_is_no_page_is_told(body: bytes) -> None:
    found = _read(body)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"
    assert list(SOURCE.entries(body)) == []


def test_an_estimated_number_of_hits_is_told_as_one() -> None:
    page = _read(_body(_doc(1), numFoundExact=False))
    assert isinstance(page, Page)
    assert not page.exact


def test_entries_without_a_number_are_failures_that_keep_what_came() -> None:
    first, second, third = SOURCE.entries(_body({"title": "Example"}, "text", None))
    assert first.record is second.record is third.record is None
    assert '"Example"' in first.raw
    assert (second.raw, third.raw) == ('"text"', "null")


_NAMES = _ASK.param("fields").split(", ")


@given(st.lists(VALUES | tables(_NAMES), max_size=4))
def test_whatever_the_values_are_no_error_leaves_and_each_entry_is_counted(docs: list[Any]) -> None:
    body = _body(*docs)
    page = _read(body)
    entries = list(SOURCE.entries(body))
    assert isinstance(page, Page)
    assert page.count == len(entries) == len(docs)
    assert all(one.record is None or one.record.accession == one.key for one in entries)
