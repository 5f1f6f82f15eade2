"""Amounts of several years at one time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.extraction.money.discounting import annuity, at_year, present_value


def test_known_values() -> None:
    assert present_value([100, 100], 0.1) == pytest.approx(100 / 1.1 + 100 / 1.21)
    assert present_value([100], 0.1, "start") == 100
    assert present_value([100], 0.21, "middle") == pytest.approx(100 / 1.1)
    assert at_year(100, 0.03, 2010, 2012) == pytest.approx(106.09)
    assert annuity(1000, 0.0, 4) == 250


@given(st.floats(1, 1e6), st.floats(0.001, 0.2), st.integers(1, 40))
def test_an_annuity_is_worth_what_it_stands_for(value: float, rate: float, years: int) -> None:
    assert present_value([annuity(value, rate, years)] * years, rate) == pytest.approx(value)


@given(st.floats(1, 1e6), st.floats(0, 0.2), st.integers(1990, 2030), st.integers(1990, 2030))
def test_there_and_back(value: float, rate: float, a: int, b: int) -> None:
    assert at_year(at_year(value, rate, a, b), rate, b, a) == pytest.approx(value)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be"):
        present_value([1], 3)
    with pytest.raises(UsageError):
        annuity(1, 0.03, 0)
