"""EconBiz: over a server of the shape that public clients read; no answer was recorded."""

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
from litreview.sources.apis.econbiz import SOURCE
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply

_ASK = SOURCE.ask("title:mentoring", OPEN)


def _doc(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"1000{number:04}", "title": [f"Example {number}"], **more}


def _answered(*docs: object, total: object = None) -> dict[str, Any]:
    stated = len(docs) if total is None else total
    return {"status": 200, "message": "OK", "hits": {"total": stated, "hits": list(docs)}}


def _read(data: object, place: str = "") -> Page | Fault:
    sent = _ASK.having(**{"from": place}) if place else _ASK
    return SOURCE.read(sent, Reply(200, {}, json.dumps(data).encode()))


def _record(**more: Any) -> Record:
    (entry,) = SOURCE.entries(json.dumps(_answered(_doc(1, **more))).encode())
    assert entry.record is not None
    return entry.record


def _paged(total: int, first: int, most: int = 10) -> Answering:
    """A server that counts places from `first`, and begins there where none is named."""
    docs = [_doc(number) for number in range(total)]

    def answer(asked: Asked) -> Answer:
        start = int(asked.get("from", str(first))) - first
        return as_json(_answered(*docs[start : start + most], total=total))

    return answer


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("total", [0, 1, 9, 10, 11, 20, 21, 25])
def test_nothing_is_lost_whether_places_count_from_0_or_from_1(first: int, total: int) -> None:
    got = walked(SOURCE, _paged(total, first))
    assert got.outcome.complete
    assert len(got.keys) == got.outcome.expected == total
    assert got.tally.repeated <= first


def _capped(total: int, stated: int, *, deep: bool) -> Answering:
    """A server that counts up to `stated`, and gives out no more unless it goes `deep`."""
    docs = [_doc(number) for number in range(total)]
    held = docs if deep else docs[:stated]

    def answer(asked: Asked) -> Answer:
        start = int(asked.get("from", "1")) - 1
        return as_json(_answered(*held[start : start + 10],
                                 total={"value": stated, "relation": "gte"}))  # fmt: skip

    return answer


def test_a_total_that_is_counted_no_further_is_no_total() -> None:
    page = _read(_answered(_doc(1), total={"value": 10_000, "relation": "gte"}))
    assert isinstance(page, Page)
    assert (page.total, page.exact) == (10_000, False)
    same = _read(_answered(_doc(1), total={"value": 1, "relation": "eq"}))
    assert isinstance(same, Page)
    assert (same.total, same.exact, same.next) == (1, True, None)


@pytest.mark.parametrize("deep", [True, False])
def test_more_hits_than_were_counted_are_never_complete_unseen(deep: bool) -> None:
    got = walked(SOURCE, _capped(45, 30, deep=deep))
    assert not got.outcome.complete
    assert "more than 30 hits" in got.outcome.reason
    assert len(got.keys) == (45 if deep else 30)


def test_the_first_request_names_no_place_and_the_next_ones_step_by_what_came() -> None:
    got = walked(SOURCE, _paged(25, 1))
    assert [asked.get("from") for asked in got.asked] == ["", "10", "20"]
    assert {asked.get("size") for asked in got.asked} == {"250"}


def test_one_of_its_sources_can_be_asked_for_alone() -> None:
    sent = SOURCE.ask("x", Limits(options=(("source", 'econ"stor'),)))
    assert sent.param("ff") == 'source:"econstor"'
    assert _ASK.param("ff") == ""


def test_counting_asks_for_one_entry() -> None:
    assert SOURCE.counting(_ASK).param("size") == "1"


def test_limits_of_date_are_not_sent_as_none_was_verified() -> None:
    assert SOURCE.ask("x", Limits("2010-01-01", "2015-12-31")).param("q") == "x"
    assert any("date" in sentence for sentence in SOURCE.about.cannot)


def test_an_empty_page_in_the_middle_is_asked_for_again() -> None:
    serve = _paged(25, 1)
    empty = as_json(_answered(total=25))
    got = walked(SOURCE, lambda asked: empty if asked.number in {1, 3} else serve(asked))
    assert got.outcome.complete
    assert len(got.keys) == 25


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_waited_for_and_asked_again(status: int) -> None:
    serve = _paged(25, 1)
    got = walked(SOURCE, lambda asked: Answer(b"", status) if asked.number == 2 else serve(asked))
    assert got.outcome.complete
    assert len(got.waits) == 1
    assert [asked.get("from") for asked in got.asked] == ["", "10", "10", "20"]


