"""1,611 coded effects: through the import, and pooled with their dependence within studies."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bench import coded_set
from litreview.extraction.importing import Imported
from litreview.synthesis.dependent import dependent
from litreview.synthesis.fit import fit
from litreview.synthesis.sampling import assumed

pytestmark = pytest.mark.corpus

EFFECTS, STUDIES = 1611, 207
DOMAIN = "Labour Force Status"


@pytest.fixture(scope="module")
def imported(corpus: Path) -> Imported:
    return coded_set.imported(corpus)


def test_every_row_comes_in(imported: Imported, corpus: Path) -> None:
    assert (imported.n_in, len(imported.rows), imported.failures) == (EFFECTS, EFFECTS, ())
    with (corpus / coded_set.FILE).open(encoding="utf-8", newline="") as text:
        given = list(csv.DictReader(text))
    for row, cells in zip(imported.rows, given, strict=True):
        assert row.values == {name: cell for name, cell in cells.items() if cell.strip()}


@pytest.mark.parametrize("component", coded_set.COMPONENTS)
def test_effects_by_component_are_pooled_within_studies(imported: Imported, component: str) -> None:
    rows = [
        row.values
        for row in imported.rows
        if row.values.get(component) == "1" and row.values.get("outcome_domain") == DOMAIN
    ]
    found, left = coded_set.effects(rows)
    assert found.k + len(left) == len(rows)
    assert found.k > 100
    nested = dependent(found)
    assert nested.clusters == len({row["study_id"] for row in rows})
    assert found.k > 2 * nested.clusters
    assert nested.between > 0
    # what takes the effects of one study as independent is surer than it may be
    assert nested.pooled.se > fit(found).pooled.se


def test_all_of_them_at_once(imported: Imported) -> None:
    found, left = coded_set.effects([row.values for row in imported.rows])
    assert (found.k + len(left), len(set(found.clusters))) == (EFFECTS, STUDIES)
    one = dependent(found, sampling=assumed(found, 0.6))
    assert one.k == found.k
    assert one.q > one.q_df
