"""Conversions of money against the anchors, and the two files that upstream has exchanged."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from litreview.errors import FileRefused
from litreview.extraction.money.convert import Amount, Basis, Converted, convert
from litreview.extraction.money.countries import shipped_countries
from litreview.extraction.money.series import (
    CODES,
    check,
    parse_series,
    shipped,
    write_series,
)
from litreview.model import Steps

pytestmark = pytest.mark.corpus

CASES = 18
ORDERS: dict[str, Steps] = {
    "deflate_then_ppp": "deflate-then-ppp",
    "ppp_then_deflate": "ppp-then-deflate",
}


def test_every_anchor_in_both_orders_to_1e_6(corpus: Path) -> None:
    path = corpus.parent / "anchors" / "deflators" / "conversion_anchors.json"
    cases = json.loads(path.read_text("utf-8"))
    assert len(cases) == CASES
    for case in cases:
        of = shipped_countries()[case["from_country"]]
        amount = Amount(case["value_in"], of.unit, case["price_year"], of.iso3)
        basis = Basis(case["to_country"], case["target_year"], order=ORDERS[case["order"]])
        found = convert(amount, basis)
        assert isinstance(found, Converted), case["case"]
        factors = {factor.name: factor.value for factor in found.factors}
        assert found.value == pytest.approx(case["value"], rel=1e-6), case["case"]
        assert factors["IIF"] == pytest.approx(case["iif"], rel=1e-6), case["case"]
        assert factors["ICF"] == pytest.approx(case["icf"], rel=1e-6), case["case"]


def test_the_exchanged_files_are_refused_under_either_name(corpus: Path) -> None:
    folder = corpus.parent / "anchors" / "deflators"
    for name, file in (
        ("gdp-deflator", "inflation__inflation-gdp.csv"),
        ("cpi", "inflation__inflation-consumer.csv"),
    ):
        with (folder / file).open(encoding="utf-8-sig", newline="") as text:
            rows = [row for row in csv.DictReader(text) if row["Country Code"] == "DNK"]
        values = {"DNK": {int(row["Year"]): float(row["Inflation"]) for row in rows}}
        swapped = replace(shipped(name), values=values)
        with pytest.raises(FileRefused, match="DNK 2022"):
            check(swapped, file)


def test_the_shipped_figures_are_those_of_the_file_whose_code_says_so(corpus: Path) -> None:
    folder = corpus.parent / "anchors" / "deflators"
    for name in ("gdp-deflator", "cpi"):
        path = folder / f"inflation__archive__{CODES[name]}.csv"
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = {row["Country Code"]: row for row in csv.DictReader(text)}
        series = shipped(name)
        assert series.code == CODES[name] == rows["DNK"]["Indicator Code"]
        for code in shipped_countries():
            held = {y: float(v) for y, v in rows[code].items() if y and y.isdigit() and v}
            assert {str(y) for y in series.values[code]} == set(held)
            for year, figure in held.items():
                assert series.at(code, int(year)) == pytest.approx(figure, rel=1e-9)
    assert parse_series(write_series(shipped("ppp")), "ppp") == shipped("ppp")
