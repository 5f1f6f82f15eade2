"""OpenAlex: what becomes of a work, and which copies it names."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import Record
from litreview.sources.apis._openalex_records import abstract_of, entry_of
from litreview.sources.apis.openalex import SOURCE
from litreview.sources.source import OPEN, Copy, Entry, Fault, Page, Reply

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W101",
    "doi": "https://doi.org/10.5555/EXAMPLE.1",
    "title": "An <i>invented</i> trial of mentors &amp; work",
    "display_name": "Another title",
    "publication_year": 2021,
    "publication_date": "2021-05-06",
    "language": "en",
    "type": "article",
    "ids": {
        "openalex": "https://openalex.org/W101",
        "doi": "https://doi.org/10.5555/example.1",
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/0012345",
        "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/54321",
    },
    "primary_location": {
        "is_oa": False,
        "landing_page_url": "https://doi.org/10.5555/example.1",
        "source": {
            "display_name": "Journal of Invented Examples",
            "issn_l": "0000-0000",
            "issn": ["0000-0000", "1111-1111"],
            "type": "journal",
            "host_organization_name": "Example Press",
        },
    },
    "open_access": {"is_oa": True, "oa_status": "green", "oa_url": "https://example.org/a.pdf"},
    "authorships": [
        {"raw_author_name": "Example, Ada", "author": {"display_name": "Ada Example"}},
        {"raw_author_name": None, "author": {"display_name": "Bo Sample"}},
        {"raw_author_name": "", "author": None},
    ],
    "is_authors_truncated": True,
    "biblio": {"volume": "7", "issue": "2", "first_page": "11", "last_page": "19"},
    "is_retracted": True,
    "keywords": [{"display_name": "Mentoring"}, {"display_name": None}, "loose"],
    "referenced_works_count": 31,
    "abstract_inverted_index": {"the": [0, 3], "mentor": [1], "and": [2], "youth.": [4]},
}


def _record(**changes: Any) -> Record:
    entry = entry_of({**WORK, **changes})
    assert entry.record is not None
    assert entry.key == entry.record.accession
    return entry.record


def _reply(data: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(data).encode())


def test_every_field_of_a_work_has_its_place() -> None:
    record = _record()
    assert record.title == "An invented trial of mentors & work"
    assert record.authors == ("Example, Ada", "Bo Sample")
    assert (record.kind, record.year, record.language) == ("article", 2021, "en")
    assert (record.venue, record.publisher) == ("Journal of Invented Examples", "Example Press")
    assert (record.volume, record.issue, record.pages) == ("7", "2", "11-19")
    assert record.abstract == "the mentor and the youth."
    assert record.keywords == ("Mentoring",)
    assert (record.doi, record.pmid, record.isxn) == ("10.5555/example.1", "12345", "0000-0000")
    assert record.url == "https://doi.org/10.5555/example.1"
    assert (record.database, record.accession) == ("OpenAlex", "W101")
    assert set(record.extra) == {
        ("type", "article"), ("publication_date", "2021-05-06"), ("open_access", "green"),
        ("oa_url", "https://example.org/a.pdf"), ("referenced_works", "31"), ("retracted", "yes"),
        ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/54321"),
        ("authors", "only the first 100 are given"),
    }  # fmt: skip


def test_a_work_that_is_not_retracted_is_not_said_to_be() -> None:
    for said in (False, None, "true", 0):
        assert ("retracted", "yes") not in _record(is_retracted=said).extra


def test_a_title_that_is_null_is_taken_from_the_other_name_or_is_empty() -> None:
    assert _record(title=None).title == "Another title"
    assert not _record(title=None, display_name=None).title


def test_a_date_to_come_is_kept_as_it_is_stated() -> None:
    assert _record(publication_year=2031, publication_date="2031-01-01").year == 2031
    assert _record(publication_year=None).year == 2021
    assert _record(publication_year=10**9, publication_date=None).year is None


@pytest.mark.parametrize(
    ("given", "venue", "kind"),
    [
        ("review", "journal", "article"), ("book-chapter", "", "chapter"),
        ("dissertation", "repository", "thesis"), ("preprint", "repository", "preprint"),
        ("article", "conference", "conference"), ("report", "", "report"), ("grant", "", "other"),
        ("dataset", "", "dataset"), ("paratext", "", "other"), (None, None, "other"),
    ],
)  # fmt: skip
def test_types_have_one_kind_each(given: Any, venue: Any, kind: str) -> None:
    place = {"source": {"type": venue}}
    assert _record(type=given, primary_location=place).kind == kind


def test_a_work_without_a_place_has_the_address_of_its_doi_or_of_its_key() -> None:
    assert _record(primary_location=None).url == "https://doi.org/10.5555/example.1"
    bare = _record(primary_location=None, doi=None, ids=None)
    assert (bare.url, bare.doi, bare.venue) == ("https://openalex.org/W101", None, "")


def test_a_work_without_a_key_is_a_failure_with_its_text() -> None:
    works: list[Any] = [{"id": None, "title": "x"}, {"id": "https://openalex.org/A5"}, None, 5, []]
    for work in works:
        entry = entry_of(work)
        assert (entry.key, entry.record) == ("", None)
        assert "OpenAlex key" in entry.reason
        assert json.loads(entry.raw) == work


def test_an_abstract_is_put_together_by_positions_not_by_words() -> None:
    assert abstract_of({"b": [1, 3], "a": [0], "c": [2]}) == "a b c b"


def test_positions_that_are_none_are_left_out_and_gaps_are_closed() -> None:
    index = {"a": [0], "z": [10**18], "no": [-1, "2", None, 2.5, True], "n": None, "m": {"0": 1}}
    assert abstract_of(index) == "a z"
    assert not abstract_of(None)
    assert not abstract_of([1, 2])


def test_huge_positions_cost_no_memory() -> None:
    index = {f"w{number}": [number * 10**12] for number in range(1_000)}
    tracemalloc.start()
    assert abstract_of(index).startswith("w0 w1 ")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


_json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**19), 10**19) | st.floats(allow_nan=False,
                                                                         allow_infinity=False)
    | st.text(max_size=8) | st.sampled_from(["https://openalex.org/W5", "10.5555/x", "<p>&amp;"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*WORK, "source", "author", "display_name", "pmid"]), inner,
                      max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(
    st.lists(
        _json_values | st.fixed_dictionaries({}, optional=dict.fromkeys(WORK, _json_values)),
        max_size=5,
    )
)
def test_entries_never_raises_and_yields_what_the_page_counts(results: list[Any]) -> None:
    body = json.dumps({"meta": {"count": 9}, "results": results}).encode("utf-8", "replace")
    page = SOURCE.read(SOURCE.ask("type:article", OPEN), Reply(200, {}, body))
    found = list(SOURCE.entries(body))
    if isinstance(page, Page):
        assert page.count == len(found) == len(results)
    assert all(isinstance(entry, Entry) for entry in found)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_page_or_a_fault(body: bytes) -> None:
    assert isinstance(
        SOURCE.read(SOURCE.ask("type:article", OPEN), Reply(200, {}, body)), Page | Fault
    )
    list(SOURCE.entries(body))


# -- copies --------------------------------------------------------------------------------


def test_a_document_is_asked_for_by_its_doi_else_by_its_pmid() -> None:
    by_doi = SOURCE.locate("10.5555/A#b?c//d", "5")
    assert by_doi is not None
    assert by_doi.path == "works/doi:10.5555%2Fa%23b%3Fc%2F%2Fd"
    by_pmid = SOURCE.locate("", "0012")
    assert by_pmid is not None
    assert by_pmid.path == "works/pmid:12"
    assert SOURCE.locate("", "") is None


def test_the_best_copy_comes_first_and_each_address_once() -> None:
    best = {"is_oa": True, "pdf_url": None, "landing_page_url": "https://example.org/page",
            "license": "cc-by", "version": "publishedVersion"}  # fmt: skip
    closed = {"is_oa": False, "pdf_url": "https://example.org/closed.pdf"}
    other = {"is_oa": True, "pdf_url": "https://example.org/b.pdf", "version": "acceptedVersion"}
    work = {"id": "https://openalex.org/W1", "best_oa_location": best,
            "locations": [closed, best, other, None, {"is_oa": True, "pdf_url": "file:///etc/x"}],
            "open_access": {"oa_url": "https://example.org/b.pdf"}}  # fmt: skip
    assert SOURCE.copies(_reply(work)) == (
        Copy("https://example.org/page", "page", "cc-by", "published"),
        Copy("https://example.org/b.pdf", "pdf", "", "accepted"),
    )


def test_an_unknown_document_has_no_copy_and_that_is_no_fault() -> None:
    reply = Reply(404, {}, b"<html>404</html>")
    assert SOURCE.answers(reply)
    assert SOURCE.copies(reply) == ()
    found = SOURCE.copies(Reply(200, {}, b"{}"))
    assert isinstance(found, Fault)
