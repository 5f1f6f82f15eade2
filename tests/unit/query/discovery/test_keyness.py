"""The log-odds ratio and the strength of a network, against numbers worked out by hand."""

from __future__ import annotations

from math import isclose, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.query.discovery.keyness import Counts, log_odds
from litreview.query.discovery.network import cut_off, neighbours, strengths

held = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2), st.frozensets(st.integers(0, 9)), min_size=1
)


def test_a_ratio_worked_out_by_hand() -> None:
    """8 of 80 terms inside, 2 of 120 outside, a prior of 100 terms of which 5 are this one.

    The term's share in both is 10/200, so alpha w is 5. Inside 13 stand against 167, outside 7
    against 213: odds of 0.0778 and 0.0329.
    """
    found = log_odds(Counts(8, 80), Counts(2, 120), weight=100)
    assert found.ratio == pytest.approx(log(13 / 167) - log(7 / 213))
    assert found.ratio == pytest.approx(0.8623, abs=1e-4)
    assert found.z == pytest.approx(found.ratio / sqrt(1 / 13 + 1 / 7))
    assert found.z == pytest.approx(1.8394, abs=1e-4)


def test_the_prior_draws_a_rare_term_more_than_a_common_one() -> None:
    rare = [log_odds(Counts(2, 100), Counts(1, 100), weight=w).ratio for w in (1, 1000)]
    common = [log_odds(Counts(40, 100), Counts(20, 100), weight=w).ratio for w in (1, 1000)]
    assert rare[1] / rare[0] < common[1] / common[0] < 1


@pytest.mark.parametrize("inside", [(0, 0), (0, 9), (9, 9)])
def test_where_there_is_nothing_to_tell_apart_the_ratio_is_none(inside: tuple[int, int]) -> None:
    assert log_odds(Counts(*inside), Counts(*inside), weight=10) == (0, 0)


counts = st.tuples(st.integers(0, 50), st.integers(51, 500)).map(lambda pair: Counts(*pair))


@given(counts, counts, st.floats(0.1, 1e4))
def test_two_sets_changed_over_change_the_sign(one: Counts, other: Counts, weight: float) -> None:
    there, back = (log_odds(*pair, weight=weight) for pair in ((one, other), (other, one)))
    assert isclose(there.ratio, -back.ratio, abs_tol=1e-9)
    assert isclose(there.z, -back.z, abs_tol=1e-9)


@given(held)
def test_the_strength_of_a_term_is_the_sum_of_its_edges(held: dict[str, frozenset[int]]) -> None:
    found = strengths(held)
    for term in held:
        edges = neighbours(term, held, held, len(held))
        assert found[term] == sum(shared for _, shared in edges)
        assert [n for _, n in edges] == sorted((n for _, n in edges), reverse=True)


def test_the_strongest_terms_are_kept_that_hold_the_share_of_all_strength() -> None:
    assert cut_off([10, 5, 3, 1, 1], 0.75) == 5
    assert cut_off([10, 5, 3, 1, 1], 0.76) == 3
    assert cut_off([10, 5, 3, 1, 1], 1.0) == 1
    assert cut_off([2, 2, 2], 0.1) == 2
    assert cut_off([], 0.8) == cut_off([0, 0], 0.8) == 0


@given(st.lists(st.integers(0, 100)), st.floats(0, 1))
def test_what_is_kept_holds_the_share_and_no_stronger_cut_does(
    all_: list[int], share: float
) -> None:
    cut = cut_off(all_, share)
    assert sum(s for s in all_ if s >= cut) >= share * sum(all_) - 1e-9
    if cut:
        assert sum(s for s in all_ if s > cut) < share * sum(all_) or share == 0
