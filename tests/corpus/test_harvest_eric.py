"""ERIC's recordings: every chain to its last record, and all 7,051 entries read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chain_eric import chains
from walking import walked

from litreview.model import Record
from litreview.sources.apis.eric import SOURCE
from litreview.sources.source import OPEN, Page, Reply

pytestmark = pytest.mark.corpus
_TYPES = {"article", "book", "conference", "dataset", "report", "thesis", "other"}


def test_every_chain_is_harvested_to_its_last_record(corpus: Path) -> None:
    found = chains(corpus)
    assert len(found) == 2
    for chain in found:
        got = walked(SOURCE, chain.fresh(), chain.query)
        assert got.outcome.complete, chain.name
        assert got.outcome.expected == chain.expected
        assert got.outcome.received == got.outcome.distinct == chain.expected
        assert got.keys == chain.keys


def test_six_pages_of_two_hundred_take_six_requests(corpus: Path) -> None:
    chain = next(one for one in chains(corpus) if one.name == "pages of 200")
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert [asked.get("start") for asked in got.asked] == ["0", "200", "400", "600", "800", "1000"]


def test_all_entries_of_all_recordings_are_records_without_loss(corpus: Path) -> None:
    """Against the bodies as another reader takes them: number, title, authors, year, subjects."""
    seen = 0
    for path in sorted((corpus / "payloads" / "eric").glob("*.json")):
        docs = json.loads(path.read_bytes())["response"]["docs"]
        entries = list(SOURCE.entries(path.read_bytes()))
        assert len(entries) == len(docs)
        for doc, entry in zip(docs, entries, strict=True):
            assert isinstance(entry.record, Record)
            assert entry.key == entry.record.accession == doc["id"]
            assert bool(entry.record.title) == bool(doc["title"].strip())
            assert len(entry.record.authors) == len(doc.get("author", []))
            assert entry.record.year == doc["publicationdateyear"]
            assert len(entry.record.keywords) == len(doc["subject"])
            assert bool(entry.record.abstract) == bool(doc.get("description", "").strip())
            assert entry.record.kind in _TYPES
            assert "&quot;" not in entry.record.title + entry.record.abstract
            assert not entry.record.isxn.startswith(("E", "I"))
            seen += 1
    assert seen == 7051


def test_a_page_says_what_the_recording_states(corpus: Path) -> None:
    body = (corpus / "payloads" / "eric" / "colrev__blockchain.json").read_bytes()
    page = SOURCE.read(SOURCE.ask("blockchain", OPEN), Reply(200, {}, body))
    assert isinstance(page, Page)
    assert (page.count, page.total) == (1, 56)
    assert page.next is not None
    assert page.next.param("start") == "1"
