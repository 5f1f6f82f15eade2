"""Pooling the coded set of the corpus by component and outcome, with dependence within studies.

``python -m bench.synthesis`` prints how long the import, all models, and each of them take.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Mapping
from pathlib import Path

from litreview.extraction.forms import parse_form
from litreview.extraction.importing import read_rows
from litreview.synthesis.effects import Effects, Row, from_rows
from litreview.synthesis.multilevel import three_level
from litreview.synthesis.robust import robust

CORPUS = Path(os.environ.get("LITREVIEW_CORPUS", "../shared/corpus"))
FILE = "topic/davetaylor/derived_csv__almp_nma_combined_study_data.csv"
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
"""
LEAST = 3
"""Studies that a model is fitted to."""
COMPONENTS = ("int_employment_coaching", "int_employment_counselling")


def main() -> None:
    """Import, then a three-level model and robust errors for each component and domain."""
    text = (CORPUS / FILE).read_text(encoding="utf-8")
    began = time.perf_counter()
    found = read_rows(parse_form(FORM, "coded.toml"), io.StringIO(text, newline=""), FILE)
    print(f"import: {time.perf_counter() - began:.2f} s, {found.n_in:,} rows, "
          f"{len(found.failures)} failed")  # fmt: skip
    rows = [row.values for row in found.rows]
    domains = sorted({row.get("outcome_domain", "") for row in rows})
    began, models = time.perf_counter(), 0
    for component in COMPONENTS:
        for domain in domains:
            effects = _effects(rows, component, domain)
            if len(set(effects.clusters)) < LEAST:
                continue
            nested, sandwich = three_level(effects), robust(effects)
            models += 1
            print(
                f"  {component[4:]:24} {domain:26} k {nested.k:4} studies {nested.clusters:3}  "
                f"g {nested.estimates[0]:+.3f} (se {nested.ses[0]:.3f})  "
                f"robust {sandwich.estimates[0]:+.3f} (se {sandwich.ses[0]:.3f})"
            )
    print(f"{models} pairs of models: {time.perf_counter() - began:.2f} s")


def _effects(rows: list[Mapping[str, str]], component: str, domain: str) -> Effects:
    held = [r for r in rows if r.get(component) == "1" and r.get("outcome_domain") == domain]
    found, _ = from_rows(
        Row(line=at, label="", yi=row["g"], sei=row["g_se"], cluster=row["study_id"])
        for at, row in enumerate(held)
    )
    return found


if __name__ == "__main__":
    main()
