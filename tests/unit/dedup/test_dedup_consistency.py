"""Clusters refuse what contradicts a member, not only the pair at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.dedup.consistency import MOST_KINDS, Groups
from litreview.dedup.normalise import normalise
from litreview.dedup.vetoes import contradiction
from litreview.model import Record

Make = Callable[..., Record]


def groups(*records: Record) -> Groups:
    return Groups({record.id: normalise(record) for record in records})


def test_joined_records_have_one_root(make: Make) -> None:
    records = [make(number) for number in range(1, 5)]
    found = groups(*records)
    assert found.join(records[0].id, records[1].id) == ""
    assert found.join(records[2].id, records[3].id) == ""
    assert found.join(records[1].id, records[3].id) == ""
    assert found.join(records[0].id, records[2].id) == "", "already one"
    assert len({found.root(record.id) for record in records}) == 1


def test_a_bridge_does_not_join_what_contradicts(make: Make) -> None:
    one = make(1, doi="10.1234/a", pages="101-110")
    bridge = make(2, pages="")
    other = make(3, doi="10.1234/b", pages="7-17")
    found = groups(one, bridge, other)
    assert found.join(one.id, bridge.id) == ""
    assert found.join(bridge.id, other.id) == "both their DOIs and their pages differ"
    assert found.root(bridge.id) == found.root(one.id) != found.root(other.id)


@pytest.mark.parametrize(
    ("one", "other", "phrase"),
    [
        ({"pmid": "1"}, {"pmid": "2"}, "their PubMed numbers differ"),
        ({}, {"volume": "9", "pages": "7-17"}, "both their volumes and their pages differ"),
        ({}, {"venue": "medRxiv"}, "one is a preprint or working paper"),
        ({}, {"title": "Yellow umbrellas of two cities"}, "their titles differ"),
        (
            {},
            {"title": "Erratum: paper boats in rain"},
            "only one title is that of a notice (erratum)",
        ),
        ({"title": "Boats 1"}, {"title": "Boats 2"}, "the numbers in their titles differ"),
        ({}, {"pages": "7-17"}, ""),
        ({}, {"year": 2019}, ""),
    ],
)
def test_contradictions(
    make: Make, one: dict[str, object], other: dict[str, object], phrase: str
) -> None:
    a, b = normalise(make(1, **one)), normalise(make(2, **other))
    assert contradiction(a, b) == contradiction(b, a) == phrase


def test_copies_count_once(make: Make) -> None:
    copies = [make(number) for number in range(1, 4 * MOST_KINDS)]
    found = groups(*copies)
    assert not any(found.join(copies[0].id, copy.id) for copy in copies)


def test_a_chain_of_ever_new_descriptions_ends(make: Make) -> None:
    records = [make(number, issue=str(number), year=1900 + number) for number in range(1, 60)]
    found = groups(*records)
    said = [found.join(records[0].id, record.id) for record in records]
    assert said.count("") == MOST_KINDS
    assert set(said) == {"", "are too many different descriptions"}
