"""Economic results on a common basis: what is converted, what is hedged, what is not and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litreview.extraction.money.convert import Basis
from litreview.extraction.money.reading import Assumptions, comparable, one_number
from litreview.extraction.nouns import cost_benefits
from litreview.extraction.rows import Row
from litreview.model import CostBenefit

BASIS = Basis("Denmark", 2023)


def result(**values: str) -> CostBenefit:
    row = Row("cost-benefit", "C1", "S", values, "ann", "2026-01-01", "h")
    return cost_benefits([row])[0]


@pytest.mark.parametrize(
    ("text", "number", "bound"),
    [
        ("914", 914, ""),
        ("914 (net intervention cost)", 914, ""),
        ("up to 4500 per unemployed", 4500, "≤"),
        ("about 9524", 9524, "c."),
        ("\u22123376", -3376, ""),
        ("2424 IPS vs 6446 vocational", None, ""),
        ("15-31", None, ""),
        ("16%", None, ""),
        ("3,500", None, ""),
        ("negative (number not seen)", None, ""),
        ("PV earnings 43514", None, ""),
    ],
)
def test_one_number_and_its_hedge_are_read_and_nothing_else(
    text: str, number: float | None, bound: str
) -> None:
    assert one_number(text) == (number, bound)


def test_each_amount_is_converted_or_told_why_not() -> None:
    row = result(
        currency="USD", price_year="2010", country="United States", cost_per_participant="15436",
        benefits="15-31", net_present_value="up to 25549 per admittee",
    )  # fmt: skip
    found = comparable(row, BASIS, Assumptions())
    assert set(found.amounts) == {"cost", "net_present_value"}
    assert found.bounds == {"net_present_value": "≤"}
    assert found.reasons == ("benefits is not one number",)
    assert "IIF 1.364" in found.factors


def test_a_missing_price_year_is_assumed_only_where_the_review_says_so_and_then_told() -> None:
    row = result(currency="USD", price_year="not reported", year="2015", cost_per_participant="10")
    assert comparable(row, BASIS, Assumptions()).reasons == ("the price year is not known",)
    found = comparable(row, BASIS, Assumptions(publication_year=True))
    assert found.amounts["cost"].reported.price_year == 2015
    assert found.assumed == ("the year of publication, 2015, stands for the price year",)
    coded = result(currency="USD", price_year="2012", price_year_basis="assumed", benefits="10")
    assert comparable(coded, BASIS, Assumptions()).assumed == ("the price year 2012 is assumed",)


def test_a_cost_of_several_numbers_is_the_coded_one_and_a_year_may_have_a_remark() -> None:
    row = result(
        currency="USD", price_year="2006 (assumed programme year)", price_year_basis="assumed",
        cost_per_participant="10501 (22% tuition + 23% student support)", gross_cost="10501",
    )  # fmt: skip
    found = comparable(row, BASIS, Assumptions())
    assert (found.amounts["cost"].reported.value, found.reasons, found.bounds) == (10501, (), {})
    assert found.assumed == ("the price year 2006 is assumed",)
    hedged = replace(row, values={**row.values, "amounts_are": "approximate"})
    assert comparable(hedged, BASIS, Assumptions()).bounds == {"cost": "c."}
    span = result(
        currency="USD", price_year="2013-14 (assumed)", cost_per_participant="5754", year="2016"
    )
    published = Assumptions(publication_year=True)
    assert comparable(span, BASIS, published).reasons == ("the price year is not known",)


def test_words_for_a_currency_and_rows_without_amounts_say_so() -> None:
    words = result(currency="euros or pounds", price_year="2010", cost_per_participant="10")
    assert "not one code" in comparable(words, BASIS, Assumptions()).reasons[0]
    assert comparable(result(), BASIS, Assumptions()).reasons == ("no amount is reported",)
