"""CSV as rows or failures: every entry of the file comes out as the one or the other."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

DELIMITERS: Final = (",", ";", "\t")
_ENDS: Final = ("\n", "\r")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its cells, or the reason why they could not be told apart.

    line: the line on which it starts, from 1; raw: its text as received.
    """

    line: int
    cells: tuple[str, ...]
    raw: str
    reason: str = ""


@dataclass(slots=True)
class _Recorder:
    """Hands lines on and remembers those of the entry that is being read."""

    lines: Iterator[str]
    number: int = 0
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        if not line.endswith(_ENDS):
            line += "\n"
        self.taken.append(line)
        return line

    def raw(self) -> str:
        return "".join(self.taken).rstrip("\r\n")


def read_entries(lines: Iterable[str], known: Sequence[str]) -> Iterator[Entry]:
    """The header and the entries of a CSV file, in order; blank lines are left out.

    lines: as a text file opened with ``newline=""`` gives them. The delimiter (comma, semicolon
    or tab) is the one that finds most of the `known` column names in the header.
    """
    source = iter(lines)
    before, header = _to_header(source)
    if not header:
        return
    recorder = _Recorder(chain((header.removeprefix("\ufeff"),), source), number=before)
    reader = csv.reader(recorder, delimiter=_delimiter(header, known), strict=True)
    while True:
        recorder.taken.clear()
        start = recorder.number + 1
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            yield Entry(start, (), recorder.raw(), _explain(error))
        else:
            if any(cell.strip() for cell in cells):
                yield Entry(start, cells, recorder.raw())


def _to_header(source: Iterator[str]) -> tuple[int, str]:
    """The number of blank lines before the first line with text, and that line."""
    for before, line in enumerate(source):
        if line.strip("\ufeff \t\r\n"):
            return before, line
    return 0, ""


def _delimiter(header: str, known: Sequence[str]) -> str:
    def found(delimiter: str) -> int:
        cells = header.removeprefix("\ufeff").rstrip("\r\n").split(delimiter)
        return len({cell.strip(' "') for cell in cells} & set(known))

    return max(DELIMITERS, key=found)


def _explain(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark that opens here is never closed"
    return f"this is not valid CSV: {error}"
