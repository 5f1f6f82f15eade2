"""The natural order of ids."""

from __future__ import annotations

from litreview.dedup.order import natural


def test_numbers_count_as_numbers() -> None:
    ids = ["b:1", "a:10", "a:9", "a:2", "a", "c", "a:010", "a:x", "a:\u0661", "a:0"]
    assert sorted(ids, key=natural) == [
        "a",
        "a:0",
        "a:2",
        "a:9",
        "a:010",
        "a:10",
        "a:x",
        "a:\u0661",
        "b:1",
        "c",
    ]


def test_a_search_may_hold_colons() -> None:
    assert sorted(["x:y:10", "x:y:9"], key=natural) == ["x:y:9", "x:y:10"]


def test_different_ids_have_different_keys() -> None:
    assert natural("a:1") != natural("a:01")


def test_endless_numbers_are_compared() -> None:
    assert natural("a:" + "9" * 10_000) < natural("a:1" + "0" * 10_000)
