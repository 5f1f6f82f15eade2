"""Semantic Scholar: tokens to the end, estimates that are none to hold it to, and its failures."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.model import Record
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.reading import parse
from litreview.sources.compile import compiled
from litreview.sources.named import SOURCES
from litreview.sources.source import Access, Fault, Limits, Page, Reply, Searchable

SCHOLAR = SOURCES.get("semantic-scholar")
assert isinstance(SCHOLAR, Searchable)
SENT = SCHOLAR.ask("mentoring", Limits())


def _paper(number: int, **more: Any) -> dict[str, Any]:
    return {"paperId": f"p{number}", "title": f"Paper {number}", **more}


def _record(**item: Any) -> Record:
    (entry,) = SCHOLAR.entries(json.dumps({"data": [_paper(1, **item)]}).encode())
    assert entry.record is not None
    return entry.record


def _extra(record: Record, tag: str) -> list[str]:
    return [text for name, text in record.extra if name == tag]


def _read(body: object, sent: Any = SENT) -> Page | Fault:
    return SCHOLAR.read(sent, Reply(200, {}, json.dumps(body).encode()))


def _served(pages: int, *, null: bool = True, total: int | None = None) -> Answering:
    """Pages of two papers; the last one has a token of null, or none. total: as stated."""
    stated = 2 * pages if total is None else total

    def answer(asked: Asked) -> Answer:
        at = int(asked.get("token", "t0")[1:])
        last = {"token": None} if null else {}
        token = {"token": f"t{at + 1}"} if at + 1 < pages else last
        return as_json({"total": stated, "data": [_paper(2 * at), _paper(2 * at + 1)], **token})

    return answer


# -- the walk --------------------------------------------------------------------------------


@pytest.mark.parametrize("null", [True, False])
def test_the_end_is_where_no_token_comes(null: bool) -> None:
    walk = walked(SCHOLAR, _served(4, null=null))
    assert walk.outcome.complete
    assert len(walk.keys) == 8
    assert [asked.get("token") for asked in walk.asked] == ["", "t1", "t2", "t3"]


@pytest.mark.parametrize("total", [3, 8, 9])
def test_an_estimate_neither_ends_a_walk_nor_makes_it_short(total: int) -> None:
    walk = walked(SCHOLAR, _served(4, total=total))
    assert walk.outcome.complete
    assert not walk.outcome.exact
    assert len(walk.keys) == 8


def test_a_token_that_is_lost_early_does_not_pass_for_the_end() -> None:
    inner = _served(50)
    lost = as_json({"total": 100, "data": [_paper(0), _paper(1)], "token": None})
    always = walked(SCHOLAR, lambda _: lost)
    assert not always.outcome.complete
    assert "100" in always.outcome.reason
    once = walked(SCHOLAR, lambda asked: lost if asked.number == 1 else inner(asked))
    assert once.outcome.complete
    assert len(once.keys) == 100


def test_all_pages_are_asked_for_with_the_same_fields() -> None:
    walk = walked(SCHOLAR, _served(3))
    assert {asked.get("fields") for asked in walk.asked} == {SENT.param("fields")}
    assert "abstract" in SENT.param("fields").split(",")


def test_a_token_that_has_expired_begins_the_walk_anew() -> None:
    inner = _served(4)

    def answer(asked: Asked) -> Answer:
        if asked.number == 3:
            return as_json({"error": "Invalid or expired token"}, 400)
        return inner(asked)

    walk = walked(SCHOLAR, answer)
    assert walk.outcome.complete
    assert len(walk.keys) == 8
    assert [asked.number for asked in walk.asked if not asked.get("token")] == [1, 4]


def test_data_of_null_is_asked_for_again() -> None:
    inner = _served(3)

    def answer(asked: Asked) -> Answer:
        if asked.number == 2:
            return as_json({"total": 6, "token": "t2", "data": None})
        return inner(asked)

    walk = walked(SCHOLAR, answer)
    assert walk.outcome.complete
    assert len(walk.keys) == 6


# -- answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", [{"total": 0, "offset": 0}, {"total": 0, "token": None, "data": None},
             {"total": 0, "token": None, "data": []}],
)  # fmt: skip
def test_an_answer_without_data_is_no_hits_where_it_says_so(body: object) -> None:
    assert _read(body) == Page(0, 0, None, exact=False)
    assert not list(SCHOLAR.entries(json.dumps(body).encode()))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"total": 3}, "its answer lacks data"),
        ({}, "its answer lacks data"),
        ({"error": "Internal error"}, "its answer lacks data: Internal error"),
        ({"message": "It timed out"}, "its answer lacks data: It timed out"),
        ({"total": 3, "data": {"0": {}}}, "its answer lacks data"),
    ],
)  # fmt: skip
def test_an_answer_without_data_is_none_elsewhere(body: object, what: str) -> None:
    assert _read(body) == Fault("malformed", what)


def test_too_many_requests_without_a_key_tell_where_a_key_is_had() -> None:
    body = {"message": "Too Many Requests. Please wait and try again", "code": "429"}
    fault = SCHOLAR.fault(Reply(429, {}, json.dumps(body).encode()))
    assert fault is not None
    assert (fault.kind, fault.wait) == ("transient", None)
    assert SCHOLAR.about.key_from in fault.remedy
    assert SCHOLAR.fault(Reply(429, {"retry-after": "3"}, b"{}")) is None  # the common rules wait


def test_a_gateway_that_forbids_does_not_accept_the_key() -> None:
    fault = SCHOLAR.fault(Reply(403, {}, b'{"message":"Forbidden"}'))
    assert fault is not None
    assert fault.kind == "permanent"
    assert "key" in fault.what


def test_a_query_that_is_refused_is_not_walked_again() -> None:
    def answer(asked: Asked) -> Answer:
        return as_json({"error": f"Unrecognized fields: {asked.get('fields')}"}, 400)

    walk = walked(SCHOLAR, answer)
    assert not walk.outcome.complete
    assert "Unrecognized fields" in walk.outcome.reason
    assert len(walk.asked) == 1


# -- what is sent ----------------------------------------------------------------------------


def test_operators_are_those_of_the_bulk_search() -> None:
    whole = parse('mentor* AND (employ* OR "job coach")', OWN).tree
    assert whole is not None
    made = compiled(whole, SCHOLAR)
    assert made.strings == ('mentor* + (employ* | "job coach")',)
    assert SCHOLAR.ask(made.strings[0], Limits()).param("query") == made.strings[0]


@pytest.mark.parametrize(
    ("first", "last", "sent"),
    [("2010-01-01", "2020-12-31", "2010-01-01:2020-12-31"), ("2010-01-01", "", "2010-01-01:"),
     ("", "2020-12-31", ":2020-12-31"), ("", "", "")],
)  # fmt: skip
def test_limits_are_days_of_publication(first: str, last: str, sent: str) -> None:
    request = SCHOLAR.ask("mentoring", Limits(first, last))
    assert request.param("publicationDateOrYear") == sent


def test_a_key_goes_into_a_header_only() -> None:
    signed, headers = SCHOLAR.sign(SENT, Access("http://x", key="s2-key"))
    assert signed == SENT
    assert headers == {"x-api-key": "s2-key"}
    assert SCHOLAR.sign(SENT, Access("http://x"))[1] == {}


# -- records ---------------------------------------------------------------------------------


def test_a_paper_becomes_a_record() -> None:
    record = _record(
        title="Mentoring &amp; work", abstract="<p>We ask.</p>", year=2019, venue="J. Ex.",
        authors=[{"authorId": "1", "name": "Ada Example"}, {"name": None}, None],
        journal={"name": "Journal of Examples", "volume": "4", "pages": "1 - 9"},
        publicationVenue={"issn": "1234-5678", "type": "journal"},
        publicationDate="2019-03-04", publicationTypes=["JournalArticle", "Review"],
        externalIds={"DOI": "10.5555/ABC", "PubMed": "123456", "ArXiv": "1901.00001",
                     "CorpusId": 7},
        openAccessPdf={"url": "https://copy.example/1.pdf", "status": "GREEN"},
        citationCount=5, url="https://paper.example/p1", fieldsOfStudy=["Sociology"],
    )  # fmt: skip
    assert record.accession == "p1"
    assert record.title == "Mentoring & work"
    assert record.abstract == "We ask."
    assert record.authors == ("Ada Example",)
    assert (record.kind, record.year) == ("article", 2019)
    assert (record.venue, record.volume, record.pages) == ("Journal of Examples", "4", "1-9")
    assert (record.doi, record.pmid, record.isxn) == ("10.5555/abc", "123456", "1234-5678")
    assert record.database == SCHOLAR.about.title
    assert _extra(record, "publicationtype") == ["JournalArticle", "Review"]
    assert _extra(record, "open access") == ["https://copy.example/1.pdf"]
    assert _extra(record, "arxiv") == ["1901.00001"]
    assert _extra(record, "published") == ["2019-03-04"]
    assert _extra(record, "cited") == ["5"]


def test_an_abstract_that_a_publisher_withholds_is_none() -> None:
    record = _record(abstract=None, publicationDate=None, publicationTypes=None,
                     openAccessPdf={"url": "", "status": None}, externalIds=None)  # fmt: skip
    assert not record.abstract
    assert record.doi is None
    assert not record.extra


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"publicationTypes": ["Conference", "JournalArticle"]}, "conference"),
        ({"publicationTypes": ["BookSection"]}, "chapter"),
        ({"publicationTypes": ["JournalArticle"], "venue": "arXiv.org"}, "preprint"),
        ({"publicationTypes": None, "journal": {"name": "J", "volume": "1"}}, "article"),
        ({"publicationTypes": None, "publicationVenue": {"type": "conference"}}, "conference"),
        ({"publicationTypes": ["News"]}, "other"),
        ({}, "other"),
    ],
)
def test_kinds(item: dict[str, Any], kind: str) -> None:
    assert _record(**item).kind == kind


def test_papers_without_identifier_are_failures_each_with_its_text() -> None:
    items = [{"paperId": None, "title": "A"}, {"title": "B"}, None, 3]
    found = list(SCHOLAR.entries(json.dumps({"data": items}).encode()))
    assert [entry.key for entry in found] == [""] * 4
    assert len({entry.raw for entry in found}) == 4


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner,
                                                               max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = (*SENT.param("fields").split(","), "paperId")


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), ANY) | ANY, max_size=5), ANY, ANY)
def test_whatever_an_item_holds_it_is_one_entry(items: list[Any], total: Any, token: Any) -> None:
    body = {"data": items, "total": total, "token": token}
    page = _read(body)
    assert isinstance(page, Page)
    assert page.count == len(items) == len(list(SCHOLAR.entries(json.dumps(body).encode())))
