"""Note down the order in which ASReview shows records, in an environment that has it.

usage: python tests/reference/make_asreview.py ../shared/corpus/screening  (asreview 3.0.8)

Writes `asreview/orders.json`: for each set and seed the rows that were known, those that were shown
(to the last relevant one), and ASReview's own Loss and NDCG of them. No text of a record is kept.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

SETS = {
    "Donners_2021": (1, 2, 3),
    "Cohen_NSAIDS": (1, 2, 3),
    "Cohen_UrinaryIncontinence": (1, 2),
    "Sep_2021": (1,),
}
TARGET = Path(__file__).parent / "asreview" / "orders.json"


def run(path: Path, seed: int) -> dict[str, Any]:
    """One simulation by the command that stands beside this Python."""
    from asreview.metrics import loss, ndcg

    command = str(Path(sys.executable).with_name("asreview"))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "run.asreview"
        start = ("--n-prior-included", "1", "--n-prior-excluded", "1", "--prior-seed", str(seed),
                 "--seed", str(seed))  # fmt: skip
        subprocess.run(
            [command, "simulate", str(path.resolve()), "--ai", "elas_u4", *start, "-o", str(made)],
            check=True, capture_output=True, cwd=folder, env=os.environ | {"OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        with zipfile.ZipFile(made) as packed:
            packed.extract("results.db", folder)
        table = sqlite3.connect(Path(folder) / "results.db")
        asked = "select record_id, training_set is null from results order by rowid"
        rows = table.execute(asked).fetchall()
    priors = [row for row, known in rows if known]
    order = [row for row, known in rows if not known]
    with path.open(encoding="utf-8", newline="") as file:
        labels = [int(row["included"]) for row in csv.DictReader(file)]
    shown = [labels[row] for row in order]
    shown += [0] * (len(labels) - len(priors) - len(order))
    return {"priors": priors, "order": order, "loss": loss(shown), "ndcg": ndcg(shown)}


def main(corpus: Path) -> None:
    found = {
        name: {str(seed): run(corpus / f"{name}.csv", seed) for seed in seeds}
        for name, seeds in SETS.items()
    }
    TARGET.parent.mkdir(exist_ok=True)
    lines = [
        f'"{name}": {{\n' + ",\n".join(f'"{s}": {json.dumps(r)}' for s, r in runs.items()) + "\n}"
        for name, runs in found.items()
    ]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
