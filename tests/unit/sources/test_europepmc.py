"""Europe PMC: a cursor that ends by repeating itself, and errors with status 200."""

from __future__ import annotations

import json
from typing import Any

import pytest
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.reading import parse
from litreview.sources.apis.europepmc import SOURCE
from litreview.sources.compile import compiled
from litreview.sources.source import OPEN, Limits, Page, Reply

PER_PAGE = 3


def _answer(results: list[Any], total: int, follow: str | None) -> dict[str, Any]:
    more = {} if follow is None else {"nextCursorMark": follow}
    asked = {"queryString": "mentoring as understood"}
    return {"hitCount": total, **more, "request": asked, "resultList": {"result": results}}


def served(count: int, total: int | None = None, *, last: str = "same") -> Answering:
    """Three results a page under cursors ``*``, 3, 6 ... last: how the end is told.

    same: the cursor that was sent comes back; none: no cursor; empty: one more page, empty.
    """
    works = [{"source": "MED", "id": str(number)} for number in range(1, count + 1)]

    def answer(asked: Asked) -> Answer:
        mark = asked.get("cursorMark")
        at = 0 if mark == "*" else int(mark)
        page, follow = works[at : at + PER_PAGE], str(at + PER_PAGE)
        if at + PER_PAGE >= count:
            ends = {"same": mark, "none": None, "empty": follow if page else mark}
            return as_json(_answer(page, total or count, ends[last]))
        return as_json(_answer(page, total or count, follow))

    return answer


# -- the walk --------------------------------------------------------------------------------


@pytest.mark.parametrize("last", ["same", "none", "empty"])
@pytest.mark.parametrize("count", [0, 1, 3, 8, 9])
def test_a_walk_ends_however_the_end_is_told(count: int, last: str) -> None:
    walk = walked(SOURCE, served(count, last=last))
    assert walk.outcome.complete
    assert walk.outcome.expected == walk.outcome.received == count
    assert walk.keys == {f"MED:{number}" for number in range(1, count + 1)}
    assert walk.outcome.echo == "mentoring as understood"


@pytest.mark.parametrize("last", ["same", "none", "empty"])
def test_a_repeated_cursor_ends_the_walk_and_what_is_missing_is_told(last: str) -> None:
    """hitCount may state more than is delivered: the loop ends, and the rest is named."""
    walk = walked(SOURCE, served(8, total=10, last=last))
    assert not walk.outcome.complete
    assert walk.outcome.reason == "10 are stated, 8 came, twice"
    assert len(walk.asked) < 20


def test_cursors_that_go_round_in_circles_end() -> None:
    page = [{"source": "MED", "id": "1"}]
    walk = walked(
        SOURCE,
        lambda asked: as_json(_answer(page, 10, "b" if asked.get("cursorMark") == "a" else "a")),
    )
    assert not walk.outcome.complete
    assert walk.outcome.reason == "10 are stated, 1 came, twice"
    assert len(walk.asked) == 6


@pytest.mark.parametrize(
    ("follow", "then"), [("b", "b"), ("a", None), ("", None), (None, None), ({}, None)]
)
def test_the_cursor_that_was_sent_leads_nowhere(follow: Any, then: str | None) -> None:
    sent = SOURCE.ask("x", OPEN).having(cursorMark="a")
    body = json.dumps(_answer([{"source": "MED", "id": "1"}], 10, follow)).encode()
    page = SOURCE.read(sent, Reply(200, {}, body))
    assert isinstance(page, Page)
    assert (page.next and page.next.param("cursorMark")) == then


def test_an_error_with_status_200_is_told_in_its_words() -> None:
    walk = walked(SOURCE, lambda _: as_json({"errCode": 404, "errMsg": "Invalid page size"}))
    assert walk.outcome.reason == "it refuses the request (404: it says Invalid page size)"
    assert len(walk.asked) == 1


