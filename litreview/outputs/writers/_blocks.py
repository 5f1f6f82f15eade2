"""A table as its page shows it: columns that take room, and rows under their headings.

A column of width 0 takes no room. Where a format can show headings (HTML, Word), its text stands
once above the rows that share it; elsewhere (CSV, Excel, Markdown) it is a column as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from litreview.outputs.table import Column, Table
from litreview.outputs.writers._links import pieces

Row = tuple[str, ...]
WIDE = 100
"""More characters than this side by side ask for a page on its side."""
_NARROWEST = 4
_BREAKS = re.compile(r"\s+|(?<=[-/.;])")
"""Where a word processor breaks lines."""
_LONGEST_WORD = 15
"""On paper a longer word may be broken."""
_FOR_WORDS = 0.7
"""Of the width of a page, where words must be broken anyway."""
_LONG = 160
"""Characters; what is longer still gets no more room for it."""
_MISSING = ("not reported", "not extracted", "not known", "not noted", "not stated", "not judged",
            "no reason given", "n/a")  # fmt: skip


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


def fitted(table: Table) -> tuple[Column, ...]:
    """The columns that take room, those with little to say narrower than they asked for.

    A column with nothing but "not known" in it would push the next ones off the screen.
    """
    places = [place for place, column in enumerate(table.columns) if column.width]
    return tuple(
        replace(column, width=max(_NARROWEST, min(column.width, _need(table, column, place))))
        for place, column in zip(places, body_columns(table), strict=True)
    )


def _need(table: Table, column: Column, place: int) -> int:
    """Characters of the longest word of the header, or of the longest cell."""
    words = (len(word) + 1 for word in column.label.split())
    return max((*words, *(printed(row[place], column) for row in table.rows)), default=0)


def shared(table: Table, room: float, letter: float, margins: float) -> tuple[float, ...]:
    """The widths of the columns on paper: first what their words need, then as they ask.

    Where that is more than there is, a column with long cells gets more than it asks for.
    room: the width of the page; letter, margins: of a letter, and beside the text of a cell.
    Where there is not room for all words, the longest are broken first, so that some room is left
    for columns of sentences: a single one that is too narrow would make every row high.
    """
    columns, words = fitted(table), longest_words(table)
    needs = [0.0]
    for longest in range(_LONGEST_WORD, 0, -1):
        needs = [min(word, longest) * letter + margins for word in words]
        if sum(needs) <= room * (1 if longest == _LONGEST_WORD else _FOR_WORDS):
            break
    left = max(0.0, room - sum(needs))
    asked = [column.width * letter for column in columns]
    if sum(asked) + margins * len(columns) > room:
        asked = [max(w, n * letter) for w, n in zip(asked, _long_cells(table), strict=True)]
    wants = [max(1.0, width - need) for width, need in zip(asked, needs, strict=True)]
    widths = [n + left * w / sum(wants) for n, w in zip(needs, wants, strict=True)]
    return tuple(width * room / sum(widths) for width in widths)


def _long_cells(table: Table) -> tuple[int, ...]:
    """Of each column that takes room the characters of a long cell: nine of ten have no more."""
    sizes = (
        sorted(printed(row[place], column) for row in table.rows)
        for place, column in enumerate(table.columns)
        if column.width
    )
    return tuple(min(found[len(found) * 9 // 10], _LONG) if found else 0 for found in sizes)


def longest_words(table: Table) -> tuple[int, ...]:
    """Of each column that takes room the length of the longest word that is not broken."""
    return tuple(
        max(
            len(word)
            for text in (column.label, *(row[place] for row in table.rows))
            for word in _words(text, column)
        )
        for place, column in enumerate(table.columns)
        if column.width
    )


def _words(text: str, column: Column) -> list[str]:
    return _BREAKS.split("".join(shown for shown, _ in pieces(text, verbatim=column.verbatim)))


def missing(text: str) -> bool:
    """Whether a cell only says that there is no value: it is shown in grey."""
    return text.lower().startswith(_MISSING)


def printed(text: str, column: Column) -> int:
    """How many characters are shown of a cell: an address is shown in its short form."""
    return sum(len(shown) for shown, _ in pieces(text, verbatim=column.verbatim))


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
