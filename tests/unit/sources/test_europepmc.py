"""Europe PMC: a cursor that ends by repeating itself, errors with status 200, and its two forms."""

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
from litreview.sources.apis.europepmc import SOURCE
from litreview.sources.compile import compiled
from litreview.sources.source import OPEN, Copy, Fault, Limits, Page, Reply

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


def _record(**result: Any) -> Record:
    body = json.dumps(_answer([{"source": "MED", "id": "12", **result}], 1, None)).encode()
    (entry,) = SOURCE.entries(body)
    assert entry.record is not None
    assert entry.key == entry.record.accession
    return entry.record


def _extra(record: Record, tag: str) -> list[str]:
    return [text for name, text in record.extra if name == tag]


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
    assert len(walk.asked) == (8 if last == "empty" else 6)


def test_cursors_that_go_round_in_circles_end() -> None:
    page = [{"source": "MED", "id": "1"}]
    walk = walked(
        SOURCE,
        lambda asked: as_json(_answer(page, 10, "b" if asked.get("cursorMark") == "a" else "a")),
    )
    assert not walk.outcome.complete
    assert walk.outcome.reason == "10 are stated, 1 came, twice"
    assert len(walk.asked) == 6


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


# -- records ---------------------------------------------------------------------------------


def test_the_full_form_is_a_record() -> None:
    record = _record(
        pmid="12", pmcid="PMC7", doi="10.5555/One", title="On <i>examples</i> &amp; more.",
        authorList={"author": [
            {"lastName": "Example", "firstName": "Ada", "fullName": "Example A"},
            {"lastName": "Sample", "initials": "C"}, {"collectiveName": "The Example Group"},
            {"fullName": "Mononym"}, {},
        ]},
        authorString="not, used.",
        journalInfo={"volume": "7", "issue": "2", "yearOfPublication": 2018,
                     "journal": {"title": "Journal of Examples", "issn": "0000-0000"}},
        pubYear="2019", pageInfo="1-9", language="eng",
        abstractText="<h4>Background</h4>First.<h4>Results: </h4><p>Second.</p>",
        keywordList={"keyword": ["Mentoring", "Youth"]},
        meshHeadingList={"meshHeading": [
            {"descriptorName": "MENTORING", "majorTopic_YN": "Y"},
            {"descriptorName": "Employment", "majorTopic_YN": "N", "meshQualifierList": {
                "meshQualifier": [{"qualifierName": "economics", "majorTopic_YN": "Y"}]}},
        ]},
        pubTypeList={"pubType": ["research-article", "Journal Article"]},
        isOpenAccess="Y", license="cc by",
    )  # fmt: skip
    assert (record.kind, record.title) == ("article", "On examples & more.")
    assert record.authors == ("Example, Ada", "Sample, C", "The Example Group", "Mononym")
    assert (record.year, record.venue, record.volume, record.issue, record.pages) == (
        2019, "Journal of Examples", "7", "2", "1-9",
    )  # fmt: skip
    assert record.abstract == "Background: First. Results: Second."
    assert record.keywords == ("Mentoring", "Youth", "Employment")
    assert _extra(record, "mesh") == ["MENTORING*", "Employment/economics*"]
    assert (record.doi, record.pmid, record.isxn) == ("10.5555/one", "12", "0000-0000")
    assert record.url == "https://europepmc.org/article/MED/12"
    assert _extra(record, "pmcid") == ["PMC7"]
    assert _extra(record, "openaccess") == ["yes"]
    assert _extra(record, "publicationtype") == ["research-article", "Journal Article"]


def test_the_short_form_is_a_record() -> None:
    record = _record(
        title="On examples", authorString="Example A, Sample C.", journalTitle="J Ex", issue="2",
        journalVolume="7", journalIssn="0000-0000", pubYear="2019",
        pubType="review; journal article", isOpenAccess="N",
    )  # fmt: skip
    assert record.authors == ("Example A", "Sample C")
    assert (record.venue, record.volume, record.issue, record.isxn) == (
        "J Ex", "7", "2", "0000-0000",
    )  # fmt: skip
    assert _extra(record, "publicationtype") == ["review", "journal article"]
    assert _extra(record, "openaccess") == []


def test_a_preprint_has_no_journal_but_a_server() -> None:
    record = _record(
        source="PPR", id="PPR7", title="On examples", firstPublicationDate="2021-03-04",
        bookOrReportDetails={"publisher": "Example Server", "yearOfPublication": 2021},
    )  # fmt: skip
    assert (record.kind, record.accession) == ("preprint", "PPR:PPR7")
    assert (record.year, record.publisher, record.venue) == (2021, "Example Server", "")


@pytest.mark.parametrize(
    ("source", "kinds", "kind"),
    [("MED", ["Journal Article"], "article"), ("MED", ["Book", "Review"], "book"),
     ("PAT", [], "other"), ("ETH", [], "thesis"), ("MED", ["Technical Report"], "report"),
     ("NBK", [], "book"), ("MED", ["Preprint", "Journal Article"], "preprint")],
)  # fmt: skip
def test_kinds(source: str, kinds: list[str], kind: str) -> None:
    assert _record(source=source, pubTypeList={"pubType": kinds}).kind == kind


