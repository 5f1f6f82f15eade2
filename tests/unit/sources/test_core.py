"""CORE, version 3: over a server of the shape that public clients read; none was recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_json import VALUES, tables
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.model import Record
from litreview.sources.apis import core
from litreview.sources.apis.core import SOURCE
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply

_ASK = SOURCE.ask("title:mentoring", OPEN)
_KEY = "example-key-1234"


def _doc(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "title": f"Example {number}", "documentType": "research", **more}


def _answered(*docs: object, total: int | None = None) -> dict[str, Any]:
    return {"totalHits": len(docs) if total is None else total, "results": list(docs)}


def _read(data: object) -> Page | Fault:
    return SOURCE.read(_ASK, Reply(200, {}, json.dumps(data).encode()))


def _record(**more: Any) -> Record:
    (entry,) = SOURCE.entries(json.dumps(_answered(_doc(1, **more))).encode())
    assert entry.record is not None
    return entry.record


def _paged(total: int, most: int = 100) -> Answering:
    docs = [_doc(number) for number in range(1, total + 1)]

    def answer(asked: Asked) -> Answer:
        said = json.loads(asked.body) if asked.method == "POST" else asked.params
        offset, limit = int(said["offset"]), min(most, int(said["limit"]))
        return as_json(_answered(*docs[offset : offset + limit], total=total))

    return answer


def test_the_address_ends_with_a_slash_and_the_key_is_in_a_header_only() -> None:
    got = walked(SOURCE, _paged(3), key=_KEY)
    (asked,) = got.asked
    assert asked.path == "/search/works/"
    assert asked.headers["authorization"] == f"Bearer {_KEY}"
    assert _KEY not in asked.url + str(got.vault.lines)


def test_without_a_key_no_header_is_sent_for_it() -> None:
    (asked,) = walked(SOURCE, _paged(3)).asked
    assert "authorization" not in asked.headers


def test_pages_are_walked_by_what_comes() -> None:
    got = walked(SOURCE, _paged(25, most=10))
    assert got.outcome.complete
    assert [asked.get("offset") for asked in got.asked] == ["0", "10", "20"]
    assert len(got.keys) == got.outcome.expected == 25


def test_a_long_query_goes_by_post_without_full_texts_and_is_paged_there_too() -> None:
    query = " OR ".join(f"title:example{number}" for number in range(200))
    got = walked(SOURCE, _paged(25, most=10), query)
    assert got.outcome.complete
    bodies = [json.loads(asked.body) for asked in got.asked]
    assert [body["offset"] for body in bodies] == [0, 10, 20]
    assert all(body["q"] == query and body["exclude"] == ["fullText"] for body in bodies)
    assert json.loads(SOURCE.counting(SOURCE.ask(query, OPEN)).json)["limit"] == 1


def test_a_short_query_is_counted_with_one_entry() -> None:
    assert SOURCE.counting(_ASK).param("limit") == "1"


@pytest.mark.parametrize(
    ("limits", "written"),
    [
        (Limits("2010-01-01", "2015-12-31"),
         "(a OR b) AND yearPublished>=2010 AND yearPublished<=2015"),
        (Limits(first="2010-01-01"), "(a OR b) AND yearPublished>=2010"),
        (Limits(last="2015-12-31"), "(a OR b) AND yearPublished<=2015"),
        (OPEN, "a OR b"),
    ],
)  # fmt: skip
def test_limits_of_date_are_years(limits: Limits, written: str) -> None:
    assert SOURCE.ask("a OR b", limits).param("q") == written


def test_a_total_that_may_be_capped_is_divided_and_never_complete_in_a_single_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(core, "_MOST", 30)
    monkeypatch.setattr(SOURCE, "about", replace(SOURCE.about, window=30))
    few, many = _paged(7, most=10), _paged(45, most=10)

    def answer(asked: Asked) -> Answer:
        if "yearPublished" in asked.get("q"):
            return few(asked)
        return as_json({**json.loads(many(asked).body), "totalHits": 30})

    got = walked(SOURCE, answer, "x")
    assert any("yearPublished<=1990" in asked.get("q") for asked in got.asked)

    got = walked(SOURCE, lambda a: as_json({**json.loads(many(a).body), "totalHits": 30}), "x",
                 limits=Limits("2015-01-01", "2015-12-31"))  # fmt: skip
    assert not got.outcome.complete
    assert "at most 30" in got.outcome.reason
    assert len(got.keys) == 30


def test_more_than_10000_are_divided_by_years_and_works_without_one_are_told() -> None:
    def answer(asked: Asked) -> Answer:
        query = asked.get("q")
        if "yearPublished" not in query:
            return as_json(_answered(_doc(1), total=10_001))
        return as_json(_answered(_doc(2 if "<=1990" in query else 3)))

    got = walked(SOURCE, answer, "x")
    assert got.keys == {"1", "2", "3"}
    assert "9,998 of 10,001 lie in no window" in got.outcome.reason


@pytest.mark.parametrize("query", ["x", "title:example OR " * 200 + "x"])
def test_it_never_asks_beyond_10000(query: str) -> None:
    near = core._having(SOURCE.ask(query, OPEN), "offset", 9_950)
    body = json.dumps(_answered(*map(_doc, range(20)), total=10_000)).encode()
    page = SOURCE.read(near, Reply(200, {}, body))
    assert isinstance(page, Page)
    assert page.next is not None
    asked = json.loads(page.next.json) if page.next.json else dict(page.next.params)
    assert (int(asked["offset"]), int(asked["limit"])) == (9_970, 30)
    last = core._having(near, "offset", 9_990)
    body = json.dumps(_answered(*map(_doc, range(20)), total=20_000)).encode()
    page = SOURCE.read(last, Reply(200, {}, body))
    assert isinstance(page, Page)
    assert page.next is None


def test_shards_that_fail_are_asked_again_at_the_same_place() -> None:
    serve = _paged(25, most=10)
    broken = as_json({"message": "partial shards failure"}, 500)
    got = walked(SOURCE, lambda asked: broken if asked.number in {2, 3} else serve(asked))
    assert got.outcome.complete
    assert [asked.get("offset") for asked in got.asked] == ["0", "10", "10", "10", "20"]


def test_a_message_in_the_place_of_results_is_told_and_asked_again() -> None:
    serve = _paged(3)
    odd = as_json({"message": "all shards failed"})
    got = walked(SOURCE, lambda asked: odd if asked.number == 1 else serve(asked))
    assert got.outcome.complete
    found = _read({"message": "all shards failed"})
    assert isinstance(found, Fault)
    assert found.what.endswith("all shards failed")


@pytest.mark.parametrize(
    ("until", "kind", "wait"),
    [
        ("2026-01-01T10:00:30+0000", "transient", 30.0),
        ("2026-01-01T20:00:00+00:00", "budget", 36_000.0),
        ("2026-01-01T09:00:00Z", "transient", 0.0),
    ],
)
def test_a_day_of_return_is_a_wait_or_a_budget(until: str, kind: str, wait: float) -> None:
    headers = {"x-ratelimit-retry-after": until, "date": "Thu, 01 Jan 2026 10:00:00 GMT"}
    fault = SOURCE.fault(Reply(429, headers, b""))
    assert fault is not None
    assert (fault.kind, fault.wait) == (kind, wait)


@pytest.mark.parametrize("until", ["", "soon", "2026-01-01T10:00:30"])
def test_a_429_without_a_readable_day_is_left_to_the_common_rules(until: str) -> None:
    headers = {"x-ratelimit-retry-after": until, "date": "Thu, 01 Jan 2026 10:00:00 GMT"}
    assert SOURCE.fault(Reply(429, headers, b"")) is None


def test_a_used_up_day_stops_the_walk_and_it_goes_on_later() -> None:
    serve = _paged(25, most=10)
    spent = Answer(b"", 429, {"X-RateLimit-Retry-After": "2099-01-01T00:00:00+0000",
                              "Date": "Thu, 01 Jan 2026 10:00:00 GMT"})  # fmt: skip
    got = walked(SOURCE, lambda asked: spent if asked.number == 2 else serve(asked))
    assert not got.outcome.complete
    assert got.outcome.again is not None
    assert (len(got.keys), got.waits) == (10, ())
    again = walked(SOURCE, serve, vault=got.vault)
    assert again.outcome.complete
    assert [asked.get("offset") for asked in again.asked] == ["10", "20"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_permanent_and_says_what_to_do(status: int) -> None:
    got = walked(SOURCE, lambda _: Answer(b"", status), key=_KEY)
    assert "LITREVIEW_CORE_KEY" in got.outcome.remedy
    assert len(got.asked) == 1


def test_an_entry_becomes_a_record() -> None:
    record = _record(
        authors=[{"name": "Example, Ada"}, {"name": "Sample, Ben"}], abstract="A &amp; B.",
        yearPublished=2020, doi="10.5555/Example", pubmedId="1234", publisher="Example Press",
        journals=[{"title": "Journal of Examples", "identifiers": ["0000-0019"]}],
        language={"code": "en", "name": "English"}, downloadUrl="https://core.example/1.pdf",
        oaiIds=["oai:example:1"], arxivId="2001.00001", fullText="long",
    )  # fmt: skip
    assert record.authors == ("Example, Ada", "Sample, Ben")
    assert (record.kind, record.year, record.abstract) == ("article", 2020, "A & B.")
    assert (record.doi, record.pmid, record.isxn) == ("10.5555/example", "1234", "0000-0019")
    assert (record.venue, record.language) == ("Journal of Examples", "English")
    assert record.extra == (
        ("type", "research"), ("open access", "https://core.example/1.pdf"),
        ("arxiv", "2001.00001"), ("oai", "oai:example:1"),
    )  # fmt: skip


@pytest.mark.parametrize("data", [{}, [], {"totalHits": 3}, {"totalHits": None, "results": []},
                                  {"totalHits": 3, "results": {}}])  # fmt: skip
def test_what_is_no_page_is_told(data: object) -> None:
    found = _read(data)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


_NAMES = ["id", "title", "authors", "name", "journals", "identifiers", "language", "code", "doi",
          "yearPublished", "documentType", "downloadUrl", "oaiIds", "pubmedId"]  # fmt: skip


@given(st.lists(VALUES | tables(_NAMES), max_size=4))
def test_whatever_the_values_are_no_error_leaves_and_each_entry_is_counted(docs: list[Any]) -> None:
    data = _answered(*docs)
    page = _read(data)
    assert isinstance(page, Page)
    assert page.count == len(list(SOURCE.entries(json.dumps(data).encode()))) == len(docs)
