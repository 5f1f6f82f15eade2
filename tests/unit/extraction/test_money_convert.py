"""Money in other currencies and prices: every factor shown, or the reason why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import FileRefused, UsageError
from litreview.extraction.checks.currencies import is_currency
from litreview.extraction.money.convert import (
    Amount,
    Basis,
    Converted,
    NotConvertible,
    convert,
    sensitivity,
)
from litreview.extraction.money.countries import Former, shipped_countries
from litreview.extraction.money.figures import SHIPPED, Figure, Figures
from litreview.extraction.money.series import parse_series, shipped

DENMARK = Basis("Denmark", 2023)


def value(amount: Amount, basis: Basis = DENMARK, proxy: str = "") -> float:
    found = convert(amount, basis, proxy=proxy)
    assert isinstance(found, Converted)
    return found.value


def why(amount: Amount, basis: Basis = DENMARK) -> str:
    found = convert(amount, basis)
    assert isinstance(found, NotConvertible)
    return found.reason


def test_every_factor_is_shown_with_its_series_and_vintage() -> None:
    found = convert(Amount(28290, "USD", 2013), DENMARK)
    assert isinstance(found, Converted)
    product = 28290.0
    for factor in found.factors:
        product *= factor.value
        assert factor.series
        assert factor.vintage
    assert found.value == pytest.approx(product)
    assert [factor.name for factor in found.factors] == ["IIF", "ICF"]
    assert (found.currency, found.year, found.reported.value) == ("DKK", 2023, 28290)


def test_euros_of_a_country_with_its_own_money_go_back_into_it_first() -> None:
    found = convert(Amount(4725, "EUR", 2012, "Denmark"), DENMARK)
    assert isinstance(found, Converted)
    rate = SHIPPED.at("exchange", "DKK", 2012)
    assert isinstance(rate, Figure)
    assert [factor.name for factor in found.factors] == ["exchange rate", "IIF", "ICF"]
    assert found.factors[0].value == rate.value
    assert found.value == pytest.approx(value(Amount(4725 * rate.value, "DKK", 2012)))
    assert found.assumed == (
        "the amount in EUR arose in DKK, at the exchange rate of its price year",
    )


def test_marks_become_euros_at_the_fixed_rate_first() -> None:
    marks, euros = Amount(195583, "DEM", 1995, "Germany"), Amount(100000, "EUR", 1995, "Germany")
    found = convert(marks, Basis("DEU", 1995))
    assert isinstance(found, Converted)
    assert found.value == pytest.approx(100000)
    assert found.factors[0].name == "fixed rate"
    assert value(marks) == pytest.approx(value(euros))
    leva = convert(Amount(100, "EUR", 2020, "Bulgaria"), Basis("BGR", 2020))
    assert isinstance(leva, Converted)
    assert (leva.currency, leva.value) == ("BGN", pytest.approx(195.583))


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        (Amount(1, "EUR", 2010), "several countries"),
        (Amount(1, "XYZ", 2010), "not known"),
        (Amount(1, "USD", None), "price year is not known"),
        (Amount(1, "USD", 1950), "is known for"),
        (Amount(1, "UGX", 2010, "Uganda"), "no figures for the country"),
        (Amount(1, "CAD", 2010, "Atlantis"), "no figures for the country"),
        (Amount(1, "EUR", 1990, "Denmark"), "no exchange rate of DKK for 1990"),
    ],
)
def test_what_cannot_be_converted_says_why(amount: Amount, reason: str) -> None:
    assert reason in why(amount)


def test_a_stand_in_for_the_country_of_a_euro_amount_is_told() -> None:
    found = convert(Amount(4500, "EUR", 2008), DENMARK, proxy="Germany")
    assert isinstance(found, Converted)
    assert found.assumed == ("Germany stands for the country of a EUR amount",)


def test_before_1990_only_the_first_order_works() -> None:
    old = Amount(4548, "USD", 1986)
    assert value(old) > 0
    assert "purchasing power parity" in why(old, Basis("Denmark", 2023, order="ppp-then-deflate"))


def test_other_ways_stand_beside_the_one_asked_for() -> None:
    found = sensitivity(Amount(28290, "USD", 2013), DENMARK)
    figures = [one.value for one in found.values() if isinstance(one, Converted)]
    assert len(figures) == 4
    assert len({round(figure) for figure in figures}) == 4


def test_unlike_amounts_do_not_add_up() -> None:
    with pytest.raises(UsageError, match="do not add up"):
        Amount(1, "USD", 2010) + Amount(1, "USD", 2011)
    assert (Amount(1, "USD", 2010) + Amount(2, "USD", 2010)).value == 3


def test_countries_have_names_and_codes() -> None:
    assert {c.iso3 for t in ("UK", "GBR", "gb", "United Kingdom") if (c := SHIPPED.country(t))} == {
        "GBR"
    }
    assert SHIPPED.country("") is None
    assert len(shipped_countries()) == 43


def test_a_table_that_does_not_say_what_it_is_is_refused() -> None:
    with pytest.raises(FileRefused, match="does not say its name"):
        parse_series("id,2000\nDNK,1\n", "t.csv")
    text = "\n".join(f"# {key}: {key}" for key in ("name", "code", "unit", "source", "licence"))
    text = text.replace("# name: name", "# name: cpi") + "\n# vintage: v\n# from: f\nid,2000\n"
    with pytest.raises(FileRefused, match="exchanged"):
        parse_series(text, "t.csv")


NAMES = sorted(shipped_countries())
years = st.integers(1996, 2023)
sums = st.floats(1, 1e6)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), sums, years, years)
def test_there_and_back_is_where_one_was(one: str, other: str, much: float, a: int, b: int) -> None:
    first = Amount(much, shipped_countries()[one].unit, a, one)
    there = convert(first, Basis(other, b))
    if isinstance(there, NotConvertible):
        assert there.reason
        return
    back = convert(
        Amount(there.value, there.currency, b, other), Basis(one, a, order="ppp-then-deflate")
    )
    assert isinstance(back, Converted)
    assert back.value == pytest.approx(much, rel=1e-9)


@given(st.sampled_from(NAMES), st.lists(sums, min_size=2, max_size=5), years, years, years)
def test_changing_the_base_year_changes_no_ranking_under_one_deflator(
    one: str, several: list[float], start: int, a: int, b: int
) -> None:
    unit = shipped_countries()[one].unit
    found = [[convert(Amount(v, unit, start, one), Basis(one, y)) for v in several] for y in (a, b)]
    figures = [[c.value for c in column if isinstance(c, Converted)] for column in found]
    ranks = [sorted(range(len(column)), key=column.__getitem__) for column in figures]
    if all(figures):
        assert ranks[0] == ranks[1]


@given(st.sampled_from(NAMES), sums, years)
def test_the_same_country_and_year_is_the_same_amount(one: str, much: float, year: int) -> None:
    found = convert(Amount(much, shipped_countries()[one].unit, year, one), Basis(one, year))
    assert isinstance(found, Converted)
    assert found.value == much


@given(st.sampled_from([(one.iso3, f) for one in shipped_countries().values() for f in one.former]))
def test_old_money_is_new_money_at_the_rate_fixed_by_law(case: tuple[str, Former]) -> None:
    of, was = case
    one = shipped_countries()[of]
    old = value(Amount(was.per, was.code, 2000, of), Basis(of, 2000))
    new = value(Amount(1, was.into, 2000, of), Basis(of, 2000))
    assert old == pytest.approx(new, rel=1e-12)
    assert is_currency(was.code)
    assert was.into == one.currency or was.into in {other.code for other in one.former}


@pytest.mark.parametrize(
    ("amount", "note"),
    [
        (Amount(1, "TRL", 2010), "TRL ended in 2005; prices of 2010 in TRL are taken as printed"),
        (Amount(1, "EUR", 1995, "Germany"), "EUR came in 1999; prices of 1995 are read as EUR"),
        (Amount(1, "TRL", 2005), ""),
        (Amount(1, "DEM", 1995), ""),
    ],
)
def test_a_currency_that_is_not_of_its_price_year_is_told(amount: Amount, note: str) -> None:
    found = convert(amount, DENMARK)
    assert isinstance(found, Converted)
    assert [one[: len(note)] for one in found.assumed] == ([note] if note else [])


def test_bulgarian_results_are_in_euros_from_the_year_of_the_euro() -> None:
    growth = replace(shipped("gdp-deflator"), values={"BGR": {2026: 2.0}})
    found = convert(Amount(195.583, "BGN", 2025), Basis("BGR", 2026),
                    figures=Figures(own=(growth,)))  # fmt: skip
    assert isinstance(found, Converted)
    assert (found.currency, found.value) == ("EUR", pytest.approx(102))
    assert [one.name for one in found.factors] == ["IIF", "ICF", "fixed rate"]
