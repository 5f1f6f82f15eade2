"""The recordings of OAI-PMH: lists walked to their end, each list and each refusal as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from chain_oai import chains, expired
from replaying import Answer, Asked, Recorded, recordings
from walking import walked

from litreview.model import Record
from litreview.sources.named import SOURCES
from litreview.sources.numbering import Gone
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply, Searchable

pytestmark = pytest.mark.corpus
SOURCE = SOURCES.get("zenodo")
assert isinstance(SOURCE, Searchable)
_RECORD = re.compile(rb"<record>")
_DELETED = re.compile(rb'<header status="deleted">')


def _lists(corpus: Path, status: int) -> list[Recorded]:
    found = recordings(corpus, "oaipmh")
    return [one for one in found if "verb=ListRecords" in one.url and one.status == status]


@pytest.mark.parametrize("which", range(3))
def test_every_chain_is_walked_to_its_last_record(corpus: Path, which: int) -> None:
    chain = chains(corpus)[which]
    got = walked(SOURCE, chain.fresh(), chain.query)
    gone = {one.raw for one in got.items if isinstance(one, Gone)}
    assert got.outcome.complete
    assert got.outcome.expected == got.outcome.received == len(chain.keys)
    assert got.keys | gone == chain.keys
    assert len(gone) == got.tally.gone == (0 if chain.name == "cut as asked" else 1)
    assert not got.tally.failures
    assert not got.waits, "the Retry-After of a good answer was taken for a failure"


def test_how_much_the_chains_hold(corpus: Path) -> None:
    assert [len(chain.keys) for chain in chains(corpus)] == [9, 9, 195]


def test_a_list_whose_tokens_expire_is_begun_anew_and_complete(corpus: Path) -> None:
    chain = chains(corpus)[2]
    serve = chain.fresh()
    got = walked(SOURCE, lambda asked: expired() if asked.number == 7 else serve(asked))
    assert got.outcome.complete
    assert got.keys == chain.keys


def test_an_unpatched_chain_is_not_complete_and_says_how_much_lacks(corpus: Path) -> None:
    """The recorder kept three pages of a list of 3,755,279."""
    one = next(r for r in _lists(corpus, 200) if r.file == "scythe2024__list_records__01.xml")
    last = next(r for r in _lists(corpus, 200) if r.file == "scythe2024__list_records__03.xml")
    got = walked(SOURCE, lambda a: last.answer if a.get("resumptionToken") else one.answer)
    assert not got.outcome.complete
    assert "3,755,279 are stated, 6 came" in got.outcome.reason


def test_every_record_of_every_recorded_list_is_read(corpus: Path) -> None:
    total = gone = 0
    for one in _lists(corpus, 200):
        page = SOURCE.read(SOURCE.ask("", OPEN), Reply(200, one.headers, one.body))
        entries = list(SOURCE.entries(one.body))
        assert isinstance(page, Page)
        assert page.count == len(entries) == len(_RECORD.findall(one.body)), one.file
        assert sum(entry.gone for entry in entries) == len(_DELETED.findall(one.body))
        assert all(e.gone or (e.record and e.record.title) for e in entries), one.file
        assert all(e.gone or (e.record and e.record.year) for e in entries), one.file
        assert all(e.gone or (e.record and e.record.doi) for e in entries), one.file
        total += len(entries)
        gone += sum(entry.gone for entry in entries)
    assert (total, gone) == (283, 2)


def test_the_zenodo_422_is_an_empty_list_where_nothing_matches(corpus: Path) -> None:
    empty = [one for one in _lists(corpus, 422) if b"noRecordsMatch" in one.body]
    assert len(empty) == 4
    for one in empty:
        got = walked(SOURCE, lambda _, one=one: one.answer, limits=Limits(options=(("set", "x"),)))
        assert got.outcome.complete
        assert (got.outcome.expected, got.outcome.received, len(got.asked)) == (0, 0, 1)
        assert "a set that it does not know" in got.outcome.warnings[0]


def test_every_other_422_is_refused_with_its_words(corpus: Path) -> None:
    other = [one for one in _lists(corpus, 422) if b"noRecordsMatch" not in one.body]
    assert len(other) == 5
    for one in other:
        fault = SOURCE.fault(Reply(422, one.headers, one.body))
        assert isinstance(fault, Fault)
        if b"badResumptionToken" in one.body:
            assert fault.restart
        else:
            assert fault.kind == "permanent"
            assert "badArgument" in fault.what


def test_the_page_of_another_site_is_no_list(corpus: Path) -> None:
    html = [one for one in recordings(corpus, "oaipmh") if b"<html" in one.body[:2000].lower()]
    assert html
    for one in html:
        assert isinstance(SOURCE.read(SOURCE.ask("", OPEN), Reply(200, {}, one.body)), Fault)


def test_the_list_with_repeats_and_a_header_without_identifier(corpus: Path) -> None:
    """Sickle's own: four pages of two; its size counts what comes again."""
    folder = corpus / "payloads" / "oaipmh"

    def serve(asked: Asked) -> Answer:
        name = asked.get("resumptionToken", "ListRecords.xml")
        return Answer((folder / f"sickle__{name}").read_bytes())

    got = walked(SOURCE, serve)
    assert not got.outcome.complete
    assert "8 are stated, 3 came" in got.outcome.reason
    assert got.keys == {"oai:test.example.com:1585322"}
    assert (got.tally.gone, got.tally.failures) == (1, 1)


def test_the_fields_of_recorded_works(corpus: Path) -> None:
    one = next(r for r in _lists(corpus, 200) if r.file == "scythe2026__list_records__01.xml")
    held = {e.key: e.record for e in SOURCE.entries(one.body)}
    found = held["oai:zenodo.org:20568304"]
    assert isinstance(found, Record)
    assert (found.doi, found.isxn, found.kind) == ("10.58614/jahsm593", "2583-1887", "article")
    assert (found.volume, found.issue, found.pages, found.year) == ("5", "9", "16-23", 2025)
    assert "<" not in found.abstract
    assert "&" not in found.abstract.replace("& ", "")
