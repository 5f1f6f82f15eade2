"""Crossref's recordings: the walks with a constant cursor, 1,222 works, and each failure."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from chain_crossref import chains
from replaying import Answer, Asked, Chain, Recorded, recordings
from walking import walked

from litreview.model import Record
from litreview.sources.apis.crossref import SOURCE
from litreview.sources.source import OPEN, Page, Reply

pytestmark = pytest.mark.corpus
_YEAR = re.compile(r"\d{4}")
_TITLES = ("title", "subtitle", "original-title")
_DATED = ("published", "issued", "published-print", "published-online", "posted", "approved")


def _lists(corpus: Path) -> list[tuple[Recorded, list[Any]]]:
    """Recorded lists of works, with their items as another reader takes them."""
    found = []
    for one in recordings(corpus, "crossref"):
        if one.status == 200 and urlsplit(one.url).path.endswith("/works"):
            try:
                items = json.loads(one.body)["message"]["items"]
            except ValueError:
                continue
            found.append((one, items))
    return found


def _named(corpus: Path, name: str) -> Chain:
    return next(one for one in chains(corpus) if one.name == name)


def test_the_recorded_cursor_that_stays_the_same_brings_every_page(corpus: Path) -> None:
    """habanero's walk of four pages, whose `next-cursor` is one string from first to last."""
    chain = _named(corpus, "members 98")
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete
    assert got.outcome.received == got.outcome.distinct == len(chain.keys) == 20
    assert got.keys == chain.keys
    assert len(got.asked) == 5  # one look behind the number that is stated
    assert len({asked.get("cursor") for asked in got.asked[1:]}) == 1


@pytest.mark.parametrize(("name", "works"), [("members 98", 20), ("widget", 60), ("ecology", 90)])
def test_every_chain_is_harvested_to_its_last_work(corpus: Path, name: str, works: int) -> None:
    chain = _named(corpus, name)
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete, got.outcome.reason
    assert got.outcome.expected == chain.expected == works
    assert got.outcome.received == got.outcome.distinct == works
    assert got.keys == chain.keys
    assert got.tally.failures == 0


@pytest.mark.parametrize("lost", [2, 3, 4])
def test_a_time_out_in_the_middle_begins_anew_and_ends_with_the_same_works(
    corpus: Path, lost: int
) -> None:
    """The server has moved its cursor on when the answer is lost: a page would be missing."""
    chain = _named(corpus, "members 98")
    serve = chain.fresh()

    def answer(asked: Asked) -> Answer:
        found = serve(asked)
        return Answer(found.body, how="cut") if asked.number == lost else found

    got = walked(SOURCE, answer, chain.query)
    assert got.outcome.complete
    assert got.keys == chain.keys
    assert [asked.number for asked in got.asked if asked.get("cursor") == "*"] == [1, lost + 1]


def test_the_recorded_cursor_that_is_invalid_begins_the_walk_anew(corpus: Path) -> None:
    (invalid,) = (one for one in recordings(corpus, "crossref") if "cursor=thing" in one.url)
    fault = SOURCE.fault(Reply(invalid.status, {}, invalid.body))
    assert invalid.status == 404
    assert fault is not None
    assert fault.restart
    chain = _named(corpus, "widget")
    serve = chain.fresh()
    got = walked(
        SOURCE, lambda asked: invalid.answer if asked.number == 3 else serve(asked), chain.query
    )
    assert got.outcome.complete
    assert got.keys == chain.keys


def test_all_recorded_works_are_records_without_loss(corpus: Path) -> None:
    """Against the bodies as another reader takes them."""
    works = 0
    for one, items in _lists(corpus):
        page = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, one.body))
        entries = list(SOURCE.entries(one.body))
        assert isinstance(page, Page)
        assert page.count == len(entries) == len(items), one.file
        for item, entry in zip(items, entries, strict=True):
            record = entry.record
            assert isinstance(record, Record)
            assert entry.key == record.accession == item["DOI"].lower()
            titles = [text for name in _TITLES for text in item.get(name, []) if text.strip()]
            assert bool(record.title) == bool(titles)
            assert bool(record.abstract) == bool(item.get("abstract", ""))
            people = item.get("author") or item.get("editor") or []
            named = [one for one in people if {"family", "given", "name"} & set(one)]
            assert len(record.authors) == len(named)
            dates = [json.dumps(item.get(name, {}).get("date-parts")) for name in _DATED]
            assert (record.year is None) == (not any(_YEAR.search(text) for text in dates))
            assert not re.search(r"</?(?:jats|mml):|<p>|&(?:amp|lt|gt);", record.abstract)
            assert not re.search(r"</?(?:jats|mml|i|sub|sup)\b|&(?:amp|lt|gt);", record.title)
            works += 1
    assert works == 1222


def test_an_abstract_in_jats_loses_its_heading_and_its_marks(corpus: Path) -> None:
    found = [
        (item["abstract"], entry.record)
        for one, items in _lists(corpus)
        for item, entry in zip(items, SOURCE.entries(one.body), strict=True)
        if item.get("abstract", "").startswith("<jats:title>Abstract</jats:title>")
    ]
    assert len(found) >= 20
    assert not [record for _, record in found if record and record.abstract.startswith("Abstract")]


def test_each_recorded_failure_is_told_and_stops_the_walk(corpus: Path) -> None:
    """400 with words, 404 in plain text, 500 and 504 that do not pass: none is an empty result."""
    seen = set()
    for one in recordings(corpus, "crossref"):
        if one.status < 400 or (one.status, one.body[:80]) in seen or "cursor=thing" in one.url:
            continue
        seen.add((one.status, one.body[:80]))
        got = walked(SOURCE, lambda _, answer=one.answer: answer)
        assert not got.outcome.complete
        assert str(one.status) in got.outcome.reason
        assert not got.items
        assert len(got.asked) == (1 if one.status < 500 else 5), one.file
    assert {status for status, _ in seen} == {400, 404, 500, 504}


def test_too_many_requests_in_html_are_waited_for(corpus: Path) -> None:
    body = (corpus / "payloads" / "_errors_transcribed" / "crossref_429.html").read_bytes()
    chain = _named(corpus, "widget")
    serve = chain.fresh()
    got = walked(
        SOURCE,
        lambda asked: Answer(body, 429) if asked.number == 1 else serve(asked), chain.query,
    )  # fmt: skip
    assert got.outcome.complete
    assert got.waits
    assert got.keys == chain.keys
