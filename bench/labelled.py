"""Labelled sets: reviews whose records are known with what was included, read where they lie.

A set is a CSV file with the columns title, abstract, included and year. `FAMILIES` says which sets
are reviews of one programme, so that what is learned is tried on reviews it has no relative of.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from litreview.screening.rank.parts import Labels, Pool

CORPUS = Path(os.environ.get("LITREVIEW_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
DRUG_CLASSES = ("Chou_2004", "Nelson_2002")
"""Drug reviews of the programme that made the Cohen_* sets."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A pool, and which of its records were included in the end."""

    name: str
    pool: Pool
    labels: Labels

    @property
    def family(self) -> str:
        """The sets that a prior for this one must not have seen have the same."""
        kin = self.name.startswith("Cohen_") or self.name in DRUG_CLASSES
        return "drug classes" if kin else self.name


def labelled_sets(folder: Path) -> tuple[Labelled, ...]:
    """All sets of a folder, by name. Raises SystemExit where there is none."""
    found = tuple(read(path) for path in sorted(folder.glob("*.csv")))
    if not found:
        raise SystemExit(f"no labelled set (*.csv) in {folder}: name the folder, --corpus FOLDER")
    return found


def read(path: Path) -> Labelled:
    """The set of one file; a year that is no number counts as unknown."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    pool = Pool(
        tuple(str(row.get("record_id") or at) for at, row in enumerate(rows, 1)),
        tuple(row["title"] or "" for row in rows),
        tuple(row["abstract"] or "" for row in rows),
        tuple(_year(row.get("year") or "") for row in rows),
    )
    return Labelled(path.stem, pool, np.array([int(float(r["included"])) for r in rows], np.int8))


def _year(text: str) -> int | None:
    whole = text.removesuffix(".0")
    return int(whole) if whole.isdigit() else None
