"""Identities between the figures of one evaluation, with the error of their rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from litreview.extraction.money import identities as of
from litreview.extraction.printed import Printed, printed


def number(text: str) -> Printed:
    found = printed(text)
    assert found is not None
    return found


def test_a_net_value_is_benefits_less_costs() -> None:
    net = of.net_present_value(number("715"), number("470"))
    assert net.agrees(number("245"))
    assert not net.agrees(number("247"))


def test_a_ratio_agrees_within_the_rounding_of_what_was_printed() -> None:
    ratio = of.benefit_cost_ratio(number("40985"), number("15436"))
    assert ratio is not None
    assert ratio.agrees(number("2.66"))
    assert not ratio.agrees(number("2.5"))
    assert of.return_on_investment(ratio).agrees(number("1.66"))


def test_a_ratio_without_benefits_comes_from_the_net_value() -> None:
    found = of.ratio_of_net(number("25549"), number("15436"))
    assert found is not None
    assert found.agrees(number("2.66"))


def test_the_mvpf_of_the_worked_example() -> None:
    gain = of.total([number("4962"), number("6614")])
    found = of.marginal_value_of_public_funds(gain, number("28290"), number("1134"))
    assert found is not None
    assert found.agrees(number("0.43"))
    assert not of.pays_for_itself(number("28290"), number("1134"))
    assert of.pays_for_itself(number("100"), number("250"))


def test_a_divisor_that_may_be_zero_gives_nothing() -> None:
    assert of.benefit_cost_ratio(number("10"), number("0")) is None
    assert of.cost_per_additional(number("500"), number("0.0")) is None
    assert of.marginal_value_of_public_funds(number("5"), number("8"), number("8")) is None


def test_cost_per_additional_job_reads_percentage_points() -> None:
    found = of.cost_per_additional(number("914"), number("13.4"))
    assert found is not None
    assert found.value == Decimal(914) / (Decimal("13.4") / 100)
    lost = of.cost_per_additional(number("914"), number("-2.0"))
    assert lost is not None
    assert lost.value < 0


def test_payback_in_years() -> None:
    found = of.payback(number("470"), number("235"))
    assert found is not None
    assert found.value == 2


def test_a_sum_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        of.total([])
