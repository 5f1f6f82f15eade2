"""The rows of a CSV file that a plot is drawn from; what cannot be read is said, never guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from litreview.errors import FileRefused, UsageError
from litreview.extraction.csvrows import Entry, read_entries
from litreview.extraction.printed import is_missing
from litreview.outputs.plots import CsvColumn

_REMEDY = "write a CSV file (UTF-8) whose first line names its columns"
_MINUS = str.maketrans({"\u2212": "-", "\u00a0": "", "\u2009": "", "\u202f": ""})


@dataclass(frozen=True, slots=True)
class Row:
    """One entry. line: where it starts in the file; where: the file and the line in words."""

    line: int
    values: Mapping[str, str]
    numbers: Mapping[str, float | None]

    def text(self, name: str) -> str:
        """What stands in the column, without blanks around it; "" where there is no column."""
        return self.values.get(name, "").strip()

    def number(self, name: str) -> float | None:
        """The number in the column; None where nothing usable stands there."""
        return self.numbers.get(name)


@dataclass(frozen=True, slots=True)
class Rows:
    """The entries of a file. notes: what was left out of them, each with its line and reason."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file, where it has rows."""
        return tuple(self.rows[0].values) if self.rows else ()

    def without(self, line: int, reason: str) -> Rows:
        """The same without the row of that line, for `reason`."""
        kept = tuple(row for row in self.rows if row.line != line)
        return replace(self, rows=kept, notes=(*self.notes, f"line {line} is left out: {reason}"))


def read(content: bytes, where: str, columns: Sequence[CsvColumn]) -> Rows:
    """The rows of a CSV file. Raises FileRefused for one that lacks a required column.

    A cell that should be a number and is none counts as empty, and a note says so.
    """
    entries = _entries(content, where, columns)
    header = next(entries, None)
    if header is None:
        raise FileRefused("this file is empty", where=where, remedy=_REMEDY)
    names = [cell.strip() for cell in header.cells]
    _check(names, where, columns)
    rows: list[Row] = []
    notes: list[str] = []
    for entry in entries:
        problem = entry.reason or _length(entry, names)
        if problem:
            notes.append(f"line {entry.line} is left out: {problem}")
            continue
        values = dict(zip(names, entry.cells, strict=True))
        numbers = dict(_numbers(values, columns, entry.line, notes))
        rows.append(Row(entry.line, values, numbers))
    return Rows(tuple(rows), tuple(notes))


def one_of(asked: Mapping[str, str], name: str, options: Sequence[str], usual: str) -> str:
    """The value chosen for `name`, `usual` where none was. Raises UsageError for another."""
    value = asked.get(name, usual).strip() or usual
    if value not in options:
        raise UsageError(f"{name} cannot be {value!r}", remedy=f"use one of: {', '.join(options)}")
    return value


def plain_number(text: str) -> float | None:
    """A number as people write it (`1.5`, `-0,4` is none, `1 200`); None for anything else."""
    try:
        value = float(text.strip().translate(_MINUS).replace("_", "x"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _entries(content: bytes, where: str, columns: Sequence[CsvColumn]) -> Iterator[Entry]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("this is no text in UTF-8", where=where, remedy=_REMEDY) from error
    return read_entries(text.splitlines(keepends=True), [column.name for column in columns])


def _check(names: Sequence[str], where: str, columns: Sequence[CsvColumn]) -> None:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileRefused(
            f"two columns are called {twice[0]!r}", where=where, remedy="rename one of them"
        )
    missing = [c.name for c in columns if c.required and c.name not in names]
    if missing:
        raise FileRefused(
            f"the file has no column {missing[0]!r}",
            where=where,
            remedy=f"needed: {_named(columns, required=True)}; "
            f"understood: {_named(columns, required=False)}",
        )


def _named(columns: Sequence[CsvColumn], *, required: bool) -> str:
    return ", ".join(c.name for c in columns if c.required == required) or "no other"


def _length(entry: Entry, names: Sequence[str]) -> str:
    if len(entry.cells) == len(names):
        return ""
    return f"it has {len(entry.cells)} cells, and the header has {len(names)}"


def _numbers(
    values: Mapping[str, str], columns: Sequence[CsvColumn], line: int, notes: list[str]
) -> Iterator[tuple[str, float | None]]:
    for column in columns:
        text = values.get(column.name, "")
        if not column.number or not text.strip():
            continue
        found = plain_number(text)
        if found is None and not is_missing(text):
            shown = text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - for a message
            notes.append(f"line {line}: {column.name} is no number ({shown!r}) and is not drawn")
        yield column.name, found


def kept(rows: Rows, wrong: Callable[[Row], str]) -> Rows:
    """The rows of which `wrong` gives no reason to leave them out."""
    for row in rows.rows:
        reason = wrong(row)
        if reason:
            rows = rows.without(row.line, reason)
    return rows