@pytest.mark.parametrize(
    ("kinds", "links", "retracted"),
    [
        (["Retracted Publication"], [], True),
        (["Journal Article"], ["Comment in", "Retraction in"], True),
        (["Retraction of Publication", "retraction notice"], ["Retraction of"], False),
        (["Journal Article"], ["Erratum in"], False),
    ],
)
def test_a_retraction_is_told_and_the_notice_of_one_is_none(
    kinds: list[str], links: list[str], retracted: bool
) -> None:
    found = [{"type": link, "reference": "J Ex. 2020;1"} for link in links]
    record = _record(
        pubTypeList={"pubType": kinds}, commentCorrectionList={"commentCorrection": found}
    )
    assert (("retracted", "yes") in record.extra) is retracted
    for link in links:
        assert _extra(record, link.lower()) == ["J Ex. 2020;1"]


@pytest.mark.parametrize("result", [None, 3, "x", [], {}, {"id": "1"}, {"source": "MED", "id": {}}])
def test_a_result_without_source_and_id_is_told_with_its_text(result: Any) -> None:
    (entry,) = SOURCE.entries(json.dumps(_answer([result], 1, None)).encode())
    assert (entry.key, entry.record) == ("", None)
    assert entry.reason == "an entry without source and id"
    assert json.loads(entry.raw) == result


# -- full texts ------------------------------------------------------------------------------


def _link(code: str, style: str, url: str) -> dict[str, str]:
    return {"availabilityCode": code, "documentStyle": style, "url": url}


def test_open_copies_are_told_and_others_are_not() -> None:
    links = [
        _link("S", "doi", "https://publisher.example.org/closed"),
        _link("OA", "html", "https://epmc.example.org/1"),
        _link("OA", "pdf", "https://epmc.example.org/1?pdf"),
        _link("F", "pdf", "https://publisher.example.org/1.pdf"),
        _link("F", "pdf", "file:///etc/hostname"),
    ]
    result = {"source": "MED", "id": "1", "license": "cc by", "authMan": "Y",
              "fullTextUrlList": {"fullTextUrl": links}}  # fmt: skip
    body = json.dumps(_answer([result], 1, None)).encode()
    assert SOURCE.copies(Reply(200, {}, body)) == (
        Copy("https://epmc.example.org/1?pdf", "pdf", "cc by", "accepted"),
        Copy("https://publisher.example.org/1.pdf", "pdf", "cc by", "accepted"),
        Copy("https://epmc.example.org/1", "page", "cc by", "accepted"),
    )
    (entry,) = SOURCE.entries(body)
    assert entry.record is not None
    assert _extra(entry.record, "fulltext") == [link["url"] for link in links[1:4]]


@pytest.mark.parametrize(
    ("doi", "pmid", "query"),
    [
        ("10.5555/a", "12", 'DOI:"10.5555/a"'),
        ('10.5555/a" OR "x\\', "", 'DOI:"10.5555/a OR x"'),
        ("", "12", "EXT_ID:12 AND SRC:MED"),
    ],
)
def test_a_document_is_asked_for_by_doi_or_else_by_its_number(
    doi: str, pmid: str, query: str
) -> None:
    request = SOURCE.locate(doi, pmid)
    assert request is not None
    assert request.param("query") == query


def test_without_an_identifier_nothing_is_asked() -> None:
    assert SOURCE.locate("", "") is None
    assert SOURCE.locate("", "12 OR x") is None


def test_an_error_is_no_answer_about_copies() -> None:
    body = json.dumps({"errCode": 404, "errMsg": "no"}).encode()
    assert isinstance(SOURCE.copies(Reply(200, {}, body)), Fault)


# -- whatever comes --------------------------------------------------------------------------

_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_FLAT = (
    "source id pmid pmcid doi title authorString pubYear journalTitle journalIssn pageInfo "
    "abstractText language pubType firstPublicationDate isOpenAccess license"
)
_NESTED = {
    "authorList": ("author", ("lastName", "firstName", "collectiveName")),
    "journalInfo": ("journal", ("title", "issn")),
    "keywordList": ("keyword", ()),
    "meshHeadingList": ("meshHeading", ("descriptorName", "majorTopic_YN", "meshQualifierList")),
    "pubTypeList": ("pubType", ()),
    "fullTextUrlList": ("fullTextUrl", ("url", "availabilityCode", "documentStyle")),
    "commentCorrectionList": ("commentCorrection", ("type", "reference")),
}


def _nested(inner: str, names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    item = st.fixed_dictionaries({}, optional=dict.fromkeys(names, _JSON)) if names else _JSON
    return st.fixed_dictionaries({inner: st.lists(item, max_size=2) | item | _JSON}) | _JSON


_RESULTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(_FLAT.split(), _JSON),
            **{name: _nested(*inside) for name, inside in _NESTED.items()},
        },
    )
    | _JSON,
    max_size=3,
)


@given(_RESULTS, _JSON | st.just(7), _JSON)
def test_no_answer_raises_and_each_of_its_results_is_an_entry(
    results: list[Any], total: Any, follow: Any
) -> None:
    answer = {"hitCount": total, "nextCursorMark": follow, "resultList": {"result": results}}
    reply = Reply(200, {}, json.dumps(answer).encode(errors="replace"))
    page = SOURCE.read(SOURCE.ask("x", OPEN), reply)
    entries = list(SOURCE.entries(reply.body))
    if isinstance(page, Page):
        assert page.count == len(entries) == len(results)
    for entry in entries:
        assert (entry.record is None) == (not entry.key)
    assert isinstance(SOURCE.copies(reply), tuple | Fault)


@given(_JSON)
def test_no_body_raises(answer: Any) -> None:
    reply = Reply(200, {}, json.dumps(answer).encode(errors="replace"))
    assert isinstance(SOURCE.read(SOURCE.ask("x", OPEN), reply), Page | Fault)
    list(SOURCE.entries(reply.body))
