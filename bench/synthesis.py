"""Pooling the coded set of the corpus by component and outcome, with dependence within studies.

``python -m bench.synthesis`` prints how long the import, all models, and each of them take.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.coded_set import COMPONENTS, effects, imported
from litreview.synthesis.dependent import Dependent, dependent
from litreview.synthesis.sampling import assumed

CORPUS = Path(os.environ.get("LITREVIEW_CORPUS", "../shared/corpus"))
LEAST = 3
"""Studies that a model is fitted to."""
RHO = 0.6


def main() -> None:
    """Import, then two models for each component and domain, both with CR2."""
    began = time.perf_counter()
    found = imported(CORPUS)
    print(f"import: {time.perf_counter() - began:.2f} s, {found.n_in:,} rows, "
          f"{len(found.failures)} failed")  # fmt: skip
    rows = [row.values for row in found.rows]
    domains = sorted({row.get("outcome_domain", "") for row in rows})
    began, models = time.perf_counter(), 0
    for component in COMPONENTS:
        for domain in domains:
            of = [r for r in rows if r.get(component) == "1" and r.get("outcome_domain") == domain]
            some, _ = effects(of)
            if len(set(some.clusters)) < LEAST:
                continue
            plain = dependent(some)
            correlated = dependent(some, sampling=assumed(some, RHO))
            models += 2
            print(
                f"  {component[4:]:24} {domain:26} k {plain.k:4} studies {plain.clusters:3}  "
                f"{_said(plain)}   rho {RHO}: {_said(correlated)}"
            )
    print(f"{models} models: {time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    every, _ = effects(rows)
    whole = dependent(every, sampling=assumed(every, RHO))
    print(
        f"all {whole.k:,} effects of {whole.clusters} studies at once: {_said(whole)}, "
        f"{time.perf_counter() - began:.2f} s"
    )


def _said(one: Dependent) -> str:
    pooled = one.pooled
    return f"g {pooled.estimate:+.3f} (CR2 {pooled.se:.3f}, df {pooled.df:.1f})"


if __name__ == "__main__":
    main()
