"""Amounts of several years at one time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.extraction.money.common_rate import AtRate, NotAtRate, at_rate
from litreview.extraction.money.discounting import (
    Timing,
    annuity,
    at_year,
    discounted,
    present_value,
    rate_of,
)
from litreview.extraction.nouns import cost_benefits
from litreview.extraction.rows import Row


def test_known_values() -> None:
    assert present_value([100, 100], 0.1) == pytest.approx(100 / 1.1 + 100 / 1.21)
    assert present_value([100], 0.1, "start") == 100
    assert present_value([100], 0.21, "middle") == pytest.approx(100 / 1.1)
    assert at_year(100, 0.03, 2010, 2012) == pytest.approx(106.09)
    assert annuity(1000, 0.0, 4) == 250


TIMINGS: list[Timing] = ["start", "middle", "end"]


@given(
    st.floats(1, 1e6), st.floats(0.001, 0.2), st.integers(1, 40), st.sampled_from(TIMINGS)
)  # fmt: skip
def test_an_annuity_is_worth_what_it_stands_for(
    value: float, rate: float, years: int, timing: Timing
) -> None:
    equal = annuity(value, rate, years, timing)
    assert present_value([equal] * years, rate, timing) == pytest.approx(value)


@given(
    st.lists(st.tuples(st.integers(2000, 2030), st.floats(-1e6, 1e6)), min_size=1, max_size=9),
    st.floats(0, 0.2), st.integers(1990, 2030), st.integers(1990, 2030), st.sampled_from(TIMINGS),
)  # fmt: skip
def test_another_base_year_moves_the_sum_of_a_stream_as_it_moves_a_total(
    stream: list[tuple[int, float]], rate: float, a: int, b: int, timing: Timing
) -> None:
    first, second = (sum(one.value for one in discounted(stream, rate, y, timing)) for y in (a, b))
    size = sum(abs(one.value) for one in discounted(stream, rate, b, timing))
    assert at_year(first, rate, a, b) == pytest.approx(second, abs=1e-9 * size)


@given(st.floats(1, 1e6), st.floats(0, 0.2), st.integers(1990, 2030), st.integers(1990, 2030))
def test_there_and_back(value: float, rate: float, a: int, b: int) -> None:
    assert at_year(at_year(value, rate, a, b), rate, b, a) == pytest.approx(value)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be"):
        present_value([1], 3)
    with pytest.raises(UsageError, match="cannot be"):
        present_value([1], -0.03)
    with pytest.raises(UsageError):
        annuity(1, 0.03, 0)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("3%", 0.03), ("3 per cent", 0.03), ("3.5 % a year", 0.035), ("0.03", 0.03), ("0", 0.0),
        ("3% real", 0.03), ("3", None), ("3-5%", None), ("-3%", None), ("not reported", None),
        ("", None), ("3% and 7%", None), ("110%", None),
    ],
)  # fmt: skip
def test_one_rate_is_read_and_nothing_else(text: str, rate: float | None) -> None:
    assert rate_of(text) == rate


def part(name: str, **values: str) -> Row:
    given = {"cba_id": "C1", "kind": "benefit", "party": "participant", **values}
    return Row("cost-component", name, "S", given, "ann", "2026-01-01", "h")


def result(parts: list[Row], **values: str) -> AtRate | NotAtRate:
    row = Row("cost-benefit", "C1", "S", values, "ann", "2026-01-01", "h")
    return at_rate(cost_benefits([row])[0], 0.03, parts)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"discount_rate": "3%"}, "discounted at 3 per cent by its source"),
        ({"time_horizon": "1 year"}, "of one year, so that nothing is discounted"),
        ({"observed_years": "1"}, "of one year, so that nothing is discounted"),
    ],
)
def test_a_result_that_is_at_the_rate_stays_as_reported(values: dict[str, str], why: str) -> None:
    assert result([], **values) == AtRate(0.03, why)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"discount_rate": "5%"}, "discounted at 5 per cent, and the amounts of its years are not"),
        ({}, "neither its discount rate nor the amounts of its years are reported"),
        ({"discount_rate": "3 to 5%"}, "its discount rate '3 to 5%' is not one rate"),
        ({"observed_years": "1", "projected_years": "4"}, "neither its discount rate"),
    ],
)
def test_a_total_is_never_discounted_again(values: dict[str, str], why: str) -> None:
    found = result([], **values)
    assert isinstance(found, NotAtRate)
    assert found.reason.startswith(why)


def test_components_with_their_years_are_discounted_at_the_rate_of_the_review() -> None:
    parts = [
        part("a", kind="cost", amount="-1000", year_of_amount="1"),
        part("b", amount="600", year_of_amount="2"),
        part("c", amount="600", year_of_amount="3"),
        part("d", amount="9000", year_of_amount="2", party="public budget"),
    ]
    found = result(parts, perspective_code="participant", discount_rate="5%")
    assert isinstance(found, AtRate)
    assert found.costs == pytest.approx(-1000 / 1.03)
    assert found.benefits == pytest.approx(600 / 1.03**2 + 600 / 1.03**3)
    assert found.net == found.benefits + found.costs
    everybody = result(parts, perspective_code="society")
    assert isinstance(everybody, AtRate)
    assert len(everybody.years) == 4


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"amount": "5"}, "the component b names no year of its amount"),
        ({"amount": "5", "year_of_amount": "0"}, "the component b names no year of its amount"),
        ({"amount": "3-5", "year_of_amount": "2"}, "the amount of the component b is no plain"),
    ],
)
def test_a_component_without_its_year_or_amount_is_the_reason(
    values: dict[str, str], why: str
) -> None:
    found = result([part("a", amount="1", year_of_amount="1"), part("b", **values)])
    assert isinstance(found, NotAtRate)
    assert found.reason.startswith(why)
