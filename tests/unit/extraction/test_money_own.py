"""A review's own tables of money: what stands before what, and every fault with its line."""

from __future__ import annotations

import pytest

from litreview.extraction.money.convert import Amount, Basis, Converted, NotConvertible, convert
from litreview.extraction.money.figures import Figures
from litreview.extraction.money.own import with_own
from litreview.extraction.money.series import UNITS, shipped

HEAD = "# name: {}\n# source: An office\n# vintage: 2026-10-30\n"
DEFLATOR = HEAD.format("gdp-deflator")
UGANDA = {
    "money/countries.csv": "iso3,iso2,name,currency\nUGA,UG,Uganda,UGX\n",
    "money/a.csv": DEFLATOR + "id,2022,2023\nUganda,10,20\n",
    "money/b.csv": HEAD.format("ppp") + "id,2023\nUGA,1300\n",
}


def read(*texts: str, **more: str) -> Figures:
    files = {f"money/{at}.csv": text for at, text in enumerate(texts)}
    return with_own(Figures(), {**files, **{f"money/{name}.csv": t for name, t in more.items()}})


def codes(figures: Figures) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in figures.findings]


def test_a_country_that_the_program_does_not_know_is_converted_by_own_tables() -> None:
    figures = with_own(Figures(), UGANDA)
    assert figures.findings == ()
    found = convert(Amount(1000, "UGX", 2021), Basis("DNK", 2023), figures=figures)
    assert isinstance(found, Converted)
    parity = shipped("ppp").at("DNK", 2023)
    assert parity is not None
    assert found.value == pytest.approx(1000 * 1.1 * 1.2 * parity / 1300)
    assert found.factors[0].series == "An office, money/a.csv"
    assert found.factors[1].series == "PA.NUS.PPP; An office, money/b.csv"


def test_own_figures_stand_before_fetched_ones_and_shipped_ones_figure_by_figure() -> None:
    fetched = Figures(fetched={"gdp-deflator": shipped("gdp-deflator")})
    own = DEFLATOR + "id,2023,2024\nDNK,1,2\n"
    for below in (Figures(), fetched):
        figures = with_own(below, {"money/own.csv": own})
        found = figures.growth("gdp-deflator", "DNK", 2021, 2024)
        assert not isinstance(found, str)
        assert found is not None
        of_2022 = shipped("gdp-deflator").at("DNK", 2022)
        assert of_2022 is not None
        assert found.value == pytest.approx((1 + of_2022 / 100) * 1.01 * 1.02)
        assert [one.file for one in found.sources] == ["", "money/own.csv"]
    assert figures.years("gdp-deflator", "DNK") == (1961, 2024)


def test_an_index_is_read_as_growth() -> None:
    text = DEFLATOR + "# figures: index\nid,2022,2023,2025\nDNK,100,103,110\n"
    series = read(text).own[0]
    assert series.values["DNK"] == {2023: pytest.approx(3.0)}
    assert series.unit == UNITS["gdp-deflator"]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("=1+2", "is a formula"),
        ("@A1", "is a formula"),
        ("-A1", "is a formula"),
        ("three", "is no plain number"),
        ("3 to 4", "is no plain number"),
        ("nan", "is no plain number"),
        ("1e400", "is no plain number"),
        ('"3,2"', "is no plain number"),
        ("-100", "prices cannot fall by '-100' per cent"),
    ],
)
def test_a_cell_that_is_no_figure_is_a_finding_and_what_needs_it_is_not_converted(
    cell: str, why: str
) -> None:
    figures = read(f"{DEFLATOR}id,2021,2023\nDNK,1,{cell}\n")
    assert codes(figures) == [("MT102", "money/0.csv, line 5")]
    assert why in figures.findings[0].message
    found = convert(Amount(1, "DKK", 2022), Basis("DNK", 2023), figures=figures)
    assert isinstance(found, NotConvertible)
    assert found.reason.startswith("money/0.csv, line 5, DNK 2023: ")
    assert isinstance(
        convert(Amount(1, "DKK", 2020), Basis("DNK", 2022), figures=figures), Converted
    )


def test_a_spreadsheet_may_put_semicolons_between_cells_but_no_commas_into_numbers() -> None:
    figures = read(DEFLATOR + "id;2022;2023\nDNK;9.1;-3,8\n")
    assert figures.own[0].values == {"DNK": {2022: 9.1}}
    assert codes(figures) == [("MT102", "money/0.csv, line 5")]


@pytest.mark.parametrize("cell", ["0", "-7.4"])
@pytest.mark.parametrize("name", ["ppp", "exchange"])
def test_a_rate_is_above_zero(name: str, cell: str) -> None:
    of = {"ppp": "DNK", "exchange": "DKK"}[name]
    figures = read(f"{HEAD.format(name)}id,2023\n{of},{cell}\n")
    assert codes(figures) == [("MT102", "money/0.csv, line 5")]
    assert isinstance(figures.at(name, of, 2023), str)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "MT101", "money/0.csv"),
        ("id,2023\nDNK,1\n", "MT101", "money/0.csv"),
        (HEAD.format("inflation") + "id,2023\nDNK,1\n", "MT101", "money/0.csv"),
        ("# name: cpi\n# source: S\n# vintage: soon\nid,2023\n", "MT101", "money/0.csv"),
        (DEFLATOR + "id,2023,soon\nDNK,1,1\n", "MT101", "money/0.csv, line 4"),
        (DEFLATOR + "id,2023\nAtlantis,1\n", "MT103", "money/0.csv, line 5"),
        (DEFLATOR + "id,2023\nDNK,1,2\n", "MT102", "money/0.csv, line 5"),
        (DEFLATOR + "id,2023\nDNK,1\nDNK,2\n", "MT102", "money/0.csv, line 6"),
        (HEAD.format("exchange") + "id,2023\nkroner,1\n", "MT103", "money/0.csv, line 5"),
        (DEFLATOR + "id,2022\nDNK,7.7\n", "MT105", "money/0.csv"),
    ],
)
def test_a_fault_has_a_code_and_a_place(text: str, code: str, where: str) -> None:
    assert codes(read(text)) == [(code, where)]


def test_a_table_that_cannot_be_read_might_hold_any_figure() -> None:
    amount = Amount(1, "DKK", 2010)
    unnamed = convert(amount, Basis("DNK", 2023), figures=read("id,2023\nDNK,1\n"))
    assert isinstance(unnamed, NotConvertible)
    assert unnamed.reason == "money/0.csv cannot be read: its name is not said"
    named = read("# name: cpi\nid,2023\nDNK,1\n")
    assert isinstance(convert(amount, Basis("DNK", 2023), figures=named), Converted)
    by_prices = convert(amount, Basis("DNK", 2023, index="cpi"), figures=named)
    assert isinstance(by_prices, NotConvertible)


def test_a_figure_in_two_tables_is_for_a_person_to_settle() -> None:
    figures = read(DEFLATOR + "id,2024\nDNK,1\n", DEFLATOR + "id,2024\nDNK,2\n")
    assert codes(figures) == [("MT104", "money/0.csv, money/1.csv")]
    assert isinstance(figures.at("gdp-deflator", "DNK", 2024), str)


def test_a_country_without_its_money_or_known_already_is_a_finding() -> None:
    figures = read(countries="iso3,iso2,name,currency\nUGA,UG,Uganda,\nDNK,DK,Denmark,DKK\n")
    assert codes(figures) == [
        ("MT103", "money/countries.csv, line 2"), ("MT103", "money/countries.csv, line 3"),
    ]  # fmt: skip
    assert codes(read(countries="land,money\n")) == [("MT101", "money/countries.csv")]
