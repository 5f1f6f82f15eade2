"""Scopus: what is sent, what each refusal means, and what comes of answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_json import VALUES, tables
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.model import Record
from litreview.sources.apis.scopus import SOURCE
from litreview.sources.source import OPEN, Access, Fault, Limits, Page, Reply

_ASK = SOURCE.ask("TITLE(mentor*)", OPEN)
_KEY, _TOKEN = "example-key-1234", "example-token-5678"


def _doc(number: int, **more: Any) -> dict[str, Any]:
    return {"eid": f"2-s2.0-{number}", "dc:title": f"Example {number}", "subtype": "ar", **more}


def _results(*entries: object, total: int | None = None) -> dict[str, Any]:
    stated = len(entries) if total is None else total
    return {"search-results": {"opensearch:totalResults": str(stated), "entry": list(entries),
                               "opensearch:Query": {"@searchTerms": "TITLE(mentor*)"}}}  # fmt: skip


def _read(data: object) -> Page | Fault:
    return SOURCE.read(_ASK, Reply(200, {}, json.dumps(data).encode()))


def _record(**more: Any) -> Record:
    (entry,) = SOURCE.entries(json.dumps(_results(_doc(1, **more))).encode())
    assert entry.record is not None
    return entry.record


def _paged(total: int, most: int = 25) -> Answering:
    docs = [_doc(number) for number in range(total)]

    def answer(asked: Asked) -> Answer:
        start, count = int(asked.get("start")), min(most, int(asked.get("count")))
        return as_json(_results(*docs[start : start + count], total=total))

    return answer


def test_the_key_and_the_token_go_into_headers_only() -> None:
    got = walked(SOURCE, _paged(3), key=_KEY, token=_TOKEN)
    (asked,) = got.asked
    assert asked.headers["x-els-apikey"] == _KEY
    assert asked.headers["x-els-insttoken"] == _TOKEN
    assert asked.headers["accept"] == "application/json"
    assert _KEY not in asked.url + str(got.vault.lines)
    assert _TOKEN not in asked.url + str(got.vault.lines)


def test_without_a_token_no_header_is_sent_for_it() -> None:
    _, headers = SOURCE.sign(_ASK, Access("http://127.0.0.1", _KEY))
    assert "X-ELS-Insttoken" not in headers


def test_a_key_that_the_answer_repeats_is_not_kept() -> None:
    link = f"https://example.org/search?start=0&apiKey={_KEY}"
    data = _results(_doc(1, link=[{"@ref": "self", "@href": link}]))
    got = walked(SOURCE, lambda _: as_json(data), key=_KEY)
    assert got.outcome.complete
    assert not [body for body in got.vault.bodies.values() if _KEY.encode() in body]


@pytest.mark.parametrize(
    ("options", "count", "view"),
    [
        ((), "200", "STANDARD"),
        ((("view", "complete"),), "25", "COMPLETE"),
        ((("count", "25"),), "25", "STANDARD"),
    ],
)
def test_the_view_says_how_many_come_at_once(options: Any, count: str, view: str) -> None:
    sent = SOURCE.ask("x", Limits(options=options))
    assert (sent.param("count"), sent.param("view")) == (count, view)


@pytest.mark.parametrize(
    ("limits", "written"),
    [
        (Limits("2010-01-01", "2015-12-31"), "(a OR b) AND PUBYEAR > 2009 AND PUBYEAR < 2016"),
        (Limits(first="2010-01-01"), "(a OR b) AND PUBYEAR > 2009"),
        (Limits(last="2015-12-31"), "(a OR b) AND PUBYEAR < 2016"),
        (OPEN, "a OR b"),
    ],
)
def test_limits_of_date_are_years(limits: Limits, written: str) -> None:
    assert SOURCE.ask("a OR b", limits).param("query") == written


def test_no_cursor_is_sent_as_most_keys_may_not() -> None:
    got = walked(SOURCE, _paged(60), key=_KEY)
    assert got.outcome.complete
    assert [asked.get("start") for asked in got.asked] == ["0", "25", "50"]
    assert not [asked for asked in got.asked if "cursor" in asked.params]


def test_it_never_asks_beyond_5000() -> None:
    near = _ASK.having(start="4900", count="200")
    page = SOURCE.read(near, Reply(200, {}, json.dumps(_results(_doc(1), total=5000)).encode()))
    assert isinstance(page, Page)
    assert page.next is not None
    assert (page.next.param("start"), page.next.param("count")) == ("4901", "99")
    last = _ASK.having(start="4999", count="1")
    page = SOURCE.read(last, Reply(200, {}, json.dumps(_results(_doc(1), total=9000)).encode()))
    assert isinstance(page, Page)
    assert page.next is None


def test_more_than_5000_are_divided_by_years() -> None:
    def answer(asked: Asked) -> Answer:
        if "PUBYEAR" not in asked.get("query"):
            return as_json(_results(_doc(0), total=6000))
        early = "PUBYEAR < 1991" in asked.get("query")
        return as_json(_results(_doc(1 if early else 2)))

    got = walked(SOURCE, answer, "TITLE(x)", key=_KEY)
    assert len(got.asked) == 3
    assert got.keys == {"2-s2.0-0", "2-s2.0-1", "2-s2.0-2"}
    assert "5,997 of 6,000 lie in no window" in got.outcome.reason


def test_no_hits_are_a_complete_harvest_of_none() -> None:
    data = _results({"@_fa": "true", "error": "Result set was empty"}, total=0)
    got = walked(SOURCE, lambda _: as_json(data), key=_KEY)
    assert got.outcome.complete
    assert (got.outcome.expected, got.items, got.tally.failures) == (0, (), 0)


def test_an_error_in_the_place_of_hits_is_no_page() -> None:
    found = _read(_results({"error": "Result set was empty"}, total=12))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


@pytest.mark.parametrize(
    ("reset", "seconds"), [("1620518400", 3600.0), ("1620518400000", 3600.0), ("0", 0.0)]
)
def test_a_used_up_quota_is_a_budget_until_its_reset_in_seconds_or_milliseconds(
    reset: str, seconds: float
) -> None:
    headers = {"x-els-status": "QUOTA_EXCEEDED - Quota Exceeded", "x-ratelimit-reset": reset,
               "date": "Sat, 08 May 2021 23:00:00 GMT"}  # fmt: skip
    fault = SOURCE.fault(Reply(429, headers, b"{}"))
    assert fault is not None
    assert (fault.kind, fault.wait) == ("budget", seconds)


@pytest.mark.parametrize(
    "headers",
    [{}, {"date": "no day"}, {"x-ratelimit-reset": "soon"},
     {"date": "Sat, 08 May 2021 23:00:00 GMT", "x-ratelimit-reset": "soon"}],
)  # fmt: skip
def test_a_used_up_quota_without_a_readable_reset_has_no_day_of_return(headers: Any) -> None:
    fault = SOURCE.fault(Reply(429, {"x-ratelimit-remaining": "0", **headers}, b""))
    assert fault is not None
    assert (fault.kind, fault.wait) == ("budget", None)


def test_a_used_up_quota_stops_the_walk_with_what_was_received() -> None:
    serve = _paged(60)
    quota = Answer(b"{}", 429, {"X-ELS-Status": "QUOTA_EXCEEDED", "X-RateLimit-Reset": "4102444800",
                                "Date": "Thu, 01 Jan 2026 10:00:00 GMT"})  # fmt: skip
    got = walked(SOURCE, lambda asked: quota if asked.number == 2 else serve(asked), key=_KEY)
    assert not got.outcome.complete
    assert "quota" in got.outcome.reason
    assert got.outcome.again is not None
    assert got.outcome.again > datetime.now(UTC)
    assert (len(got.asked), len(got.keys)) == (2, 25)
    again = walked(SOURCE, serve, key=_KEY, vault=got.vault)
    assert again.outcome.complete
    assert [asked.get("start") for asked in again.asked] == ["25", "50"]


def test_a_429_of_a_second_passes() -> None:
    serve = _paged(30)
    busy = Answer(b"{}", 429, {"X-ELS-Status": "THROTTLED", "X-RateLimit-Remaining": "19000"})
    got = walked(SOURCE, lambda asked: busy if asked.number == 1 else serve(asked), key=_KEY)
    assert got.outcome.complete


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_permanent_and_says_what_to_do(status: int) -> None:
    body = {"service-error": {"status": {"statusCode": "X", "statusText": "Invalid API Key"}}}
    got = walked(SOURCE, lambda _: as_json(body, status), key=_KEY)
    assert not got.outcome.complete
    assert "Invalid API Key" in got.outcome.reason
    assert "LITREVIEW_SCOPUS_TOKEN" in got.outcome.remedy
    assert _KEY not in got.outcome.reason + got.outcome.remedy
    assert len(got.asked) == 1


@pytest.mark.parametrize("status", [413, 414])
def test_a_query_that_is_too_long_is_permanent(status: int) -> None:
    got = walked(SOURCE, lambda _: Answer(b"", status), key=_KEY)
    assert "too long" in got.outcome.reason
    assert "shorten" in got.outcome.remedy


def test_a_page_that_the_key_does_not_allow_names_the_option() -> None:
    body = {"service-error": {"status": {"statusText": "Exceeds the maximum number allowed for "
                                         "the service level"}}}  # fmt: skip
    got = walked(SOURCE, lambda _: as_json(body, 400), key=_KEY)
    assert "count=25" in got.outcome.remedy


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_server_is_asked_again(status: int) -> None:
    serve = _paged(3)
    got = walked(
        SOURCE, lambda asked: Answer(b"", status) if asked.number < 3 else serve(asked), key=_KEY
    )
    assert got.outcome.complete


def test_an_entry_of_the_standard_view_becomes_a_record() -> None:
    record = _record(**{
        "dc:creator": "Example A.", "prism:publicationName": "Journal of Examples",
        "prism:issn": "00000019", "prism:volume": "12", "prism:issueIdentifier": "3",
        "prism:pageRange": "1-20", "prism:coverDate": "2020-03-01", "prism:doi": "10.5555/Example",
        "pubmed-id": "1234", "subtypeDescription": "Article", "openaccess": "1",
        "prism:aggregationType": "Journal",
        "link": [{"@ref": "self", "@href": "x"}, {"@ref": "scopus", "@href": "https://e.example"}],
    })  # fmt: skip
    assert record.authors == ("Example A.",)
    assert (record.year, record.volume, record.issue, record.pages) == (2020, "12", "3", "1-20")
    assert (record.doi, record.pmid, record.isxn) == ("10.5555/example", "1234", "00000019")
    assert (record.kind, record.url, record.abstract) == ("article", "https://e.example", "")
    assert ("open access", "yes") in record.extra
    assert ("type", "Article") in record.extra


def test_the_complete_view_brings_authors_keywords_and_abstract() -> None:
    record = _record(**{
        "author": [{"surname": "Example", "given-name": "Ada"}, {"surname": "Sample",
                   "initials": "B."}, {"authname": "Group E."}, None, {}],
        "authkeywords": "mentoring | youth || ", "dc:description": "<p>Short.</p>",
        "prism:isbn": [{"$": "9780000000002"}],
    })  # fmt: skip
    assert record.authors == ("Example, Ada", "Sample, B.", "Group E.")
    assert record.keywords == ("mentoring", "youth")
    assert (record.abstract, record.isxn) == ("Short.", "9780000000002")


def test_a_retracted_work_is_marked() -> None:
    assert ("retracted", "yes") in _record(subtype="tb").extra
    assert ("retracted", "yes") not in _record(subtype="er").extra


def test_the_number_is_taken_from_the_identifier_where_there_is_no_eid() -> None:
    assert _record(**{"eid": None, "dc:identifier": "SCOPUS_ID:7"}).accession == "2-s2.0-7"


@pytest.mark.parametrize(
    "data",
    [{}, [], {"search-results": None}, {"search-results": {"opensearch:totalResults": "3",
     "entry": "x"}}, {"service-error": {"status": {"statusText": "x"}}}],
)  # fmt: skip
def test_what_is_no_page_is_told(data: object) -> None:
    found = _read(data)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


_NAMES = ["eid", "dc:identifier", "dc:title", "author", "dc:creator", "link", "@ref", "@href",
          "prism:isbn", "prism:issn", "$", "surname", "authkeywords", "prism:coverDate", "error",
          "openaccess", "subtype", "prism:doi", "pubmed-id"]  # fmt: skip


@given(st.lists(VALUES | tables(_NAMES), max_size=4))
def test_whatever_the_values_are_no_error_leaves_and_each_entry_is_counted(docs: list[Any]) -> None:
    data = _results(*docs, total=0)
    page = _read(data)
    assert isinstance(page, Page)
    assert page.count == len(list(SOURCE.entries(json.dumps(data).encode())))
