"""Europe PMC's recordings: the chain to its last record, the one that ends early, and each form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from chain_europepmc import chains
from replaying import Answer
from walking import walked

from litreview.model import Record
from litreview.sources.apis.europepmc import SOURCE
from litreview.sources.source import OPEN, Fault, Page, Reply

pytestmark = pytest.mark.corpus
_FOLDER = Path("payloads", "europepmc")


def _body(corpus: Path, name: str) -> bytes:
    return (corpus / _FOLDER / f"pyeuropepmc__{name}.json").read_bytes()


def _results(body: bytes) -> list[dict[str, Any]]:
    found = json.loads(body)
    listed = found.get("resultList", {}).get("result", []) if isinstance(found, dict) else []
    return list(listed)


def test_the_chain_is_harvested_to_its_last_record(corpus: Path) -> None:
    chain = chains(corpus)[0]
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete
    assert got.outcome.expected == got.outcome.received == got.outcome.distinct == 1000
    assert got.keys == chain.keys
    assert got.outcome.echo == "cancer"
    assert len(got.asked) == 10
    assert {asked.get("synonym") for asked in got.asked} == {"false"}
    assert {asked.get("resultType") for asked in got.asked} == {"core"}


def test_a_repeated_cursor_ends_the_walk_and_what_is_missing_is_told(corpus: Path) -> None:
    chain = chains(corpus)[1]
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert not got.outcome.complete
    assert got.outcome.reason == "5,059,039 are stated, 1,000 came, twice"
    assert got.keys == chain.keys
    assert len(got.asked) == 22


def test_an_error_with_status_200_is_told_in_its_words(corpus: Path) -> None:
    folder = corpus / "payloads" / "_errors_transcribed"
    body = (folder / "europepmc_200_bad_pagesize.json").read_bytes()
    got = walked(SOURCE, lambda _: Answer(body))
    assert not got.outcome.complete
    assert got.outcome.reason == (
        "it refuses the request (404: it says Invalid page size provided. Valid size is between 1 "
        "and 1000)"
    )
    assert (len(got.asked), got.outcome.pages) == (1, 0)


def test_every_result_of_every_recorded_page_is_a_record(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / _FOLDER).glob("*.json")):
        results = _results(path.read_bytes())
        entries = list(SOURCE.entries(path.read_bytes()))
        assert len(entries) == len(results), path.name
        for result, entry in zip(results, entries, strict=True):
            record = entry.record
            assert isinstance(record, Record)
            assert entry.key == record.accession == f"{result['source']}:{result['id']}"
            assert (record.pmid or "") == result.get("pmid", "")
            assert record.doi == (result["doi"].lower() if "doi" in result else None)
            assert bool(record.title) == bool(result.get("title"))
            assert (record.kind == "preprint") == (result["source"] == "PPR")
            assert not re.search("</?[a-z]", record.title)
        seen += len(entries)
    assert seen == 2140


def test_the_full_form_has_what_the_short_one_lacks(corpus: Path) -> None:
    body = _body(corpus, "search_cancer_core")
    records = [entry.record for entry in SOURCE.entries(body) if entry.record]
    for result, record in zip(_results(body), records, strict=True):
        assert bool(record.abstract) == bool(result.get("abstractText"))
        assert len(record.authors) == len(result.get("authorList", {}).get("author", []))
        assert record.venue == result["journalInfo"]["journal"]["title"]
        assert set(result.get("keywordList", {}).get("keyword", [])) <= set(record.keywords)
    assert sum(bool(record.abstract) for record in records) == 21
    assert not any("<h4>" in record.abstract for record in records)


def test_open_copies_of_the_full_form_are_told_with_pdfs_first(corpus: Path) -> None:
    body = _body(corpus, "search_cancer_core")
    copies = SOURCE.copies(Reply(200, {}, body))
    assert not isinstance(copies, Fault)
    links = [link for result in _results(body)
             for link in result.get("fullTextUrlList", {}).get("fullTextUrl", [])]  # fmt: skip
    open_ones = {link["url"] for link in links if link["availability"] in {"Free", "Open access"}}
    kinds = [copy.kind for copy in copies]
    assert {copy.url for copy in copies} == open_ones
    assert (kinds.count("pdf"), kinds.count("page")) == (9, 10)
    assert kinds == sorted(kinds, key=lambda kind: kind != "pdf")


def test_a_recording_without_a_hit_is_a_page_without_entries(corpus: Path) -> None:
    reply = Reply(200, {}, _body(corpus, "search_no_results"))
    page = SOURCE.read(SOURCE.ask("nothing", OPEN), reply)
    assert isinstance(page, Page)
    assert (page.count, page.total, page.next) == (0, 0, None)


def test_the_recorded_answer_to_a_post_is_read_alike(corpus: Path) -> None:
    sent = SOURCE.ask(" OR ".join(["cancer"] * 400), OPEN)
    assert (sent.path, sent.params) == ("searchPOST", ())
    page = SOURCE.read(sent, Reply(200, {}, _body(corpus, "search_post_cancer")))
    assert isinstance(page, Page)
    assert (page.count, page.total) == (25, 5933343)
    assert page.next is not None
    assert dict(page.next.form)["cursorMark"] == "AoIIQM+luyg1MTc3NTM5Mw=="
