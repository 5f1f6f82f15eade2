"""The rows of the worked example as noted: each is converted or says why."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from litreview.extraction.convert import (
    MEASURES,
    Effect,
    NotConvertible,
    comparable,
    conflicts,
    read,
    to_measure,
)

pytestmark = pytest.mark.corpus
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows(corpus: Path) -> list[Row]:
    found: list[Row] = []
    for name in ("studies.csv", "studies_more.csv"):
        path = corpus.parent / "review" / name
        found.extend(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert len(found) == 322
    return found


def test_every_row_has_an_effect_or_a_reason_in_every_measure(rows: list[Row]) -> None:
    for measure in MEASURES.all():
        for row in rows:
            found = to_measure(row, measure.name)
            if isinstance(found, NotConvertible):
                assert found.reason
            else:
                assert math.isfinite(found.yi)
                assert found.vi is None or 0 < found.vi < math.inf
                assert found.vi is not None or found.notes


def test_no_row_without_a_number_becomes_an_effect(rows: list[Row]) -> None:
    silent = [row for row in rows if "number not seen" in row["effect_value"]]
    assert len(silent) > 30
    for row in silent:
        assert all(isinstance(to_measure(row, m.name), NotConvertible) for m in MEASURES.all())


def test_a_risk_difference_is_the_printed_one_over_a_hundred(rows: list[Row]) -> None:
    found = [(row, to_measure(row, "RD")) for row in rows]
    effects = [(row, one) for row, one in found if isinstance(one, Effect)]
    assert len(effects) > 100
    for row, effect in effects:
        assert row["effect_unit"].startswith("percentage points")
        assert effect.yi == pytest.approx(float(row["effect_value"]) / 100)


def test_a_printed_standard_error_is_the_one_that_is_used(rows: list[Row]) -> None:
    printed = [row for row in rows if row["se"].replace(".", "").isdigit()]
    assert len(printed) > 50
    for row in printed:
        points = row["effect_unit"].startswith("percentage points")
        effect = to_measure(row, "RD" if points else "MD")
        assert isinstance(effect, Effect)
        assert effect.se == pytest.approx(float(row["se"]) / (100 if points else 1))


def test_the_one_interval_that_is_not_around_its_ratio_is_told(rows: list[Row]) -> None:
    told = [
        (row["effect_value"], one.code)
        for row in rows
        for given in read(row).givens
        for one in conflicts(given)
    ]
    assert told == [("2.81", "asymmetric")]


def test_the_measures_of_the_rows_are_ranked(rows: list[Row]) -> None:
    ranked = comparable(rows)
    assert [one.with_variance for one in ranked] == sorted(
        (one.with_variance for one in ranked), reverse=True
    )
    for one in ranked:
        assert one.rows + sum(count for _, count in one.reasons) == 322
