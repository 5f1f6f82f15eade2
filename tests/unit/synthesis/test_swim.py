"""Directions, the Danish rule, the dominance matrix: a study counts once, nothing is pooled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.synthesis.swim.directions import Direction, count, of_study
from litreview.synthesis.swim.dominance import SAYS, Result, matrix
from litreview.synthesis.swim.jobeffekter import Weighted, knowledge


@pytest.mark.parametrize(
    ("signs", "way"),
    [
        ([1, 1, 1, -1], 1),
        ([1, 1, -1], 0),
        ([-1, -1, -1, None], -1),
        ([None, None], None),
        ([0, 0], 0),
        ([], None),
    ],
)
def test_a_study_has_one_direction(signs: list[int | None], way: int | None) -> None:
    assert of_study(signs) == way


def test_studies_are_counted_once_and_tested_exactly() -> None:
    held = [Direction(f"s{at}", "employment", 1) for at in range(9)]
    held += [Direction("s0", "employment", 1), Direction("worse", "employment", -1)]
    held += [Direction("x", "employment", None), Direction("y", "earnings", 0)]
    employment, earnings = count(held)
    assert (employment.better, employment.worse, employment.unclear) == (9, 1, 1)
    assert employment.p == pytest.approx(22 / 1024)
    assert employment.share == 0.9
    assert employment.interval == pytest.approx((0.5549839, 0.9974714), abs=1e-6)
    assert (earnings.neither, earnings.share, earnings.p) == (1, None, None)


@pytest.mark.parametrize(
    ("studies", "verdict"),
    [
        ([Weighted("a", 1, 0.5), Weighted("b", 1, 0.25)], "few studies"),
        ([Weighted("a", 1, 1.0), Weighted("b", -1, 0.5)], "positive"),
        ([Weighted("a", 1, 1.0), Weighted("b", -1, 1.0)], "conflicting"),
        ([Weighted("a", 0, 1.0), Weighted("b", -1, 0.25)], "none"),
        ([Weighted("a", -1, 1.0, geography=2.0), Weighted("b", 1, 1.0)], "negative"),
        ([], "few studies"),
    ],
)
def test_the_rule_of_jobeffekter(studies: list[Weighted], verdict: str) -> None:
    assert knowledge(studies).verdict == verdict


def test_what_the_rule_does_not_know_is_refused_and_defaults_are_told() -> None:
    with pytest.raises(UsageError):
        knowledge([Weighted("a", 1, 0.7)])
    found = knowledge([Weighted("a", 1, 1.0, geography=0.5)])
    assert found.defaults == ("method", "journal", "combination")
    assert found.stock == 0.5


words = st.sampled_from(["higher", "the same", "lower", ""])
effects = st.sampled_from(["better", "the same", "worse", "?"])


@given(st.lists(st.tuples(words, effects), max_size=20))
def test_every_result_stands_in_one_place(drawn: list[tuple[str, str]]) -> None:
    found = matrix(Result(str(at), *pair) for at, pair in enumerate(drawn))
    everywhere = [row for rows in found.cells.values() for row in rows] + list(found.unknown)
    assert sorted(everywhere, key=int) == [str(at) for at in range(len(drawn))]
    told = [row for what in set(SAYS.values()) for row in found.says(what)]
    assert len(told) + len(found.unknown) == len(drawn)


def test_the_corners_of_the_matrix() -> None:
    found = matrix([Result("a", "lower", "better"), Result("b", "higher", "worse")])
    assert (found.says("strongly for"), found.says("strongly against")) == (("a",), ("b",))
