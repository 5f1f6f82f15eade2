"""Clusters: the smallest id names them, people win over the machine, *different* over *same*."""

from __future__ import annotations

from itertools import pairwise

from litreview.dedup.clusters import cluster
from litreview.model import RecordId, ReportId


def ids(*names: str) -> list[RecordId]:
    return [RecordId(name) for name in names]


A1, A2, A9, A10, B1 = ids("a:1", "a:2", "a:9", "a:10", "b:1")
ALL = [A1, A2, A9, A10, B1]


def test_alone() -> None:
    assert cluster(ALL, [], [], []) == {id_: ReportId(id_) for id_ in ALL}
    assert cluster([], [], [], []) == {}


def test_the_smallest_number_names_the_report() -> None:
    found = cluster(ALL, [(B1, A10, 0.6), (A10, A9, 0.9)], [], [])
    assert {found[A9], found[A10], found[B1]} == {"a:9"}
    assert list(found) == ALL


def test_what_people_joined_is_joined() -> None:
    assert cluster(ALL, [], [(B1, A2)], [])[B1] == "a:2"


def test_what_people_told_apart_stays_apart() -> None:
    found = cluster(ALL, [(A1, A2, 1.0)], [], [(A2, A1)])
    assert found[A1] != found[A2]


def test_a_bridge_goes_to_the_better_side() -> None:
    sure = [(A1, A9, 0.7), (A2, A9, 0.8)]
    found = cluster(ALL, sure, [], [(A1, A2)])
    assert found[A9] == "a:2"
    assert found[A1] == "a:1"


def test_of_equal_scores_the_first_ids_win() -> None:
    found = cluster(ALL, [(A2, A9, 0.7), (A1, A9, 0.7)], [], [(A1, A2)])
    assert found[A9] == "a:1"


def test_people_win_over_any_score() -> None:
    found = cluster(ALL, [(A1, A9, 1.0)], [(A2, A9)], [(A1, A2)])
    assert found[A9] == "a:2"


def test_different_wins_over_same() -> None:
    found = cluster(ALL, [], [(A1, A2)], [(A1, A2)])
    assert found[A1] != found[A2]
    chain = cluster(ALL, [], [(A1, A2), (A2, A9)], [(A1, A9)])
    assert chain[A2] == "a:1"
    assert chain[A9] == "a:9"


def test_hostility_is_inherited() -> None:
    sure = [(A1, A2, 0.9), (A9, A10, 0.9), (A2, A10, 0.8)]
    found = cluster(ALL, sure, [], [(A1, A9)])
    assert found == {A1: "a:1", A2: "a:1", A9: "a:9", A10: "a:9", B1: "b:1"}


def test_unknown_records_and_a_record_with_itself_are_ignored() -> None:
    stranger = RecordId("z:1")
    found = cluster(ALL, [(A1, stranger, 1.0), (A1, A1, 1.0)], [(stranger, A2)], [(A1, A1)])
    assert found == {id_: ReportId(id_) for id_ in ALL}


def test_long_chains_are_quick() -> None:
    many = ids(*(f"a:{number}" for number in range(50_000)))
    sure = [(one, other, 0.5) for one, other in pairwise(many)]
    apart = [(many[0], RecordId(f"a:{number}")) for number in range(40_000, 50_000)]
    found = cluster(many, sure, [], apart)
    assert found[many[39_999]] == "a:0"
    assert found[many[40_000]] == found[many[-1]] == "a:40000"
