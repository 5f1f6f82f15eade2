"""Markdown: a heading, a pipe table (GitHub's dialect), the notes as a list."""

from __future__ import annotations

from collections.abc import Iterable

from litreview.outputs.escape import markdown
from litreview.outputs.table import Table
from litreview.outputs.writers import Writer


def write(table: Table) -> bytes:
    """The table as Markdown; without rows the sentence that says why."""
    return f"# {markdown(table.title)}\n\n{_body(table)}".encode()


def _body(table: Table) -> str:
    if not table.rows:
        return f"{markdown(table.empty)}\n"
    lines = [
        _line(markdown(column.label) for column in table.columns),
        _line("---:" if column.align == "right" else "---" for column in table.columns),
        *(_line(map(markdown, row)) for row in table.rows),
    ]
    notes = "".join(f"- {markdown(note)}\n" for note in table.notes)
    return "".join(lines) + (f"\n{notes}" if notes else "")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


WRITER = Writer("markdown", ".md", "Markdown", write)
