"""Shared reports: even, stable and the same in every copy; a calibration sample that stays put."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import ReportId, Stage
from litreview.screening.allocation import readers
from litreview.screening.calibration import sample

TEAM = ("ann", "bo", "cleo", "dee", "eve", "fay", "gus", "hal", "ida", "jan")
team = st.lists(st.sampled_from(TEAM), unique=True, max_size=8)
report = st.integers(1, 10_000).map(lambda n: ReportId(f"base:{n}"))
wanted = st.integers(1, 4)


def of(names: tuple[str, ...], n: int, votes: int) -> dict[str, tuple[str, ...]]:
    ids = [ReportId(f"base:{i}") for i in range(n)]
    return {id_: readers("titles", id_, names, votes) for id_ in ids}


@given(team, report, wanted, st.data())
def test_each_report_has_as_many_distinct_readers_as_it_needs_while_there_are_enough(
    names: list[str], one: ReportId, votes: int, data: st.DataObject
) -> None:
    voted = data.draw(st.lists(st.sampled_from(TEAM), unique=True, max_size=3))
    found = readers("titles", one, names, votes, voted)
    assert len(set(found)) == len(found)
    assert found[: len(voted)] == tuple(voted), "a report stays with whoever has judged it"
    assert set(found) <= {*names, *voted}
    possible = len({*names, *voted})
    assert len(found) == max(len(voted), min(votes, possible))


@given(team, report, wanted, st.randoms())
def test_the_order_of_names_does_not_matter(
    names: list[str], one: ReportId, votes: int, shuffling: random.Random
) -> None:
    other = names[:]
    shuffling.shuffle(other)
    assert readers("titles", one, names, votes) == readers("titles", one, other, votes)


@given(team, report, wanted)
def test_who_joins_or_leaves_moves_only_what_must_move(
    names: list[str], one: ReportId, votes: int
) -> None:
    before = set(readers("titles", one, names, votes))
    for who in TEAM:
        after = set(readers("titles", one, {*names, who}, votes))
        assert after - before <= {who}, "nobody but whoever joined gets a report by it"
        assert len(before - after) <= 1
    for who in names:
        after = set(readers("titles", one, set(names) - {who}, votes))
        assert before - after <= {who}, "nobody but whoever left loses a report by it"


@pytest.mark.parametrize(("people", "votes"), [(2, 1), (3, 2), (5, 2), (10, 2), (10, 3)])
def test_shares_are_even_within_two_per_cent_of_the_reports(people: int, votes: int) -> None:
    n = 5_000
    held = Counter(who for found in of(TEAM[:people], n, votes).values() for who in found)
    assert sum(held.values()) == n * votes
    fair = n * votes / people
    assert max(abs(held[who] - fair) for who in TEAM[:people]) <= 0.02 * n


def test_who_joins_takes_an_even_share_from_each_of_the_others() -> None:
    before, after = of(TEAM[:4], 4_000, 2), of(TEAM[:5], 4_000, 2)
    moved = Counter(who for id_ in before for who in set(before[id_]) - set(after[id_]))
    fair = 4_000 * 2 / 5 / 4
    assert all(abs(moved[who] - fair) <= 0.02 * 4_000 for who in TEAM[:4])


def test_stages_are_shared_out_apart() -> None:
    """Else the same two people would always read the same reports together."""
    ids = [ReportId(f"base:{i}") for i in range(200)]
    same = sum(readers("titles", i, TEAM, 2) == readers("full", i, TEAM, 2) for i in ids)
    assert same < 20


# -- the calibration sample --------------------------------------------------------------------

ids = st.lists(report, unique=True, max_size=60)


def stage(n: int) -> Stage:
    return Stage("titles", "Titles", "screening", calibration=n)


@given(ids, st.integers(1, 20), st.randoms(), st.integers(0, 3))
def test_a_sample_is_as_large_as_asked_for_and_does_not_hang_on_the_order(
    held: list[ReportId], n: int, shuffling: random.Random, seed: int
) -> None:
    drawn = sample(stage(n), held, (), seed)
    assert drawn <= set(held)
    assert len(drawn) == min(n, len(held))
    other = held[:]
    shuffling.shuffle(other)
    assert sample(stage(n), other, (), seed) == drawn
    assert sample(stage(0), held, held, seed) == frozenset()


@given(ids, ids, st.integers(1, 20))
def test_what_was_judged_in_the_sample_stays_in_it_whatever_is_loaded(
    held: list[ReportId], later: list[ReportId], n: int
) -> None:
    drawn = sample(stage(n), held, (), 1)
    grown = list(dict.fromkeys([*held, *later]))
    again = sample(stage(n), grown, drawn, 1)
    assert drawn <= again
    assert len(again) == min(max(n, len(drawn)), len(grown))


def test_a_sample_is_not_the_top_of_the_file() -> None:
    held = [ReportId(f"base:{i}") for i in range(1_000)]
    drawn = sample(stage(100), held, (), 1)
    assert len(drawn & set(held[:500])) in range(35, 66)
    assert drawn != sample(stage(100), held, (), 2)
