"""CSV: UTF-8 without a byte-order mark, lines end in a line feed, the first line has the keys.

Text is quoted, always: also where a spreadsheet splits at semicolons it stays one cell. A whole
number as printed is not, and is left as it is. What a spreadsheet would run as a formula gets an
apostrophe before it (`escape.spreadsheet`). Title and notes are not part of the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from litreview.formats import is_number
from litreview.outputs.escape import spreadsheet
from litreview.outputs.table import Table
from litreview.outputs.writers import Writer


def write(table: Table) -> bytes:
    """The table as CSV; without rows the line of keys alone."""
    lines = [_line(column.key for column in table.columns), *map(_line, table.rows)]
    return "".join(lines).encode()


def _line(cells: Iterable[str]) -> str:
    return f"{','.join(map(_cell, cells))}\n"


def _cell(text: str) -> str:
    safe = spreadsheet(text)
    if not safe or (is_number(safe) and "," not in safe):
        return safe
    return f'"{safe.replace(chr(34), chr(34) * 2)}"'


WRITER = Writer("csv", ".csv", "CSV", write)
