"""Candidates: which pairs meet, that each meets once, and that large blocks are counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.dedup.block import BLOCKS, Blocking, candidates
from litreview.dedup.normalise import normalise
from litreview.model import Record

Make = Callable[..., Record]
OTHER = {
    "title": "Umbrellas of two imaginary cities",
    "authors": ("Ash, E.",),
    "volume": "7",
    "pages": "1-9",
    "doi": "10.1234/other",
    "pmid": "7",
}


def pairs(
    *records: Record, cap: int = 60, window: int = 12
) -> tuple[list[tuple[int, int]], Blocking]:
    blocking = Blocking(cap=cap, window=window)
    return list(candidates([normalise(record) for record in records], blocking)), blocking


@pytest.mark.parametrize(
    "shared",
    [
        {"doi": "10.1234/pond"},
        {"pmid": "99"},
        {"title": "Umbrellas of two imaginary cities: a replication"},
        {"title": "On the umbrellas of two imaginary cities"},
        {"authors": ("Ash, E.",), "pages": "1-12"},
        {"authors": ("Ash, E.",), "title": "Counting umbrellas"},
        {"volume": "7", "pages": "1-9"},
    ],
)
def test_what_brings_two_records_together(make: Make, shared: dict[str, object]) -> None:
    one = make(1, **{**OTHER, **{key: shared[key] for key in shared if key in {"doi", "pmid"}}})
    other = make(2, **shared)
    assert pairs(one, other)[0] == [(0, 1)]


def test_an_abstract_brings_two_records_together(make: Make, abstract: str) -> None:
    one = make(1, abstract=abstract, **OTHER)
    assert pairs(one, make(2, abstract=abstract))[0] == [(0, 1)]


def test_strangers_do_not_meet(make: Make) -> None:
    assert pairs(make(1), make(2, **OTHER))[0] == []


def test_empty_records_do_not_meet(make: Make) -> None:
    empty = {"title": "", "authors": (), "year": None, "venue": "", "volume": "", "pages": ""}
    assert pairs(make(1, **empty), make(2, **empty))[0] == []


def test_each_pair_comes_once(make: Make) -> None:
    found, blocking = pairs(*(make(number, doi="10.1234/pond") for number in range(1, 6)))
    assert len(found) == len(set(found)) == blocking.compared == 10
    assert all(low < high for low, high in found)


def test_a_large_block_is_walked_and_counted(make: Make) -> None:
    records = [make(number) for number in range(1, 101)]
    found, blocking = pairs(*records, cap=20, window=3)
    assert len(found) < 100 * 3 * len(BLOCKS)
    assert set(blocking.over) >= {"title head", "title tail"}
    told = blocking.parameters()
    assert told["blocks above the cap, by title head"] == 1
    assert (told["block cap"], told["block window"]) == (20, 3)


def test_the_window_follows_the_likeliest_order(make: Make) -> None:
    volumes = [
        make(number, volume=str(number % 40), pages=f"{number % 40}") for number in range(80)
    ]
    found, _ = pairs(*volumes, cap=20, window=2)
    assert {(number, number + 40) for number in range(40)} <= set(found)
