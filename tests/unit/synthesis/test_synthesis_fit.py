"""Pooling: edge cases, what is noted, and laws that hold for any effects."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.errors import UnknownName, UsageError
from litreview.synthesis.choices import METHODS
from litreview.synthesis.design import Moderators
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit

FOUR = Effects.of([0.1, 0.3, -0.1, 0.5], [0.02, 0.05, 0.01, 0.04])
SAME = Effects.of([0.2, 0.2, 0.2], [0.01, 0.02, 0.03])


def test_no_effect_is_refused_and_one_is_only_told() -> None:
    with pytest.raises(UsageError, match="no effect"):
        fit(Effects.of([], []))
    for method in METHODS:
        one = fit(Effects.of([0.3], [0.04]), tau2=method, ci="knapp-hartung")
        assert (one.pooled.estimate, one.pooled.se) == (0.3, 0.2)
        assert (one.heterogeneity.q, one.prediction, one.tau2.value) == (None, None, 0.0)
        assert any("one effect alone" in note for note in one.notes)


@pytest.mark.parametrize("method", METHODS)
def test_effects_that_are_all_the_same_have_no_spread(method: str) -> None:
    found = fit(SAME, tau2=method)
    assert found.pooled.estimate == pytest.approx(0.2)
    assert found.tau2.value == pytest.approx(0, abs=1e-9)
    assert found.heterogeneity.i2 == pytest.approx(0, abs=1e-6)


def test_a_prediction_interval_of_two_studies_is_not_made_up() -> None:
    two = Effects.of([0.1, 0.9], [0.01, 0.01])
    assert fit(two).prediction is None
    assert any("needs more studies" in note for note in fit(two).notes)
    found = fit(two, predict="t(k-1)").prediction
    assert found is not None
    assert found.variant == "t(k-1)"
    assert fit(FOUR, tau2="FE").prediction is None


def test_a_smaller_standard_error_by_knapp_and_hartung_is_told_or_kept_at_walds() -> None:
    alike = Effects.of([0.2, 0.21, 0.19, 0.2], [0.01, 0.02, 0.03, 0.01])
    wald = fit(alike)
    smaller = fit(alike, ci="knapp-hartung")
    assert smaller.pooled.se < wald.pooled.se
    assert any("below Wald's" in note for note in smaller.notes)
    kept = fit(alike, ci="knapp-hartung-at-least-wald")
    assert kept.pooled.se == wald.pooled.se
    assert kept.pooled.df == 3


def test_moderators_that_cannot_be_told_apart_are_refused() -> None:
    twice = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0]])
    with pytest.raises(UsageError, match="follows from the others"):
        fit(FOUR, moderators=Moderators(twice, ("a", "b")))
    with pytest.raises(UsageError, match="4 effects cannot tell"):
        fit(FOUR, moderators=Moderators(np.eye(4)[:, :3] + 1, ("a", "b", "c")))
    with pytest.raises(UsageError, match="finite"):
        fit(FOUR, moderators=Moderators(np.array([[1.0], [math.nan], [2.0], [3.0]]), ("a",)))


def test_unknown_ways_are_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownName, match="XY"):
        fit(FOUR, tau2="XY")
    with pytest.raises(UsageError):
        fit(FOUR, level=1.0)


effects = st.integers(2, 12).flatmap(
    lambda k: st.builds(
        Effects.of,
        st.lists(st.floats(-3, 3), min_size=k, max_size=k),
        st.lists(st.floats(1e-3, 2), min_size=k, max_size=k),
    )
)


@settings(max_examples=25)
@given(effects, st.sampled_from(METHODS), st.floats(-5, 5), st.floats(0.1, 10))
def test_moving_and_stretching_the_scale_moves_and_stretches_the_result(
    some: Effects, method: str, by: float, times: float
) -> None:
    one = fit(some, tau2=method)
    other = fit(Effects.of(some.yi * times + by, some.vi * times**2), tau2=method)
    assert other.pooled.estimate == pytest.approx(one.pooled.estimate * times + by, abs=1e-5)
    assert other.tau2.value == pytest.approx(one.tau2.value * times**2, rel=1e-4, abs=1e-6)


@settings(max_examples=25)
@given(effects, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_changes_nothing(some: Effects, random: object) -> None:
    places = list(range(some.k))
    random.shuffle(places)  # type: ignore[attr-defined]
    one, other = fit(some), fit(some.take(places))
    assert other.pooled.estimate == pytest.approx(one.pooled.estimate, abs=1e-7)
    assert other.tau2.value == pytest.approx(one.tau2.value, abs=1e-7)
    assert sum(one.weights) == pytest.approx(100)
    low, high = one.heterogeneity.tau2_ci or (0, 0)
    assert low <= high
