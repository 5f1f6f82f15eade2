"""Agreement against statsmodels, krippendorff and irrCAC, noted down in agreement.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from litreview.screening.agreement import Figure, Rows, Square
from litreview.screening.agreement.student import t_quantile

NOTED = json.loads(Path(__file__).with_name("agreement.json").read_text("utf-8"))
TABLES = {one["name"]: one for one in NOTED["tables"]}
PUBLISHED = {
    "four observers": ("krippendorff", 0.743),
    "diagnoses": ("fleiss", 0.430),
    "balanced": ("cohen", 0.70),
    "unbalanced": ("cohen", 0.32),
    "three ways": ("cohen", 0.429),
}


def same(found: Figure, noted: dict[str, float]) -> None:
    assert found.value == pytest.approx(noted["value"], abs=1e-9)
    if found.low is None or found.high is None:  # a spread of nothing: there we give no interval
        assert noted["low"] == pytest.approx(noted["high"], abs=1e-9)
        return
    assert found.low == pytest.approx(noted["low"], abs=1e-9)
    assert found.high == pytest.approx(noted["high"], abs=1e-9)


def rows(table: list[list[int | None]]) -> Rows:
    return Rows.of(
        {str(who): str(cell) for who, cell in enumerate(line) if cell is not None} for line in table
    )


def square(table: list[list[int | None]]) -> Square:
    return Square.of((str(one), str(other)) for one, other, *_ in table if None not in {one, other})


@pytest.mark.parametrize("name", TABLES)
def test_two_people_agree_as_statsmodels_says(name: str) -> None:
    noted: dict[str, Any] = TABLES[name]["two"]
    found = square(TABLES[name]["table"])
    assert found.n == noted["n"]
    same(found.cohen(), noted["cohen"])
    same(found.raw(), noted["raw"])
    q = len(found.categories)
    same(found.adjusted(q), {k: (p - 1 / q) / (1 - 1 / q) for k, p in noted["raw"].items()})
    assert set(found.categories) == set(noted["on"])
    for category, told in noted["on"].items():
        same(found.on(category), told)


@pytest.mark.parametrize("name", TABLES)
def test_several_people_agree_as_irrcac_and_krippendorff_say(name: str) -> None:
    noted: dict[str, Any] = TABLES[name]["several"]
    found = rows(TABLES[name]["table"])
    same(found.fleiss(), noted["fleiss"])
    same(found.adjusted(len(found.categories)), noted["bp"])
    same(found.alpha(), noted["alpha"])
    assert found.alpha().value == pytest.approx(noted["krippendorff"], abs=1e-9)
    if "statsmodels" in noted:
        assert found.fleiss().value == pytest.approx(noted["statsmodels"], abs=1e-9)
        adjusted = found.adjusted(len(found.categories)).value
        assert adjusted == pytest.approx(noted["randolph"], abs=1e-9)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_tables_give_what_was_published_of_them(name: str) -> None:
    key, value = PUBLISHED[name]
    table = TABLES[name]["table"]
    held = {
        "krippendorff": lambda: rows(table).alpha(),
        "fleiss": lambda: rows(table).fleiss(),
        "cohen": lambda: square(table).cohen(),
    }[key]()
    assert held.value is not None
    assert round(held.value, len(str(value)) - 2) == value


@pytest.mark.parametrize("name", TABLES)
def test_agreement_on_a_category_is_the_same_for_two_as_for_several(name: str) -> None:
    table = TABLES[name]["table"]
    pairs = square(table)
    both = rows([line[:2] for line in table if None not in line[:2]])
    for category in pairs.categories:
        assert both.on(category).value == pytest.approx(pairs.on(category).value, abs=1e-12)
    assert both.raw().value == pytest.approx(pairs.raw().value, abs=1e-12)


def test_quantiles_of_students_t() -> None:
    """By the incomplete beta function of SciPy 1.12.0; of one and two degrees in closed form."""
    for degrees, value in {
        1: 12.706204736174698,
        2: 0.95 / (0.04875**0.5),
        3: 3.182446305283708,
        39: 2.0226909200367613,
        100: 1.9839715185235514,
    }.items():
        assert t_quantile(0.975, degrees) == pytest.approx(value, rel=1e-12)
    assert t_quantile(0.975, 999) == pytest.approx(t_quantile(0.975, 1000), abs=1e-5)
    assert t_quantile(0.975, 999) > t_quantile(0.975, 1000) > t_quantile(0.975, 10**6)
