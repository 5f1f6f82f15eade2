"""Markdown: a heading, a pipe table (GitHub's dialect), the notes as a list."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from litreview.outputs.escape import markdown
from litreview.outputs.table import Table
from litreview.outputs.writers import Writer


def write(table: Table) -> bytes:
    """The table as Markdown; without rows the sentence that says why."""
    return f"# {markdown(table.title)}\n\n{_body(table)}".encode()


def _body(table: Table) -> str:
    if not table.rows:
        return f"{markdown(table.empty)}\n"
    right = frozenset(at for at, column in enumerate(table.columns) if column.align == "right")
    grid = table_of([column.label for column in table.columns], table.rows, right)
    notes = "".join(f"- {markdown(note)}\n" for note in table.notes)
    return grid + (f"\n{notes}" if notes else "")


def table_of(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: Container[int] = frozenset()
) -> str:
    """A pipe table of any texts, escaped. right: the places of columns set to the right."""
    lines = [
        _line(map(markdown, head)),
        _line("---:" if at in right else "---" for at in range(len(head))),
        *(_line(map(markdown, row)) for row in rows),
    ]
    return "".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


WRITER = Writer("markdown", ".md", "Markdown", write)
