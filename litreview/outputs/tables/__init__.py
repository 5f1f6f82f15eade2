"""One file per table: a pure function of the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Table
from litreview.registry import Registry


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table that can be asked for by name. `build` must be pure and linear in its rows."""

    name: str
    summary: str
    build: Callable[[Evidence], Table]


TABLES = Registry("litreview.outputs.tables", "TABLE", TableKind, "table")
