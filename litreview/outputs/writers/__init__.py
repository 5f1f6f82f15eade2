"""One file per file format of tables: Table -> bytes, the same bytes for the same table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from litreview.outputs.table import Table
from litreview.registry import Registry


@dataclass(frozen=True, slots=True)
class Writer:
    """A file format for tables. `write` must escape whatever its format would interpret.

    suffix: lower case, with the dot; without it the name of the option of `litreview table`.
    label: what people call it.
    """

    name: str
    suffix: str
    label: str
    write: Callable[[Table], bytes]


WRITERS = Registry("litreview.outputs.writers", "WRITER", Writer, "table format")