@pytest.mark.parametrize(
    "body",
    [{"errCode": 500, "errMsg": "busy"}, {"errCode": "429"}, {"errMsg": "no code"}, {},
     {"version": "6.9"}, {"hitCount": 3, "resultList": None}, {"resultList": {"result": []}}],
)  # fmt: skip
@pytest.mark.parametrize("at", [1, 2])
def test_what_passes_is_tried_again(body: dict[str, Any], at: int) -> None:
    serve = served(8)
    walk = walked(SOURCE, lambda asked: as_json(body) if asked.number == at else serve(asked))
    assert walk.outcome.complete, walk.outcome.reason
    assert walk.outcome.distinct == 8


@pytest.mark.parametrize(
    "body", [{"version": "6.9"}, {"errCode": 404, "errMsg": "Invalid cursorMark"}]
)
def test_a_cursor_that_it_has_forgotten_begins_the_walk_anew(body: dict[str, Any]) -> None:
    serve = served(8)
    walk = walked(SOURCE, lambda asked: as_json(body) if asked.number == 3 else serve(asked))
    assert walk.outcome.complete
    assert walk.outcome.distinct == 8
    assert [asked.number for asked in walk.asked if asked.get("cursorMark") == "*"] == [1, 4]


def test_an_empty_page_in_the_middle_loses_nothing() -> None:
    serve = served(8)
    empty = as_json(_answer([], 8, "3"))
    walk = walked(SOURCE, lambda asked: empty if asked.number == 2 else serve(asked))
    assert walk.outcome.complete
    assert walk.outcome.distinct == 8


# -- what is sent ----------------------------------------------------------------------------


def test_the_full_form_is_asked_for_without_synonyms() -> None:
    request = SOURCE.ask("TITLE_ABS:mentoring", OPEN)
    assert (request.path, request.form) == ("search", ())
    assert dict(request.params) == {
        "query": "TITLE_ABS:mentoring", "format": "json", "resultType": "core",
        "synonym": "false", "pageSize": "1000", "cursorMark": "*",
    }  # fmt: skip


def test_a_query_of_the_review_is_sent_in_its_notation() -> None:
    tree = parse("mentor* AND youth", OWN).tree
    assert tree is not None
    made = compiled(tree, SOURCE)
    walk = walked(SOURCE, served(4), *made.strings)
    assert walk.outcome.complete
    assert walk.asked[0].get("query") == made.strings[0]
    assert "TITLE_ABS:mentor*" in made.strings[0]


def test_days_are_those_of_the_first_publication_and_of_a_change() -> None:
    limits = Limits("2010-01-01", "", since="2026-10-01")
    assert SOURCE.ask("a OR b", limits).param("query") == (
        "(a OR b) AND FIRST_PDATE:[2010-01-01 TO 3000-12-31] AND "
        "(CREATION_DATE:[2026-10-01 TO 3000-12-31] OR UPDATE_DATE:[2026-10-01 TO 3000-12-31])"
    )
    assert SOURCE.ask("a", Limits(last="2020-12-31")).param("query") == (
        "(a) AND FIRST_PDATE:[1500-01-01 TO 2020-12-31]"
    )


def test_a_long_query_is_sent_by_post_to_its_last_page() -> None:
    long = " OR ".join(f"TITLE_ABS:mentor{number}" for number in range(300))
    walk = walked(SOURCE, served(8), long)
    assert walk.outcome.complete
    assert {(asked.method, asked.path) for asked in walk.asked} == {("POST", "/searchPOST")}
    assert [asked.form["cursorMark"] for asked in walk.asked] == ["*", "3", "6"]
    assert {asked.form["query"] for asked in walk.asked} == {long}


@pytest.mark.parametrize("query", ["a", " OR ".join(["TITLE_ABS:mentoring"] * 300)])
def test_a_count_asks_for_one_number(query: str) -> None:
    request = SOURCE.counting(SOURCE.ask(query, OPEN))
    sent = dict(request.form or request.params)
    assert (sent["pageSize"], sent["resultType"]) == ("1", "idlist")
    assert sent["query"] == query
