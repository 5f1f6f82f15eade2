"""Semantic Scholar's recordings: four walks by token to their ends, and each failure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from chain_semantic_scholar import chains
from replaying import Answer, Recorded, recordings
from walking import walked

from litreview.model import Record
from litreview.sources.apis.semantic_scholar import SOURCE
from litreview.sources.source import OPEN, Page, Reply

pytestmark = pytest.mark.corpus
SENT = SOURCE.ask("kubernetes", OPEN)
_EMPTY = "s2py__test_empty_paginated_results__01.json"


def _recorded(corpus: Path, end: str) -> Recorded:
    return next(one for one in recordings(corpus, "semanticscholar") if one.file.endswith(end))


def test_every_chain_is_harvested_to_its_last_paper(corpus: Path) -> None:
    found = chains(corpus)
    assert [len(chain.keys) for chain in found] == [2674, 3027, 3027, 2674]
    for chain in found:
        got = walked(SOURCE, chain.fresh(), chain.query)
        assert got.outcome.complete, chain.name
        assert not got.outcome.exact
        assert got.outcome.expected == chain.expected == len(chain.keys)
        assert got.outcome.received == got.outcome.distinct == len(chain.keys)
        assert got.keys == chain.keys


def test_the_same_search_brings_the_same_papers_in_any_order(corpus: Path) -> None:
    by = {chain.name: chain.keys for chain in chains(corpus)}
    assert by["citations upwards"] == by["citations downwards"]


def test_the_recorded_answer_without_data_is_no_hits(corpus: Path) -> None:
    one = _recorded(corpus, _EMPTY)
    assert "data" not in json.loads(one.body)
    got = walked(SOURCE, lambda _: one.answer)
    assert got.outcome.complete
    assert (got.outcome.expected, got.outcome.received) == (0, 0)
    assert len(got.asked) == 1


def test_a_token_that_has_expired_begins_anew(corpus: Path) -> None:
    chain = chains(corpus)[0]
    serve = chain.fresh()
    expired = Answer(b'{"error":"Token has expired"}', 400)
    got = walked(SOURCE, lambda asked: expired if asked.number == 3 else serve(asked), chain.query)
    assert got.outcome.complete
    assert got.keys == chain.keys


def _papers(body: bytes) -> list[Any]:
    """The papers of a recorded answer, whatever it is one to; none in other answers."""
    found = json.loads(body)
    data = found.get("data") if isinstance(found, dict) else None
    held = data if isinstance(data, list) else []
    return [one for one in held if isinstance(one, dict) and "paperId" in one]


def test_all_recorded_papers_are_records_without_loss(corpus: Path) -> None:
    seen = 0
    for one in recordings(corpus, "semanticscholar"):
        papers = _papers(one.body) if one.status == 200 else []
        if not papers:
            continue
        entries = list(SOURCE.entries(one.body))
        assert len(entries) == len(papers), one.file
        for paper, entry in zip(papers, entries, strict=True):
            record = entry.record
            assert isinstance(record, Record)
            assert entry.key == record.accession == paper["paperId"]
            assert bool(record.title) == bool(paper.get("title"))
            assert len(record.authors) == len(paper.get("authors", []))
            assert record.year == paper.get("year")
            ids = paper.get("externalIds") or {}
            assert record.doi == (ids["DOI"].lower() if "DOI" in ids else None)
            assert record.pmid == ids.get("PubMed")
            seen += 1
    assert seen == 14378


@pytest.mark.parametrize(
    ("end", "status", "words"),
    [
        ("test_bad_query_parameters__01.json", 400, "Unrecognized or unsupported fields"),
        ("s2py__test_debug__01.json", 403, "does not accept the key"),
        ("s2py__test_not_found__01.json", 404, "Paper with id 0 not found"),
    ],
)
def test_each_recorded_failure_is_told_and_stops_the_walk(
    corpus: Path, end: str, status: int, words: str
) -> None:
    one = _recorded(corpus, end)
    assert one.status == status
    got = walked(SOURCE, lambda _: one.answer, key="s2-test-key")
    assert not got.outcome.complete
    assert words in got.outcome.reason
    assert len(got.asked) == 1
    assert got.asked[0].headers["x-api-key"] == "s2-test-key"


def test_too_many_requests_of_all_without_a_key_are_waited_for(corpus: Path) -> None:
    body = (corpus / "payloads" / "_errors_transcribed" / "semanticscholar_429.json").read_bytes()
    chain = chains(corpus)[0]
    serve = chain.fresh()
    got = walked(
        SOURCE,
        lambda asked: Answer(body, 429) if asked.number in {1, 3} else serve(asked), chain.query,
    )  # fmt: skip
    assert got.outcome.complete
    assert got.keys == chain.keys
    assert len(got.waits) == 2
    never = walked(SOURCE, lambda _: Answer(body, 429))
    assert not never.outcome.complete
    assert SOURCE.about.key_from in never.outcome.remedy


def test_a_page_says_what_the_recording_states(corpus: Path) -> None:
    one = _recorded(corpus, "bulk_retrieval__01.json")
    page = SOURCE.read(SENT, Reply(200, {}, one.body))
    assert isinstance(page, Page)
    assert (page.count, page.total, page.exact) == (1000, 2674, False)
    assert page.next == SENT.having(token=json.loads(one.body)["token"])
