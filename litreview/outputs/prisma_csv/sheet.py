"""The rows of a PRISMA2020 CSV by name, however its columns and lines were worked over."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litreview.errors import FileRefused
from litreview.extraction.csvrows import Entry, read_entries
from litreview.formats import decode
from litreview.model import Severity
from litreview.outputs.prisma_csv.layout import BY_NAME, COLUMNS
from litreview.outputs.prisma_csv.numbers import BLANK
from litreview.prisma import FlowFinding

_MOST = 1 << 20
"""Bytes of the largest file that is read: the template has 5,000."""
_HEADERS = [spelt for name in COLUMNS for spelt in (name, name.upper(), name.title())]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of the file. row: its line, from 1; n, boxtext: as they stand there."""

    row: int
    n: str
    boxtext: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows by name, and what is odd about the file. european: semicolons part its columns."""

    cells: Mapping[str, Cell]
    european: bool
    findings: tuple[FlowFinding, ...]


def sheet(content: bytes, where: str) -> Sheet:
    """The rows of a file. Raises FileRefused where it is no PRISMA2020 CSV."""
    if len(content) > _MOST:
        raise FileRefused("this file is too large for a PRISMA2020 CSV", where=where)
    text = content.decode(decode(content), errors="replace")
    entries = list(read_entries(text.splitlines(keepends=True), _HEADERS))
    if not entries or entries[0].reason:
        raise FileRefused("there is nothing in this file that is CSV", where=where, remedy=_REMEDY)
    header = [cell.strip().casefold() for cell in entries[0].cells]
    at = _columns(header, entries[1:], where)
    found: dict[str, Cell] = {}
    findings = [*_nameless(header, entries[1:])]
    for entry in entries[1:]:
        findings += _take(found, entry, at)
    if not any(BY_NAME[name].key for name in found):
        raise FileRefused(
            "no row of this file is a row of the PRISMA2020 template", where=where, remedy=_REMEDY
        )
    european = ";" in entries[0].raw and entries[0].raw.count(";") > entries[0].raw.count(",")
    return Sheet(found, european, tuple(findings))


_REMEDY = "give a file like the template of the PRISMA2020 package, or one that --csv wrote"


def _columns(header: Sequence[str], entries: Sequence[Entry], where: str) -> Mapping[str, int]:
    """Name of a column -> its place. Raises FileRefused: no column `n`, or none of keys."""
    at = {name: header.index(name) for name in COLUMNS if name in header}
    if "n" not in at:
        raise FileRefused("this file has no column n, which holds the counts", where=where,
                          remedy=_REMEDY)  # fmt: skip
    if "data" not in at:
        first = {_key(entry.cells[0]) for entry in entries if entry.cells}
        if not first & set(BY_NAME):
            raise FileRefused(
                "this file has no column data, which names the counts", where=where, remedy=_REMEDY
            )
        at["data"] = 0
    return at


def _key(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def _cell(entry: Entry, at: Mapping[str, int], name: str) -> str:
    place = at.get(name, len(entry.cells))
    return entry.cells[place].strip() if place < len(entry.cells) else ""


def _take(found: dict[str, Cell], entry: Entry, at: Mapping[str, int]) -> Iterator[FlowFinding]:
    """Put a row where it belongs; what is odd about it."""
    if entry.reason:
        yield odd("PC2", "error", entry.reason, entry.line)
        return
    data = _key(_cell(entry, at, "data"))
    key = _key(_cell(entry, at, "box")) if data in BLANK else data
    cell = Cell(entry.line, _cell(entry, at, "n"), _cell(entry, at, "boxtext"))
    if key not in BY_NAME:
        if key not in BLANK or cell.n.casefold() not in BLANK:
            yield _unknown(key, cell)
    elif key not in found:
        found[key] = cell
    elif found[key].n != cell.n:
        first = found[key]
        said = f"{key} has {cell.n or 'nothing'} here and {first.n or 'nothing'} in row {first.row}"
        remedy = "take one of the two rows out"
        yield odd("PC3", "error", f"{said}: the first is read", cell.row, "n", remedy)


def _unknown(key: str, cell: Cell) -> FlowFinding:
    near = difflib.get_close_matches(key, BY_NAME, n=1)
    message = f"{key or 'a row without a name'} is no row of the template: not read"
    return odd("PC2", "warning", message, cell.row, "data", f"is it {near[0]}?" if near else "")


def _nameless(header: Sequence[str], entries: Sequence[Entry]) -> Iterator[FlowFinding]:
    """Cells in columns without a name: notes of somebody, which no program reads."""
    for place, name in enumerate(header):
        held = [(e.line, e.cells[place].strip()) for e in entries if place < len(e.cells)]
        if not name and (noted := [(line, text) for line, text in held if text]):
            said = ", ".join(f"{text!r} in row {line}" for line, text in noted[:5])
            yield odd(
                "PC4", "note", f"a column without a name is not read: {said}", noted[0][0],
                f"column {place + 1}",
            )  # fmt: skip


def odd(  # noqa: PLR0913, PLR0917 - what a finding is made of
    code: str,
    severity: Severity,
    message: str,
    row: int = 0,
    column: str = "",
    remedy: str = "",
    boxes: tuple[str, ...] = (),
) -> FlowFinding:
    """A finding about a place in the file."""
    where = ", ".join(part for part in (f"row {row}" if row else "", column) if part)
    return FlowFinding(code, severity, message, where, remedy, boxes=boxes, row=row, column=column)
