"""CSV files of effects, tables, directions and results: lines, columns, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from litreview.cli import say
from litreview.errors import FileRefused
from litreview.extraction.csvrows import Entry, read_entries

if TYPE_CHECKING:
    from litreview.synthesis.rows import LeftOut

_LABELS: Final = ("label", "study", "study_id", "slab", "author")
_EMPTY: Final = frozenset({"", "na", "n/a", "nan", "not reported", "not stated"})
"""Cells that say nothing; where words stand, `none` and a dash may be words."""
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: where it starts, from 1, what its effect is called, and its cells."""

    line: int
    label: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """What stands in `column`, without blanks around it; "" where there is no such column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class Lines:
    """The columns and lines of a file, and the lines that cannot be told apart into cells."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    n_in: int


def read_lines(path: Path, known: Sequence[str], remedy: str, needed: Sequence[str]) -> Lines:
    """The lines of `path`. Raises FileRefused,.

    known: columns by which the delimiter is found; remedy: what the first line should name;
    needed: columns that must be there, without whose value a line is left out.
    """
    from litreview.synthesis.rows import LeftOut

    entries = _entries(path, (*known, *needed), remedy)
    columns = [cell.strip() for cell in entries[0].cells]
    _check(path, columns, needed)
    lines: list[Line] = []
    left: list[LeftOut] = []
    for entry in entries[1:]:
        cells = dict(zip(columns, entry.cells, strict=False))
        label = next((cells[n].strip() for n in _LABELS if cells.get(n, "").strip()), "")
        lacks = next((n for n in needed if cells.get(n, "").strip().casefold() in _EMPTY), "")
        if entry.reason or len(entry.cells) != len(columns):
            reason = entry.reason or f"{len(entry.cells)} cells under {len(columns)} columns"
            left.append(LeftOut(entry.line, label, "cells", reason))
        elif lacks:
            left.append(LeftOut(entry.line, label, "missing", f"{lacks} is missing", lacks))
        else:
            lines.append(Line(entry.line, label or f"line {entry.line}", cells))
    return Lines(tuple(columns), _apart(lines), tuple(left), len(entries) - 1)


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """With the line in each label that several have, so that every effect has its own."""
    counts = Counter(one.label for one in lines)
    return tuple(
        replace(one, label=f"{one.label}, line {one.line}") if counts[one.label] > 1 else one
        for one in lines
    )


def told(left_out: Sequence[LeftOut]) -> list[dict[str, object]]:
    """What was left out, for JSON."""
    return [
        {"line": one.line, "column": one.column, "label": one.label, "code": one.code,
         "reason": one.reason}
        for one in left_out
    ]  # fmt: skip


def note_left_out(left_out: Sequence[LeftOut]) -> None:
    """Each cell that is at fault on standard error, the first ones of many."""
    for one in left_out[:_SHOWN]:
        say.note(f"left out: {one.where}: {one.reason}")
    if len(left_out) > _SHOWN:
        say.note(f"... and {len(left_out) - _SHOWN} more: --json has all")


def _entries(path: Path, known: Sequence[str], remedy: str) -> list[Entry]:
    """The entries with something in them. Raises FileRefused: no text in UTF-8, or none at all."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            found = list(read_entries(text, known))
    except UnicodeDecodeError as error:
        raise FileRefused(
            "this file is not text in UTF-8", where=str(path), remedy="save it as CSV in UTF-8"
        ) from error
    if not found:
        raise FileRefused("this file is empty", where=str(path), remedy=remedy)
    return found


def _check(path: Path, columns: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in columns]
    if missing:
        raise FileRefused(
            f"there is no column {missing[0]} in the first line",
            where=str(path),
            remedy=f"its columns are {', '.join(columns)}",
        )
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise FileRefused(
            f"the column {twice[0]!r} stands twice", where=str(path), remedy="rename one of the two"
        )
