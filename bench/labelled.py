"""Labelled sets: reviews whose records are known with what was included, read where they lie.

Sets that are reviews of one programme are of one family, so that what is learned can be tried on
reviews that it has no relative of.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from litreview.screening.rank import labelled
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
    """The set of one file, as `litreview screen simulate` reads it."""
    found = labelled.read(path.read_text("utf-8"), path.name)
    return Labelled(path.stem, found.pool, found.labels)
