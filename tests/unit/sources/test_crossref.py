"""Crossref: a cursor that stays the same, words instead of a query, and what it makes of dates."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from chain_crossref import INVALID, served
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.model import Record
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.reading import parse
from litreview.review.judging import judges_of
from litreview.sources.compile import compiled
from litreview.sources.named import SOURCES
from litreview.sources.source import Access, Fault, Limits, Page, Reply, Searchable

CROSSREF = SOURCES.get("crossref")
assert isinstance(CROSSREF, Searchable)
PER_PAGE = 3


def _work(number: int, **more: Any) -> dict[str, Any]:
    return {"DOI": f"10.5555/{number}", "type": "journal-article", **more}


def _pages(count: int, pages: int) -> list[Any]:
    """Pages of three works each."""
    works = [_work(number) for number in range(count)]
    return [
        {"status": "ok", "message": {"total-results": count,
                                     "items": works[at * PER_PAGE : (at + 1) * PER_PAGE]}}
        for at in range(pages)
    ]  # fmt: skip


def _record(**item: Any) -> Record:
    body = json.dumps({"message": {"items": [_work(1, **item)]}}).encode()
    (entry,) = CROSSREF.entries(body)
    assert entry.record is not None
    return entry.record


def _extra(record: Record, tag: str) -> list[str]:
    return [text for name, text in record.extra if name == tag]


# -- the walk --------------------------------------------------------------------------------


def test_a_cursor_that_stays_the_same_brings_every_page() -> None:
    walk = walked(CROSSREF, served(_pages(12, 4)), "mentoring youth")
    assert walk.outcome.complete
    assert (walk.outcome.expected, walk.outcome.received, walk.outcome.distinct) == (12, 12, 12)
    cursors = [asked.get("cursor") for asked in walk.asked]
    assert cursors[0] == "*"
    assert len(set(cursors[1:])) == 1
    assert len(cursors) == 5  # four pages, and one look whether more come than are stated


def _disturbed(answer: Answering, at: int, how: Callable[[Answer], Answer]) -> Answering:
    """As `answer`, which is called each time; what it says to request `at` is spoilt on the way."""

    def spoilt(asked: Asked) -> Answer:
        found = answer(asked)
        return how(found) if asked.number == at else found

    return spoilt


def _instead(answer: Answer) -> Callable[[Answer], Answer]:
    return lambda _: answer


SPOILT: dict[str, Callable[[Answer], Answer]] = {
    "reset": lambda answer: Answer(answer.body, how="reset"),
    "cut off": lambda answer: Answer(answer.body, how="cut"),
    "in HTML": _instead(Answer(b"<html><h1>504 Gateway Time-out</h1></html>", 504)),
    "in HTML with 200": _instead(Answer(b"<html>busy</html>")),
    "too many": _instead(Answer(b"<html>429 Too Many Requests</html>", 429)),
    "an empty page": _instead(
        as_json({"message": {"total-results": 12, "items": [], "next-cursor": "x"}})
    ),
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_an_answer_that_is_lost_loses_no_record(how: str, at: int) -> None:
    """The lost call has moved the cursor on: going on from there would leave out a page."""
    walk = walked(CROSSREF, _disturbed(served(_pages(12, 4)), at, SPOILT[how]), "mentoring youth")
    assert walk.outcome.complete, walk.outcome.reason
    assert walk.keys == {f"10.5555/{number}" for number in range(12)}
    starts = [asked.number for asked in walk.asked if asked.get("cursor") == "*"]
    assert len(starts) == 2


def test_a_cursor_that_has_died_begins_the_walk_anew() -> None:
    dead = _instead(as_json(INVALID, 404))
    walk = walked(CROSSREF, _disturbed(served(_pages(12, 4)), 3, dead))
    assert walk.outcome.complete
    assert len(walk.keys) == 12


def test_fewer_works_than_are_stated_are_told() -> None:
    pages = _pages(9, 3)
    for page in pages:
        page["message"]["total-results"] = 10
    walk = walked(CROSSREF, served(pages))
    assert not walk.outcome.complete
    assert walk.outcome.reason == "10 are stated, 9 came, twice"


def test_a_walk_stops_at_the_most_that_are_taken() -> None:
    """Totals run to millions, as every word widens; the rest of them is told."""
    assert CROSSREF.about.most == 10_000
    page = {"message": {"total-results": 5_000_000, "items": []}}
    pages = [
        {"message": {**page["message"], "items": [_work(at * 500 + n) for n in range(500)]}}
        for at in range(21)
    ]
    walk = walked(CROSSREF, served(pages))
    assert not walk.outcome.complete
    assert walk.outcome.reason == "stopped at 10,000 of 5,000,000"
    assert len(walk.asked) in {20, 21}  # the next one may be under way
    assert walk.outcome.distinct == 10_000


# -- what is sent ----------------------------------------------------------------------------


def test_a_query_is_sent_as_its_words_and_is_the_judge_of_what_comes() -> None:
    tree = parse('(mentor* OR "job coach") AND youth NOT nurses', OWN).tree
    assert tree is not None
    made = compiled(tree, CROSSREF)
    assert made.strings == ("mentor job coach youth",)
    assert made.sift is not None
    request = CROSSREF.ask(made.strings[0], Limits())
    assert request.path == "works"
    assert dict(request.params) == {
        "query.bibliographic": "mentor job coach youth", "rows": "500", "cursor": "*",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "abstract", "kept"),
    [
        ("Mentoring of youth", "", True), ("Mentors", "They help the youth.", True),
        ("Mentoring", "", True),  # what its abstract says is not known
        ("Bridges", "Concrete is strong.", False), ("Youth, nurses, mentors", "None.", False),
    ],
)  # fmt: skip
def test_a_work_is_set_aside_only_where_its_title_and_abstract_rule_it_out(
    title: str, abstract: str, kept: bool
) -> None:
    tree = parse("mentor* AND youth NOT nurses", OWN).tree
    assert tree is not None
    made = compiled(tree, CROSSREF)
    assert made.remarks[1].startswith("Crossref has no keywords to search")
    (judge,) = judges_of(made, CROSSREF, Limits())
    assert (judge(_record(title=[title], abstract=abstract)) is None) == kept


def test_limits_are_filters() -> None:
    limits = Limits("2010-01-01", "2020-12-31", "2026-10-01",
                    (("filter", "type:journal-article"),))  # fmt: skip
    assert CROSSREF.ask("mentoring", limits).param("filter") == (
        "from-pub-date:2010-01-01,until-pub-date:2020-12-31,from-index-date:2026-10-01,"
        "type:journal-article"
    )


def test_a_count_asks_for_no_rows_and_opens_no_cursor() -> None:
    request = CROSSREF.counting(CROSSREF.ask("mentoring", Limits()))
    assert request.param("rows") == "0"
    assert not request.param("cursor")


def test_address_and_token_are_put_in_last() -> None:
    request = CROSSREF.ask("mentoring", Limits())
    access = Access("http://x", key="plus-token", email="ada@uni.example.edu")
    signed, headers = CROSSREF.sign(request, access)
    assert signed.param("mailto") == "ada@uni.example.edu"
    assert headers == {"Crossref-Plus-API-Token": "Bearer plus-token"}
    assert CROSSREF.sign(request, Access("http://x")) == (request, {})


# -- failures --------------------------------------------------------------------------------


def test_a_refused_parameter_is_told_in_its_words() -> None:
    body = {
        "status": "failed", "message-type": "validation-failure",
        "message": [{"type": "integer-not-valid", "value": "2000",
                     "message": "Integer specified as 2000 but must be less."}],
    }  # fmt: skip
    fault = CROSSREF.fault(Reply(400, {}, json.dumps(body).encode()))
    assert fault is not None
    assert fault.kind == "permanent"
    assert fault.what == (
        "it refuses the request (400: Integer specified as 2000 but must be less.)"
    )


@pytest.mark.parametrize(
    "body", [b"Resource not found.", b"", b"{}", b"[1]", b'{"message": [null, 3, {"type": []}]}']
)
def test_other_answers_of_404_and_400_are_read_by_the_common_rules(body: bytes) -> None:
    assert CROSSREF.fault(Reply(404, {}, body)) is None
    assert CROSSREF.fault(Reply(400, {}, body)) is None


@pytest.mark.parametrize(
    "message",
    [None, [], {}, {"items": []}, {"total-results": 3}, {"total-results": 3, "items": {}},
     {"total-results": "many", "items": []}, {"total-results": -1, "items": []}],
)  # fmt: skip
def test_an_answer_without_items_or_total_is_malformed(message: object) -> None:
    sent = CROSSREF.ask("mentoring", Limits())
    found = CROSSREF.read(sent, Reply(200, {}, json.dumps({"message": message}).encode()))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


# -- records ---------------------------------------------------------------------------------


def test_a_work_becomes_a_record() -> None:
    record = _record(
        title=["Mentoring of <i>young</i> people &amp; work"], subtitle=["A trial"],
        author=[{"given": "Ada", "family": "Example"}, {"name": "The Example Group"},
                {"family": "Sample"}, {}, None],
        published={"date-parts": [[2019, 3, 4]]}, issued={"date-parts": [[2018]]},
        volume="4", issue="2", page="1-9", language="en", publisher="Example Press",
        ISSN=["1234-5678", "8765-4321"], URL="https://doi.org/10.5555/1",
        abstract="<jats:title>Abstract</jats:title><jats:p>We ask.</jats:p>",
        license=[{"URL": "https://licence.example/by"}],
        **{"container-title": ["Journal of <b>Examples</b>"], "is-referenced-by-count": 7},
    )  # fmt: skip
    assert record.accession == record.doi == "10.5555/1"
    assert record.kind == "article"
    assert record.title == "Mentoring of young people & work: A trial"
    assert record.authors == ("Example, Ada", "The Example Group", "Sample")
    assert (record.year, record.volume, record.issue, record.pages) == (2019, "4", "2", "1-9")
    assert record.venue == "Journal of Examples"
    assert record.abstract == "We ask."
    assert record.isxn == "1234-5678"
    assert (record.language, record.publisher) == ("en", "Example Press")
    assert record.database == CROSSREF.about.title
    assert _extra(record, "published") == ["2019-03-04"]
    assert _extra(record, "cited") == ["7"]
    assert _extra(record, "licence") == ["https://licence.example/by"]
    assert not _extra(record, "retracted")


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ([[2019, 3, 4]], "2019-03-04"), ([[2019, 3]], "2019-03"), ([[2019]], "2019"),
        ([[2019, None, 4]], "2019"), ([[2019, 13]], "2019"), ([["2019", "3"]], "2019-03"),
        ([[None]], ""), ([None], ""), ([[]], ""), ([], ""), (None, ""), ([["x"]], ""),
        ([[0]], ""), ([[20190101]], ""), ({"2019": 1}, ""), ([[2019, 3, 4, 5]], "2019-03-04"),
    ],
)  # fmt: skip
def test_dates_are_read_as_far_as_they_are_given(parts: object, day: str) -> None:
    record = _record(published={"date-parts": parts})
    assert record.year == (int(day[:4]) if day else None)
    assert _extra(record, "published") == ([day] if day else [])


def test_a_date_that_says_nothing_gives_way_to_the_next() -> None:
    record = _record(published={"date-parts": [[None]]}, issued={"date-parts": [[2017, 5]]})
    assert record.year == 2017


def test_a_book_has_its_editors_and_its_isbn() -> None:
    record = _record(
        type="edited-book", editor=[{"given": "Ada", "family": "Example"}],
        ISBN=["9780000000002"], ISSN=["1234-5678"],
    )  # fmt: skip
    assert record.kind == "book"
    assert record.authors == ("Example, Ada",)
    assert record.isxn == "9780000000002"


@pytest.mark.parametrize(
    ("kind", "subtype", "expected"),
    [
        ("proceedings-article", "", "conference"), ("dissertation", "", "thesis"),
        ("posted-content", "preprint", "preprint"), ("posted-content", "other", "other"),
        ("peer-review", "", "other"), ("report", "", "report"), ("book-chapter", "", "chapter"),
    ],
)  # fmt: skip
def test_kinds(kind: str, subtype: str, expected: str) -> None:
    assert _record(type=kind, subtype=subtype).kind == expected


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        (["A"], ["B"], "A: B"), (["A: B"], ["b"], "A: B"), (["Why?"], ["B"], "Why? B"),
        ([], ["B"], "B"), ([], [], ""), (["A", "Another"], [], "A"), ("A", None, "A"),
    ],
)  # fmt: skip
def test_titles(title: object, subtitle: object, expected: str) -> None:
    assert _record(title=title, subtitle=subtitle).title == expected


def test_a_work_without_a_title_has_the_one_in_its_language() -> None:
    assert _record(title=[], **{"original-title": ["Ein Titel"]}).title == "Ein Titel"


def test_a_thesis_has_the_year_of_its_approval() -> None:
    record = _record(
        type="dissertation", issued={"date-parts": [[None]]}, approved={"date-parts": [[2021, 5]]}
    )
    assert (record.kind, record.year) == ("thesis", 2021)


def test_a_work_that_another_one_retracts_is_retracted() -> None:
    record = _record(**{"updated-by": [{"type": "retraction", "DOI": "10.5555/NOTICE"}]})
    assert _extra(record, "retracted") == ["yes"]
    assert _extra(record, "updated-by") == ["retraction 10.5555/notice"]


def test_a_notice_of_retraction_is_not_itself_retracted() -> None:
    record = _record(**{"update-to": [{"type": "retraction", "DOI": "10.5555/other"}]})
    assert not _extra(record, "retracted")
    assert _extra(record, "update-to") == ["retraction 10.5555/other"]


def test_a_work_whose_own_entry_says_that_it_is_retracted_is() -> None:
    record = _record(**{"update-to": [{"type": "retraction", "DOI": "10.5555/1"}]})
    assert _extra(record, "retracted") == ["yes"]


def test_a_correction_is_no_retraction() -> None:
    record = _record(**{"updated-by": [{"type": "correction", "DOI": "10.5555/2"}]})
    assert not _extra(record, "retracted")


def test_works_without_doi_are_failures_each_with_its_text() -> None:
    items = [{"title": ["A"]}, {"title": ["B"]}, 3, None]
    found = list(CROSSREF.entries(json.dumps({"message": {"items": items}}).encode()))
    assert [entry.key for entry in found] == [""] * 4
    assert len({entry.raw for entry in found}) == 4


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner,
                                                               max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = (
    "DOI", "title", "subtitle", "author", "editor", "published", "issued", "type", "subtype",
    "container-title", "ISSN", "ISBN", "updated-by", "update-to", "license", "abstract", "page",
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), ANY) | ANY, max_size=5), ANY)
def test_whatever_an_item_holds_it_is_one_entry(items: list[Any], total: object) -> None:
    body = json.dumps({"message": {"items": items, "total-results": 1}}).encode()
    page = CROSSREF.read(CROSSREF.ask("x", Limits()), Reply(200, {}, body))
    assert isinstance(page, Page)
    assert page.count == len(items) == len(list(CROSSREF.entries(body)))
    other = json.dumps({"message": {"items": items, "total-results": total,
                                    "next-cursor": total}}).encode()  # fmt: skip
    CROSSREF.read(CROSSREF.ask("x", Limits()), Reply(200, {}, other))