def test_hours_to_wait_are_a_budget_and_the_walk_goes_on_later() -> None:
    serve = _paged(25, 1)
    spent = Answer(b"", 429, {"Retry-After": "36000"})
    got = walked(SOURCE, lambda asked: spent if asked.number == 2 else serve(asked))
    assert (len(got.asked), got.waits, got.outcome.complete) == (2, (), False)
    assert got.outcome.again is not None
    again = walked(SOURCE, serve, vault=got.vault)
    assert again.outcome.complete
    assert len(again.keys) == 25


def test_a_depth_that_it_refuses_is_told() -> None:
    serve = _paged(25, 1)
    deep = as_json({"status": 400, "message": "result window is too large"}, 400)
    got = walked(SOURCE, lambda asked: deep if asked.get("from") == "20" else serve(asked))
    assert not got.outcome.complete
    assert "result window is too large" in got.outcome.reason
    assert len(got.keys) == 19


def test_a_refusal_of_status_200_is_permanent() -> None:
    found = _read({"status": 400, "message": "Query malformed", "hits": None})
    assert isinstance(found, Fault)
    assert found.kind == "permanent"
    assert "Query malformed" in found.what


@pytest.mark.parametrize(
    "data", [{}, [], {"status": 200, "message": "OK"}, {"hits": {"total": 3}},
             {"hits": {"hits": []}}, {"hits": []}, {"message": "x"},
             {"hits": {"total": "x", "hits": []}}],
)  # fmt: skip
def test_what_is_no_page_is_told(data: object) -> None:
    found = _read(data)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


def test_the_number_of_hits_may_be_wrapped() -> None:
    page = _read(_answered(_doc(1), total={"value": 7, "relation": "eq"}))
    assert isinstance(page, Page)
    assert page.total == 7


@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: [value]])
def test_every_field_may_be_a_text_or_a_list(wrap: Any) -> None:
    record = _record(
        title=wrap("Example"), creator_name=wrap("Example, Ada"), date=wrap("2020"),
        isPartOf=wrap("Example Papers ; 12"), subject=wrap("Mentoring"), language=wrap("eng"),
        abstract=wrap("A <i>short</i> one."), isn=wrap("0000-0019"), type=wrap("book"),
        type_genre=wrap("Working Paper"), publisher=wrap("Example Institute"),
        identifier_url=wrap("https://doi.org/10.5555/example"), source=wrap("econstor"),
        jel=wrap("J24"), id=wrap("10000001"),
    )  # fmt: skip
    assert (record.title, record.authors, record.year) == ("Example", ("Example, Ada",), 2020)
    assert (record.venue, record.keywords) == ("Example Papers ; 12", ("Mentoring",))
    assert (record.abstract, record.isxn) == ("A short one.", "0000-0019")
    assert (record.doi, record.accession) == ("10.5555/example", "10000001")
    assert (record.language, record.publisher) == ("eng", "Example Institute")
    assert ("source", "econstor") in record.extra
    assert ("link", "https://doi.org/10.5555/example") in record.extra
    assert record.url == "https://www.econbiz.de/Record/10000001"


def test_entries_that_are_wrapped_as_elasticsearch_does_are_read_too() -> None:
    body = json.dumps(_answered({"_id": "7", "_source": {"title": "Example"}})).encode()
    (entry,) = SOURCE.entries(body)
    assert entry.record is not None
    assert (entry.key, entry.record.title) == ("7", "Example")


@pytest.mark.parametrize(
    ("text", "year"),
    [("2020", 2020), ("[2020]", 2020), ("c1998", 1998), ("2020-05-01", 2020), ("20200501", None),
     ("n.d.", None), ("", None)],
)  # fmt: skip
def test_years(text: str, year: int | None) -> None:
    assert _record(date=text).year == year


def test_persons_stand_in_where_there_are_no_creators() -> None:
    record = _record(person=[{"name": "Example, Ada"}, "Sample, Ben", {"name": "Example, Ada"}, 3])
    assert record.authors == ("Example, Ada", "Sample, Ben", "3")


_NAMES = ["id", "_id", "_source", "title", "creator_name", "creator", "person", "name", "date",
          "date_sort", "isPartOf", "abstract", "subject", "doi", "identifier_url", "type",
          "type_genre", "language", "isn"]  # fmt: skip


@given(st.lists(VALUES | tables(_NAMES), max_size=4))
def test_whatever_the_values_are_no_error_leaves_and_each_entry_is_counted(docs: list[Any]) -> None:
    data = _answered(*docs)
    page = _read(data)
    assert isinstance(page, Page)
    assert page.count == len(list(SOURCE.entries(json.dumps(data).encode()))) == len(docs)
