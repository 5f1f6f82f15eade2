"""Web of Science: over a server of the published shape, as no answer of it was recorded."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_json import VALUES, tables
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.errors import UsageError
from litreview.model import Record
from litreview.sources.apis.wos import SOURCE
from litreview.sources.compile import compiled, tree_of, verbatim
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply

_ASK = SOURCE.ask("TS=mentor*", OPEN)
_KEY = "example-key-1234"


def _doc(number: int, **more: Any) -> dict[str, Any]:
    return {"uid": f"WOS:{number:015}", "title": f"Example {number}", "types": ["Article"], **more}


def _answered(*hits: object, total: int | None = None, **more: Any) -> dict[str, Any]:
    stated = len(hits) if total is None else total
    return {"metadata": {"total": stated, "page": 1, "limit": 50, **more}, "hits": list(hits)}


def _read(data: object) -> Page | Fault:
    return SOURCE.read(_ASK, Reply(200, {}, json.dumps(data).encode()))


def _record(**more: Any) -> Record:
    (entry,) = SOURCE.entries(json.dumps(_answered(_doc(1, **more))).encode())
    assert entry.record is not None
    return entry.record


def _paged(total: int, most: int = 50) -> Answering:
    docs = [_doc(number) for number in range(total)]

    def answer(asked: Asked) -> Answer:
        page, limit = int(asked.get("page")), min(most, int(asked.get("limit")))
        part = docs[(page - 1) * limit : page * limit]
        return as_json(_answered(*part, total=total, page=page, limit=limit))

    return answer


def test_the_key_goes_into_a_header_only() -> None:
    got = walked(SOURCE, _paged(3), key=_KEY)
    (asked,) = got.asked
    assert asked.headers["x-apikey"] == _KEY
    assert _KEY not in asked.url + str(got.vault.lines)


def test_a_query_that_is_too_long_is_divided_or_refused_before_anything_is_sent() -> None:
    many = " OR ".join(f'"invented phrase {number}"' for number in range(200))
    made = compiled(tree_of(f"mentoring AND ({many})")[0], SOURCE)
    assert len(made.strings) > 1
    for string in made.strings:
        sent = SOURCE.ask(string, Limits("2010-01-01", "2020-12-31")).param("q")
        assert len(sent) <= 2_000
    found = [name for string in made.strings for name in re.findall(r"phrase \d+", string)]
    assert len(set(found)) == 200
    with pytest.raises(UsageError, match="at most 1,900 characters"):
        verbatim(f"TS=({many})", SOURCE)
    with pytest.raises(UsageError, match="at most 1,900 characters"):
        compiled(tree_of("mentoring NOT (" + many + ")")[0], SOURCE)


@pytest.mark.parametrize("most", [50, 10])
def test_pages_are_walked_to_the_last_record_also_where_fewer_come_than_asked(most: int) -> None:
    got = walked(SOURCE, _paged(120, most), key=_KEY)
    assert got.outcome.complete
    assert len(got.keys) == got.outcome.expected == 120
    assert [int(asked.get("page")) for asked in got.asked] == list(range(1, 121 // most + 2))[
        : -(-120 // most)
    ]


@pytest.mark.parametrize(
    ("limits", "written"),
    [
        (Limits("2010-01-01", "2015-12-31"), "(TS=a OR TS=b) AND PY=(2010-2015)"),
        (Limits(first="2010-01-01"), "(TS=a OR TS=b) AND PY=(2010-2100)"),
        (Limits(last="2015-12-31"), "(TS=a OR TS=b) AND PY=(1800-2015)"),
        (OPEN, "TS=a OR TS=b"),
    ],
)
def test_limits_of_date_are_years(limits: Limits, written: str) -> None:
    assert SOURCE.ask("TS=a OR TS=b", limits).param("q") == written


def test_what_changed_since_a_day_is_asked_for_by_its_own_parameter() -> None:
    assert SOURCE.about.since
    sent = SOURCE.ask("TS=a", Limits(since="2026-01-31"))
    assert sent.param("modifiedTimeSpan") == "2026-01-31+2100-12-31"
    assert _ASK.param("modifiedTimeSpan") == ""


def test_another_database_can_be_named_and_counting_asks_for_one() -> None:
    assert _ASK.param("db") == "WOS"
    assert SOURCE.ask("TS=a", Limits(options=(("db", "BIOABS"),))).param("db") == "BIOABS"
    assert SOURCE.counting(_ASK).param("limit") == "1"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b'{"error":"You have exceeded your daily quota"}'),
        ({"X-RateLimit-Remaining-Day": "0"}, b"{}"),
        ({"X-REC-AmtPerYear-Remaining": "0"}, b""),
    ],
)
def test_used_up_requests_are_a_budget_that_stops_and_goes_on_later(
    headers: dict[str, str], body: bytes
) -> None:
    serve = _paged(120)
    spent = Answer(body, 429, headers)
    got = walked(SOURCE, lambda asked: spent if asked.number == 2 else serve(asked), key=_KEY)
    assert not got.outcome.complete
    assert "used up" in got.outcome.reason
    assert (len(got.asked), len(got.keys), got.waits) == (2, 50, ())
    again = walked(SOURCE, serve, key=_KEY, vault=got.vault)
    assert again.outcome.complete
    assert [asked.get("page") for asked in again.asked] == ["2", "3"]


@pytest.mark.parametrize(
    "busy",
    [Answer(b"", 429), Answer(b"too many requests per second", 429),
     Answer(b"daily", 429, {"Retry-After": "2"}),
     Answer(b"", 429, {"X-RateLimit-Remaining-Day": "12"})],
)  # fmt: skip
def test_a_429_of_a_second_passes(busy: Answer) -> None:
    serve = _paged(3)
    got = walked(SOURCE, lambda asked: busy if asked.number == 1 else serve(asked), key=_KEY)
    assert got.outcome.complete


def test_a_429_with_hours_to_wait_is_a_budget() -> None:
    got = walked(SOURCE, lambda _: Answer(b"", 429, {"Retry-After": "36000"}), key=_KEY)
    assert got.outcome.again is not None
    assert len(got.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_permanent_and_says_what_to_do(status: int) -> None:
    got = walked(SOURCE, lambda _: Answer(b"{}", status), key=_KEY)
    assert "LITREVIEW_WOS_KEY" in got.outcome.remedy
    assert len(got.asked) == 1


def test_an_entry_becomes_a_record() -> None:
    record = _record(
        source={"sourceTitle": "JOURNAL OF EXAMPLES", "publishYear": 2020, "volume": "12",
                "issue": "3", "pages": {"range": "1-20"}, "articleNumber": "9"},
        names={"authors": [{"displayName": "Example, Ada", "wosStandard": "Example, A"},
                           {"wosStandard": "Sample, B"}, None]},
        identifiers={"doi": "10.5555/Example", "issn": "0000-0019", "pmid": "1234"},
        keywords={"authorKeywords": ["mentoring", "youth"]},
        links={"record": "https://www.example.org/1"},
    )  # fmt: skip
    assert record.authors == ("Example, Ada", "Sample, B")
    assert (record.year, record.volume, record.issue, record.pages) == (2020, "12", "3", "1-20")
    assert (record.doi, record.isxn, record.pmid) == ("10.5555/example", "0000-0019", "1234")
    assert (record.kind, record.venue) == ("article", "JOURNAL OF EXAMPLES")
    assert record.keywords == ("mentoring", "youth")
    assert record.url == "https://www.example.org/1"
    assert record.abstract == ""


@pytest.mark.parametrize(
    ("types", "kind"),
    [(["Proceedings Paper"], "conference"), (["Book Chapter"], "chapter"), (["Poetry"], "other"),
     (None, "other"), (["Meeting"], "conference")],
)  # fmt: skip
def test_kinds(types: object, kind: str) -> None:
    assert _record(types=types).kind == kind


def test_a_retracted_work_is_marked_and_the_notice_of_it_is_not() -> None:
    assert ("retracted", "yes") in _record(sourceTypes=["Retracted Publication"]).extra
    assert ("retracted", "yes") not in _record(sourceTypes=["Retraction"]).extra


@pytest.mark.parametrize(
    "data", [{}, [], {"metadata": {"total": 3}}, {"hits": []}, {"metadata": {}, "hits": []}]
)
def test_what_is_no_page_is_told(data: object) -> None:
    found = _read(data)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


def test_no_hits_are_a_page_with_or_without_a_list() -> None:
    for data in ({"metadata": {"total": 0}}, _answered()):
        page = _read(data)
        assert isinstance(page, Page)
        assert (page.count, page.total, page.next) == (0, 0, None)


_NAMES = ["uid", "title", "types", "sourceTypes", "source", "names", "identifiers", "keywords",
          "links", "authors", "displayName", "pages", "range", "doi", "publishYear",
          "authorKeywords"]  # fmt: skip


@given(st.lists(VALUES | tables(_NAMES), max_size=4))
def test_whatever_the_values_are_no_error_leaves_and_each_entry_is_counted(docs: list[Any]) -> None:
    data = _answered(*docs)
    page = _read(data)
    assert isinstance(page, Page)
    assert page.count == len(list(SOURCE.entries(json.dumps(data).encode()))) == len(docs)
