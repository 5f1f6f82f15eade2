"""Scopus's recordings: two answers of the standard view, and a quota that is used up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from replaying import Answer, recordings
from walking import walked

from litreview.sources.apis.scopus import SOURCE
from litreview.sources.journal import Failed
from litreview.sources.source import OPEN, Page, Reply

pytestmark = pytest.mark.corpus
_KEY = "example-key-1234"


@pytest.mark.parametrize(
    ("file", "stated", "held"),
    [("findpapers__scopus-api-search.json", 3, 2), ("fulltext__ft_search_scopus__01.json",
                                                    2_843_502, 10)],
)  # fmt: skip
def test_every_recorded_entry_is_a_record_without_loss(
    corpus: Path, file: str, stated: int, held: int
) -> None:
    body = (corpus / "payloads" / "scopus" / file).read_bytes()
    docs = json.loads(body)["search-results"]["entry"]
    page = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, body))
    assert isinstance(page, Page)
    assert (page.count, page.total) == (held, stated)
    assert page.echo == json.loads(body)["search-results"]["opensearch:Query"]["@searchTerms"]
    entries = list(SOURCE.entries(body))
    assert [entry.key for entry in entries] == [doc["eid"] for doc in docs]
    for doc, entry in zip(docs, entries, strict=True):
        record = entry.record
        assert record is not None
        assert record.title
        assert record.authors == (doc["dc:creator"],)
        assert str(record.year) == doc["prism:coverDate"][:4]
        assert record.doi == (doc["prism:doi"].lower() if "prism:doi" in doc else None)
        assert record.url.startswith("https://www.scopus.com/inward/record.uri")
        assert record.isxn
        assert record.kind != "other"


def test_an_answer_that_ends_early_is_told_as_incomplete(corpus: Path) -> None:
    """Two of the three that it states were recorded; the server sends these again and again."""
    path = corpus / "payloads" / "scopus" / "findpapers__scopus-api-search.json"
    got = walked(SOURCE, lambda _: Answer(path.read_bytes()), key=_KEY)
    assert (got.outcome.expected, got.outcome.distinct) == (3, 2)
    assert not got.outcome.complete
    assert "3 are stated, 2 came" in got.outcome.reason


def test_the_transcribed_quota_stops_the_walk_and_says_when_to_return(corpus: Path) -> None:
    folder = corpus / "payloads" / "_errors_transcribed"
    lines = (folder / "interactions.jsonl").read_text("utf-8").splitlines()
    told = next(one for one in map(json.loads, lines) if "scopus_429" in one["body_file"])
    body = (folder / told["body_file"]).read_bytes()
    headers = {**told["headers"], "Date": "Sat, 08 May 2021 23:00:00 GMT"}
    spent = Answer(body, told["status"], headers)
    got = walked(SOURCE, lambda _: spent, key=_KEY)
    assert not got.outcome.complete
    assert got.outcome.again is not None
    assert [line.wait for line in got.vault.lines if isinstance(line, Failed)] == [3_600.0]
    assert (len(got.asked), got.waits) == (1, ())


def test_the_recorded_headers_name_the_reset_in_milliseconds(corpus: Path) -> None:
    (one,) = recordings(corpus, "scopus")
    headers = {name.lower(): value for name, value in one.headers.items()}
    fault = SOURCE.fault(Reply(429, {**headers, "x-els-status": "QUOTA_EXCEEDED"}, b""))
    assert fault is not None
    assert fault.wait is not None
    assert 6 * 86_400 < fault.wait < 7 * 86_400
