"""Europe PMC: its two forms of a result as records, the open copies they name, whatever comes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import Record
from litreview.sources.apis.europepmc import SOURCE
from litreview.sources.source import OPEN, Copy, Fault, Page, Reply


def _body(*results: Any) -> bytes:
    return json.dumps({"hitCount": len(results), "resultList": {"result": results}}).encode()


def _record(**result: Any) -> Record:
    (entry,) = SOURCE.entries(_body({"source": "MED", "id": "12", **result}))
    assert entry.record is not None
    assert entry.key == entry.record.accession
    return entry.record


def _extra(record: Record, tag: str) -> list[str]:
    return [text for name, text in record.extra if name == tag]


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
    (entry,) = SOURCE.entries(_body(result))
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
    body = _body(result)
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
