"""1,611 coded effects: through the import, and pooled with their dependence within studies."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from litreview.extraction.forms import parse_form
from litreview.extraction.importing import Imported, read_rows
from litreview.synthesis.effects import Effects, Row, from_rows
from litreview.synthesis.fit import fit
from litreview.synthesis.multilevel import three_level
from litreview.synthesis.robust import robust

pytestmark = pytest.mark.corpus

FILE = "topic/davetaylor/derived_csv__almp_nma_combined_study_data.csv"
EFFECTS, STUDIES = 1611, 207
FORM = """
name = "coded"
label = "Coded effect"
noun = "other"
row_id = ""
[[fields]]
name = "study_id"
label = "Study"
group = "identity"
type = "id"
[[fields]]
name = "g"
label = "Hedges' g"
group = "effect"
type = "number"
[[fields]]
name = "g_se"
label = "Standard error"
group = "effect"
type = "number"
"""
COMPONENTS = ("int_employment_coaching", "int_employment_counselling")
DOMAIN = "Labour Force Status"


@pytest.fixture(scope="module")
def imported(corpus: Path) -> Imported:
    with (corpus / FILE).open(encoding="utf-8", newline="") as text:
        return read_rows(parse_form(FORM, "coded.toml"), text, FILE)


def effects(rows: list[Mapping[str, str]]) -> tuple[Effects, int]:
    found, left = from_rows(
        Row(
            line=at,
            label=row["outcome"],
            yi=row["g"],
            sei=row["g_se"],
            cluster=row["study_id"],
        )
        for at, row in enumerate(rows)
    )
    return found, len(left)


def test_every_row_comes_in(imported: Imported, corpus: Path) -> None:
    assert (imported.n_in, len(imported.rows), imported.failures) == (EFFECTS, EFFECTS, ())
    with (corpus / FILE).open(encoding="utf-8", newline="") as text:
        given = list(csv.DictReader(text))
    for row, cells in zip(imported.rows, given, strict=True):
        assert row.values == {name: cell for name, cell in cells.items() if cell.strip()}


@pytest.mark.parametrize("component", COMPONENTS)
def test_effects_by_component_are_pooled_within_studies(imported: Imported, component: str) -> None:
    rows = [
        row.values
        for row in imported.rows
        if row.values.get(component) == "1" and row.values.get("outcome_domain") == DOMAIN
    ]
    found, left = effects(rows)
    assert found.k + left == len(rows)
    assert found.k > 100
    nested, sandwich = three_level(found), robust(found)
    assert nested.clusters == len({row["study_id"] for row in rows}) == sandwich.clusters
    assert found.k > 2 * nested.clusters
    assert nested.between > 0
    # what takes the effects of one study as independent is surer than it may be
    naive = fit(found).pooled.se
    assert nested.ses[0] > naive
    assert sandwich.ses[0] > naive


def test_all_of_them_at_once(imported: Imported) -> None:
    found, left = effects([row.values for row in imported.rows])
    assert (found.k + left, len(set(found.clusters))) == (EFFECTS, STUDIES)
    one = three_level(found)
    assert one.k == found.k
    assert one.q > one.q_df
