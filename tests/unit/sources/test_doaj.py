"""DOAJ: a query in the path, pages by number, and windows of dates beyond the first 1,000."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from chain_doaj import DEEP, served
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.errors import UsageError
from litreview.model import Record
from litreview.sources.named import SOURCES
from litreview.sources.source import Fault, Limits, Page, Reply, Searchable

DOAJ = SOURCES.get("doaj")
assert isinstance(DOAJ, Searchable)
SENT = DOAJ.ask("mentoring", Limits())
_RANGE = re.compile(r"(index\.date|created_date):\[(\S+) TO (\S+)\]")


def _article(number: int, **bib: Any) -> dict[str, Any]:
    return {"id": f"{number:032x}", "bibjson": bib}


def _record(**bib: Any) -> Record:
    (entry,) = DOAJ.entries(json.dumps({"results": [_article(1, **bib)]}).encode())
    assert entry.record is not None
    return entry.record


def _query(limits: Limits, query: str = "a OR b") -> str:
    path = DOAJ.ask(query, limits).path
    assert path.startswith("search/articles/")
    return unquote(path.removeprefix("search/articles/"))


# -- what is sent ----------------------------------------------------------------------------


def test_the_query_is_one_part_of_the_path() -> None:
    path = DOAJ.ask('bibjson.title:("and/or" OR ä?)', Limits()).path
    assert path == ("search/articles/bibjson.title%3A%28%22and%2For%22%20OR%20%C3%A4%3F%29")


def test_a_query_arrives_as_it_was_meant() -> None:
    query = 'bibjson.title:("and/or" OR "a+b & c") AND NOT bibjson.abstract:ä'
    walk = walked(DOAJ, served([_article(n) for n in range(3)]), query)
    assert walk.asked[0].path == f"/search/articles/{query}"
    assert set(walk.asked[0].params) == {"page", "pageSize", "sort"}


def test_limits_are_ranges_without_asterisks() -> None:
    assert _query(Limits()) == "a OR b"
    assert _query(Limits("2010-01-01", "2020-12-31")) == (
        "(a OR b) AND index.date:[2010-01-01 TO 2020-12-31]"
    )
    assert _query(Limits("2010-01-01")) == "(a OR b) AND index.date:[2010-01-01 TO 3000-12-31]"
    assert _query(Limits(last="2010-12-31", options=(("dates", "entered"),))) == (
        "(a OR b) AND created_date:[1000-01-01 TO 2010-12-31]"
    )
    assert _query(Limits(since="2026-10-01")) == (
        "(a OR b) AND last_updated:[2026-10-01 TO 3000-12-31]"
    )
    assert _query(Limits("2010-01-01", since="2026-10-01"), "") == (
        "index.date:[2010-01-01 TO 3000-12-31] AND last_updated:[2026-10-01 TO 3000-12-31]"
    )


def test_dates_that_it_does_not_have_are_refused() -> None:
    with pytest.raises(UsageError, match="no dates called 'created'"):
        DOAJ.ask("a", Limits("2010-01-01", options=(("dates", "created"),)))


def _escaped(query: str) -> str:
    """The server's own rule for colons: all but the first, and those that AND or OR stand before.

    Written anew from what DOAJ's discovery.py does, to see that our ranges pass it.
    """
    parts = query.split(":")
    for at in range(1, len(parts) - 1):
        if " AND " not in parts[at] and " OR " not in parts[at]:
            parts[at] += "\\"
    return ":".join(parts)


@pytest.mark.parametrize(
    "query", ["mentoring", "bibjson.title:mentoring", "bibjson.title:a OR bibjson.abstract:b"]
)
def test_ranges_survive_what_the_server_does_to_colons(query: str) -> None:
    whole = _query(Limits("2010-01-01", "2020-12-31", "2026-10-01"), query)
    assert _escaped(whole) == whole
    assert not re.search(r"[?*~]", whole)


# -- the walk --------------------------------------------------------------------------------


def test_pages_are_walked_to_the_stated_total() -> None:
    walk = walked(DOAJ, served([_article(n) for n in range(250)]))
    assert walk.outcome.complete
    assert (walk.outcome.expected, walk.outcome.distinct) == (250, 250)
    assert [asked.get("page") for asked in walk.asked] == ["1", "2", "3"]
    assert walk.outcome.echo == "mentoring"


def test_the_size_of_a_page_is_the_one_that_the_server_says() -> None:
    walk = walked(DOAJ, served([_article(n) for n in range(95)], most=10))
    assert walk.outcome.complete
    assert len(walk.keys) == 95
    assert len(walk.asked) == 10


def _dated(articles: list[tuple[dict[str, Any], str]]) -> Answering:
    """A server that knows a day for each article, or "": it lies in no window then."""

    def answer(asked: Asked) -> Answer:
        within = _RANGE.search(asked.path)
        first, last = (within[2], within[3]) if within else ("", "9999")
        held = [item for item, day in articles if (not within or day) and first <= day <= last]
        return served(held)(asked)

    return answer


def test_more_than_a_thousand_are_reached_by_windows_of_dates() -> None:
    articles = [(_article(n), f"{1995 + n % 30}-{1 + n // 30 % 12:02}-01") for n in range(2_750)]
    walk = walked(DOAJ, _dated(articles))
    assert walk.outcome.complete, walk.outcome.reason
    assert (walk.outcome.expected, walk.outcome.distinct) == (2_750, 2_750)
    assert all(int(asked.get("page")) <= 10 for asked in walk.asked)


def test_articles_without_a_year_are_told_and_reached_by_their_day_of_entry() -> None:
    articles = [(_article(n), f"{1995 + n % 30}-01-01" if n % 400 else "") for n in range(2_000)]
    walk = walked(DOAJ, _dated(articles))
    assert not walk.outcome.complete
    # Five have no year; the first of them came with the page that said how many there are.
    assert walk.outcome.reason == "4 of 2,000 lie in no window of dates"
    entered = [(item, f"20{10 + n % 10}-06-01") for n, (item, _) in enumerate(articles)]
    limits = Limits(options=(("dates", "entered"),))
    again = walked(DOAJ, _dated(entered), limits=limits)
    assert again.outcome.complete
    assert len(again.keys) == 2_000
    assert all("index.date" not in asked.path for asked in again.asked)


def test_a_month_that_holds_too_many_is_told() -> None:
    walk = walked(DOAJ, _dated([(_article(n), "2020-05-01") for n in range(1_200)]))
    assert not walk.outcome.complete
    assert "one query delivers at most 1,000" in walk.outcome.reason
    assert walk.outcome.distinct == 1_000


# -- failures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("Query contains disallowed Lucene features (ref: 0)", "wildcards"),
        (DEEP, "first 1,000"),
        ("There was an error executing your query (ref: 0)", "cannot read the query"),
    ],
)
def test_what_it_refuses_has_a_remedy(said: str, what: str) -> None:
    body = json.dumps({"status": "bad_request", "error": said}).encode()
    fault = DOAJ.fault(Reply(400, {}, body))
    assert fault is not None
    assert fault.kind == "permanent"
    assert what in fault.what
    assert said in fault.what
    assert fault.remedy


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"error": [1]}', b'{"error": "other"}'])
def test_other_answers_of_400_are_read_by_the_common_rules(body: bytes) -> None:
    assert DOAJ.fault(Reply(400, {}, body)) is None


@pytest.mark.parametrize(
    "body", [{}, {"total": 3}, {"results": []}, {"total": "x", "results": []},
             {"total": 3, "results": {"a": 1}}, {"status": "bad_request", "error": "no"}],
)  # fmt: skip
def test_an_answer_without_results_is_malformed(body: object) -> None:
    found = DOAJ.read(SENT, Reply(200, {}, json.dumps(body).encode()))
    assert found == Fault("malformed", "its answer lacks total or results")


# -- records ---------------------------------------------------------------------------------


def test_an_article_becomes_a_record() -> None:
    record = _record(
        title="Mentoring of <i>young</i> people", abstract="<p>We ask.</p>", year="2019", month="3",
        start_page="1", end_page="9", keywords=["mentoring", "youth"],
        author=[{"name": "Ada Example", "affiliation": "Example"}, {"name": ""}, None],
        identifier=[{"type": "PISSN", "id": "1234-5678"}, {"type": "eissn", "id": "8765-4321"},
                    {"type": "doi", "id": "10.5555/ABC"}, {"type": "doi", "id": "10.5555/other"}],
        journal={"title": "Journal of Examples", "volume": "4", "number": "2", "language": ["EN"],
                 "publisher": "Example Press", "issns": ["1234-5678"]},
        link=[{"type": "fulltext", "url": "https://text.example/1"}],
        subject=[{"scheme": "LCC", "term": "Education", "code": "L"}],
    )  # fmt: skip
    assert record.accession == f"{1:032x}"
    assert record.url == f"https://doaj.org/article/{record.accession}"
    assert (record.title, record.abstract) == ("Mentoring of young people", "We ask.")
    assert record.authors == ("Ada Example",)
    assert (record.year, record.volume, record.issue, record.pages) == (2019, "4", "2", "1-9")
    assert (record.doi, record.isxn) == ("10.5555/abc", "8765-4321")
    assert record.keywords == ("mentoring", "youth")
    assert (record.language, record.publisher) == ("EN", "Example Press")
    assert record.database == DOAJ.about.title
    assert record.extra == (
        ("published", "2019-03"), ("open access", "https://text.example/1"),
        ("subject", "Education"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "pages"), [("1", "9", "1-9"), ("e12", "", "e12"), ("", "9", "9"),
                                 ("7", "7", "7"), (None, None, "")],
)  # fmt: skip
def test_pages(first: object, last: object, pages: str) -> None:
    assert _record(start_page=first, end_page=last).pages == pages


@pytest.mark.parametrize(
    ("year", "month", "published"),
    [("2019", "12", "2019-12"), ("2019", "0", ""), ("2019", "13", ""), ("2019", None, ""),
     ("x", "3", ""), ("99999", "3", ""), (2019, 3, "2019-03")],
)  # fmt: skip
def test_months(year: object, month: object, published: str) -> None:
    assert dict(_record(year=year, month=month).extra).get("published", "") == published


def test_articles_without_identifier_are_failures_each_with_its_text() -> None:
    items = [{"bibjson": {"title": "A"}}, {"bibjson": {"title": "B"}}, None, 3]
    found = list(DOAJ.entries(json.dumps({"results": items}).encode()))
    assert [entry.key for entry in found] == [""] * 4
    assert len({entry.raw for entry in found}) == 4


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner,
                                                               max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = (
    "title", "abstract", "year", "month", "author", "identifier", "journal", "link", "subject",
    "keywords", "start_page", "end_page",
)  # fmt: skip
ITEM = st.fixed_dictionaries({}, optional={
    "id": ANY, "created_date": ANY, "bibjson": st.dictionaries(st.sampled_from(FIELDS), ANY),
})  # fmt: skip


@given(st.lists(ITEM | ANY, max_size=5), ANY)
def test_whatever_an_item_holds_it_is_one_entry(items: list[Any], size: object) -> None:
    body = json.dumps({"results": items, "total": 9, "pageSize": size, "query": size}).encode()
    page = DOAJ.read(SENT, Reply(200, {}, body))
    assert isinstance(page, Page)
    assert page.count == len(items) == len(list(DOAJ.entries(body)))


def test_one_that_only_lacks_an_answer_is_asked_for_again() -> None:
    inner = served([_article(n) for n in range(250)])

    def answer(asked: Asked) -> Answer:
        if asked.number == 2:
            return as_json({"total": 250, "page": 2, "pageSize": 100, "results": []})
        return inner(asked)

    walk = walked(DOAJ, answer)
    assert walk.outcome.complete
    assert len(walk.keys) == 250
