"""Numbers: the place among all distinct entries, whatever comes again or later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from firing import Invented
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import Failure, Record, RecordId, SearchId
from litreview.sources.numbering import Gone, Tally, numbered
from litreview.sources.source import UNFILED, UNNUMBERED, Entry

S = SearchId("s")
_PAGES = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=5), max_size=6)


def bodies(pages: list[list[str]]) -> list[bytes]:
    return [json.dumps({"items": [{"id": key} for key in page]}).encode() for page in pages]


@given(_PAGES)
def test_received_is_distinct_and_repeated(pages: list[list[str]]) -> None:
    tally = Tally()
    found = list(numbered(Invented(), bodies(pages), S, tally))
    keys = [key for page in pages for key in page]
    assert tally.received == len(keys) == tally.distinct + tally.repeated
    assert tally.distinct == len(set(keys)) == len(found)
    assert tally.failures == ("" in keys)
    records = [one for one in found if isinstance(one, Record)]
    assert [one.accession for one in records] == [k for k in dict.fromkeys(keys) if k]
    assert all(one.search == S for one in records)


@given(_PAGES, _PAGES)
def test_more_pages_change_no_number(before: list[list[str]], after: list[list[str]]) -> None:
    few = list(numbered(Invented(), bodies(before), S, Tally()))
    many = list(numbered(Invented(), bodies(before + after), S, Tally()))
    assert many[: len(few)] == few


def test_an_entry_without_a_key_is_told_from_others_by_all_of_it() -> None:
    one, same, other = (Entry("", None, "r", raw) for raw in ("x", "x", "y"))
    assert one.identity == same.identity != other.identity
    assert len(Entry("", None, "r", "x" * 10**6).identity) < 100, "memory holds no raw text"
    assert Entry("", None, "r", "half \ud800").identity.startswith("!")
    assert Entry("k", None).identity == "k"


def test_what_was_deleted_is_counted_apart_and_may_come_back() -> None:
    record = Record(UNNUMBERED, UNFILED, title="T", accession="a")

    class Repository(Invented):
        def entries(self, body: bytes) -> Iterator[Entry]:
            yield Entry("a", None, gone=True) if body == b"gone" else Entry("a", record)

    tally = Tally()
    found = list(numbered(Repository(), [b"gone", b"gone", b"here", b"here"], S, tally))
    assert isinstance(found[0], Gone)
    assert isinstance(found[0], Failure)
    assert isinstance(found[1], Record)
    assert (tally.gone, tally.records, tally.failures, tally.repeated) == (1, 1, 0, 2)
    assert [found[0].number, found[1].id] == [1, "s:2"]


def test_a_record_loses_nothing_when_it_gets_its_number() -> None:
    values: dict[str, Any] = {one.name: f"invented {one.name}" for one in fields(Record)[2:]}
    full = Record(UNNUMBERED, UNFILED, **values)

    class Full(Invented):
        def entries(self, body: bytes) -> Iterator[Entry]:
            assert not body
            yield Entry("k", full)

    (found,) = numbered(Full(), [b""], SearchId("s"), Tally())
    assert found == replace(full, id=RecordId("s:1"), search=SearchId("s"))
