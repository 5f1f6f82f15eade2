"""arXiv's recordings: the chain to its last record, and each feed and failure as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from chain_arxiv import chains
from replaying import Answer, recordings
from walking import walked

from litreview.sources.apis.arxiv import SOURCE
from litreview.sources.source import OPEN, Fault, Page, Reply

pytestmark = pytest.mark.corpus
_ABS = re.compile(rb"<id>https?://arxiv\.org/abs/")


def _read(body: bytes, query: str = "testing") -> Page | Fault:
    return SOURCE.read(SOURCE.ask(query, OPEN), Reply(200, {}, body))


def test_the_chain_is_harvested_to_its_last_record(corpus: Path) -> None:
    (chain,) = chains(corpus)
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete
    assert got.outcome.expected == got.outcome.received == len(chain.keys) == 60
    assert got.keys == chain.keys
    assert got.outcome.echo == "all:testing"
    assert [asked.get("start") for asked in got.asked] == ["0", "10", "20", "30", "40", "50"]


def test_every_work_of_every_recorded_feed_is_a_record(corpus: Path) -> None:
    seen = 0
    for one in recordings(corpus, "arxiv"):
        if one.status != 200:
            continue
        entries = list(SOURCE.entries(one.body))
        assert len(entries) == len(_ABS.findall(one.body)), one.file
        assert all(entry.record is not None and entry.record.title for entry in entries)
        assert all(entry.record and entry.record.authors for entry in entries), one.file
        seen += len(entries)
    assert seen == 221


def test_old_numbers_keep_their_archive_and_lose_their_version(corpus: Path) -> None:
    found = {entry.key for one in recordings(corpus, "arxiv") if one.status == 200
             for entry in SOURCE.entries(one.body)}  # fmt: skip
    assert {"astro-ph/0601001", "quant-ph/0201082", "2104.12255"} <= found
    assert not [key for key in found if re.search(r"v\d+$", key)]


def test_the_recorded_error_of_status_200_is_a_fault_that_names_what_it_says(corpus: Path) -> None:
    body = (corpus / "payloads" / "arxiv" / "kdense__arxiv_error.xml").read_bytes()
    found = _read(body)
    assert isinstance(found, Fault)
    assert found.kind == "permanent"
    assert "start must be an integer" in found.what


def test_the_recorded_error_of_status_400_stops_the_walk_with_its_sentence(corpus: Path) -> None:
    (one,) = (one for one in recordings(corpus, "arxiv") if one.status == 400)
    got = walked(SOURCE, lambda _: one.answer)
    assert not got.outcome.complete
    assert "incorrect id format for abc" in got.outcome.reason
    assert (len(got.asked), got.outcome.pages) == (1, 0)


def test_the_recorded_429_is_waited_for(corpus: Path) -> None:
    body = (corpus / "payloads" / "arxiv" / "kdense__arxiv_rate_limited.txt").read_bytes()
    (chain,) = chains(corpus)
    serve = chain.fresh()
    got = walked(
        SOURCE, lambda asked: Answer(body, 429) if asked.number == 2 else serve(asked), chain.query
    )
    assert got.outcome.complete
    assert got.keys == chain.keys
    assert got.waits == (10.0,)


def test_a_recorded_feed_without_a_hit_is_a_page_without_entries(corpus: Path) -> None:
    body = (corpus / "payloads" / "arxiv" / "kdense__arxiv_empty.xml").read_bytes()
    page = _read(body)
    assert isinstance(page, Page)
    assert (page.count, page.total, page.next) == (0, 0, None)


def test_a_recorded_rewriting_of_an_unknown_field_is_told(corpus: Path) -> None:
    body = (corpus / "payloads" / "arxiv" / "kdense__arxiv_rewritten_query.xml").read_bytes()
    page = _read(body, "badfield:xyz")
    assert isinstance(page, Page)
    assert page.echo == "all:badfield:xyz"
    (warning,) = page.warnings
    assert "badfield:" in warning
