"""A table as its page shows it: columns that take room, and rows under their headings.

A column of width 0 takes no room. Where a format can show headings (HTML, Word), its text stands
once above the rows that share it; elsewhere (CSV, Excel, Markdown) it is a column as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from litreview.outputs.table import Column, Table

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together; heading: "" where the table has no column of width 0."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A header above `columns` neighbouring columns; label: "" above columns without a group."""

    label: str
    columns: int


def body_columns(table: Table) -> tuple[Column, ...]:
    """The columns that take room."""
    return tuple(column for column in table.columns if column.width)


def blocks(table: Table) -> Iterator[Block]:
    """The rows in their order, cut where the heading changes, without the heading's columns."""
    body = [place for place, column in enumerate(table.columns) if column.width]
    heads = [place for place, column in enumerate(table.columns) if not column.width]
    if not heads:
        yield Block("", table.rows)
        return
    for heading, rows in groupby(table.rows, key=lambda row: tuple(row[at] for at in heads)):
        yield Block(
            " · ".join(text for text in heading if text),
            tuple(tuple(row[at] for at in body) for row in rows),
        )


def spans(columns: tuple[Column, ...]) -> tuple[Span, ...]:
    """The headers above the header row; empty where no column has a group."""
    if not any(column.group for column in columns):
        return ()
    return tuple(
        Span(label, len(list(members)))
        for label, members in groupby(columns, key=lambda column: column.group)
    )
