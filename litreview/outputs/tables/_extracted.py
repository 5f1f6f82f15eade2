"""What the tables of effects and of economic results have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from litreview.model import CostBenefit, Estimate, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import study_labels
from litreview.outputs.table import Table
from litreview.outputs.tables._words import standing_notes

Labels = Mapping[StudyId, str]
R = TypeVar("R", Estimate, CostBenefit)


def filled(
    empty: Table,
    evidence: Evidence,
    rows: Iterable[R],
    order: Callable[[R, Labels], tuple[object, ...]],
    cells: Callable[[R, Labels], tuple[str, ...]],
) -> Table:
    """The table `empty` with the cells of those `rows` whose study is included, in `order`.

    cells: of a row, given the names of the studies.
    """
    labels, included = study_labels(evidence), evidence.included
    found = [row for row in rows if row.study in included]
    found.sort(key=lambda row: order(row, labels))
    return replace(
        empty,
        rows=tuple(cells(row, labels) for row in found),
        notes=(*empty.notes, *standing_notes(evidence)),
    )
