"""A table of the evidence on the screen: the columns that fit, each cell whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby

from litreview.cli import say
from litreview.outputs.table import Column, Table

_GAP = 2
_LEAST = 6


def show(table: Table) -> tuple[Column, ...]:
    """Print the table; the columns that a terminal had no room for. A pipe gets every column."""
    heads = [at for at, column in enumerate(table.columns) if not column.width]
    body = [at for at, column in enumerate(table.columns) if column.width]
    natural = {at: _natural(table, at) for at in body}
    room = say.width() if say.on_terminal() else sum(natural.values()) + _GAP * len(body)
    shown, widths = _fit(table, body, natural, room)
    say.out_lines(table.title)
    first = True
    for heading, rows in groupby(table.rows, key=lambda row: tuple(row[at] for at in heads)):
        if heads:
            say.out_lines("", say.one_line(" · ".join(text for text in heading if text)))
        cells = ([row[at] for at in shown] for row in rows)
        _print([table.columns[at] for at in shown], widths, cells, header=first)
        first = False
    return tuple(table.columns[at] for at in body if at not in shown)


def _natural(table: Table, at: int) -> int:
    """The columns that a column can use: its longest line, but not more than a readable share."""
    column = table.columns[at]
    lines = (len(line) for row in table.rows for line in row[at].split("\n"))
    word = max((len(word) for word in column.label.split()), default=1)
    return max(word, min(max(lines, default=1), max(2 * column.width, len(column.label))))


def _fit(
    table: Table, body: Sequence[int], natural: dict[int, int], room: int
) -> tuple[list[int], list[int]]:
    """The columns that fit, and their widths; what is left over goes to those that need it."""
    least = {at: min(natural[at], max(_LEAST, table.columns[at].width)) for at in body}
    chosen: list[int] = []
    used = 0
    for at in _by_importance(table, body):
        if chosen and used + _GAP + least[at] > room:
            break
        used += least[at] + (_GAP if chosen else 0)
        chosen.append(at)
    shown = sorted(chosen)
    widths = {at: min(least[at], room) for at in shown}
    spare = room - used
    while spare > 0 and (needy := [at for at in shown if widths[at] < natural[at]]):
        for at in needy[:spare]:
            widths[at] += 1
        spare -= min(spare, len(needy))
    return shown, [widths[at] for at in shown]


def _wrapped(cell: str, width: int) -> str:
    """`cell` in lines of `width`, cut at blanks and hyphens: identifiers are full of these."""
    lines = (textwrap.wrap(line, width) or [""] for line in cell.split("\n"))
    return "\n".join(part for wrapped in lines for part in wrapped)


def _by_importance(table: Table, body: Sequence[int]) -> list[int]:
    """The places of the columns: those that a reader misses first, then the others in order."""
    rank = {key: at for at, key in enumerate(table.telling)}
    return sorted(body, key=lambda at: (rank.get(table.columns[at].key, len(rank)), at))


def _print(
    columns: Sequence[Column],
    widths: Sequence[int],
    rows: Iterable[Sequence[str]],
    *,
    header: bool,
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Shown
    from rich.text import Text

    shown = Shown(box=box.SIMPLE_HEAD, show_header=header, show_edge=False, pad_edge=False,
                  padding=(0, 1), collapse_padding=True)  # fmt: skip
    for column, width in zip(columns, widths, strict=True):
        shown.add_column(Text(column.label), width=width, justify=column.align, overflow="fold")
    for row in rows:
        cells = zip(row, widths, strict=True)
        shown.add_row(*(Text(_wrapped(say.plain(cell), width)) for cell, width in cells))
    total = sum(widths) + _GAP * len(widths)
    Console(markup=False, highlight=False, width=total).print(shown)
