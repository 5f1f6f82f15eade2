"""Write the numbers of docs/diagram-peers.md as each program reads them, and draw our pictures.

``python docs/pictures/compare_diagrams.py FOLDER`` writes into FOLDER ``new.csv`` and
``updated.csv`` (PRISMA2020, prisma-flowchart), ``flow.json`` (prisma-flow) and our drawings of the
two files as PNG. The other programs are run by hand, as the page says.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path
from typing import Any

from litreview.outputs.prisma_csv.layout import COLUMNS, ROWS

NUMBERS = {
    "database_results": 4821, "register_results": 312, "duplicates": 1493,
    "excluded_automatic": 0, "excluded_other": 7, "records_screened": 3633,
    "records_excluded": 3398, "dbr_sought_reports": 235, "dbr_notretrieved_reports": 9,
    "dbr_assessed": 226, "website_results": 40, "organisation_results": 11,
    "citations_results": 87, "other_sought_reports": 138, "other_notretrieved_reports": 12,
    "other_assessed": 126, "new_studies": 49, "new_reports": 58,
}  # fmt: skip
BEFORE = {
    "previous_studies": 12, "previous_reports": 14, "total_studies": 61, "total_reports": 72,
}  # fmt: skip
REASONS = {
    "dbr_excluded": {"Wrong population": 61, "Wrong intervention": 48, "Wrong study design": 72},
    "other_excluded": {"Wrong population": 70, "Wrong study design": 43},
}


def table(path: Path, numbers: dict[str, int]) -> None:
    """A file with the rows of the PRISMA2020 package; what it does not have is NA."""
    lists = {
        key: "; ".join(f"{reason}, {n}" for reason, n in reasons.items())
        for key, reasons in REASONS.items()
    }
    shown: dict[str, object] = {**numbers, **lists}
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in ROWS:
            n = "0" if row.kind == "title" else shown.get(row.data, "NA")
            words = (row.description, row.boxtext, "NA", "NA")
            writer.writerow([row.data or "NA", row.node or "NA", row.box, *words, n])


def stages(path: Path) -> None:
    """The numbers as prisma-flow reads them: by stage."""
    held = {
        "identification": ("_results",),
        "screening": ("duplicates", "excluded_automatic", "excluded_other", "records_"),
        "eligibility": ("_sought_reports", "_notretrieved_reports", "_assessed"),
        "included": ("new_",),
    }
    found: dict[str, Any] = {"template": "prisma_2020_new_databases_registers_other"}
    for stage, marks in held.items():
        found[stage] = {k: n for k, n in NUMBERS.items() if any(mark in k for mark in marks)}
    found["eligibility"] = {**found["eligibility"], **REASONS}
    path.write_text(json.dumps(found, indent=2), "utf-8")


def main() -> None:
    """Write the files, draw ours."""
    folder = Path(sys.argv[1])
    table(folder / "new.csv", NUMBERS)
    table(folder / "updated.csv", {**NUMBERS, **BEFORE})
    stages(folder / "flow.json")
    os.chdir(folder)
    for name in ("new", "updated"):
        draw = f"prisma --from-csv {name}.csv --png litreview-{name}.png --dpi 127 --without notes"
        os.spawnlp(os.P_WAIT, "litreview", "litreview", *draw.split())


if __name__ == "__main__":
    main()
