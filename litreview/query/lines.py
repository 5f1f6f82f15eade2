"""A file -> the lines of a strategy: with labels (`1.`, `S1`, `#1 Search`), without, or one string.

Lines of remarks (`# ` in front) and blank ones are passed over. Offsets stay those of the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LABEL = re.compile(r"[ \t]*(?P<sign>[Ss#]?)(?P<number>\d{1,4})(?P<mark>[.):\t]|(?=[ \t]))[ \t]*")
_WITHOUT_WIDTH = {0xFEFF: " ", 0x200B: " ", 0x2060: " "}
_SEARCH = re.compile(r"Search:?[ \t]+", re.IGNORECASE)
_REMARK = re.compile(r"[ \t]*#(?![\d\w])")
_JOINS = re.compile(
    r"(?:(?:[S#]?\d+(?:-[S#]?\d+)?|and|or|not|[(){}/,])"
    r"(?:[ \t]+|(?=[(){}/,])|(?<=[(){}/,])|\Z))+",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"(?:and|or|not)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:^|[\s)])(?:and|or|not)\s*\Z|\(\s*\Z", re.IGNORECASE)
_OPEN_START = re.compile(r"\s*(?:(?:and|or|not)\b(?![ \t]*/?[ \t]*\d)|\))", re.IGNORECASE)


class RawLine(NamedTuple):
    """One line of a strategy. label: as written, without mark; number: its place, from 1."""

    label: str
    number: int
    start: int
    end: int
    row: int
    """The row of the file on which it starts, from 1."""


class Written(NamedTuple):
    """The lines of a file. listed: they call each other by number."""

    lines: tuple[RawLine, ...]
    listed: bool


class _Row(NamedTuple):
    row: int
    start: int
    end: int


def split(text: str) -> Written:
    """The lines of `text`. Cost: one pass."""
    rows = _rows(text)
    if not rows:
        return Written((RawLine("1", 1, 0, len(text), 1),), listed=False)
    labelled = _labelled(text, rows)
    if labelled:
        return Written(labelled, listed=True)
    if len(rows) > 1 and _is_list(text, rows):
        lines = (
            RawLine(str(at), at, row.start, row.end, row.row) for at, row in enumerate(rows, 1)
        )
        return Written(tuple(lines), listed=True)
    return Written((RawLine("1", 1, rows[0].start, rows[-1].end, rows[0].row),), listed=False)


def blanked(text: str) -> str:
    """`text` with its lines of remarks and its marks without width as blanks: places stay."""
    return "".join(
        " " * (len(line) - 1) + "\n" if _REMARK.match(line) and line.endswith("\n")
        else " " * len(line) if _REMARK.match(line) else line
        for line in text.translate(_WITHOUT_WIDTH).splitlines(keepends=True)
    )  # fmt: skip


def _rows(text: str) -> list[_Row]:
    found = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        stripped = line.strip()
        if stripped and not _REMARK.match(line):
            start = at + len(line) - len(line.lstrip())
            found.append(_Row(number, start, start + len(stripped)))
        at += len(line)
    return found


def _labelled(text: str, rows: list[_Row]) -> tuple[RawLine, ...]:
    """The lines where the first is labelled 1 and labels rise by one; rows between belong on."""
    found: list[RawLine] = []
    for row in rows:
        match = _LABEL.match(text, row.start, row.end)
        wanted = len(found) + 1
        if match and not found and not match["mark"] and _OPERATOR.match(text, match.end()):
            return ()
        if match and int(match["number"]) == wanted and match.end() < row.end:
            start = match.end()
            search = _SEARCH.match(text, start, row.end) if match["sign"] == "#" else None
            start = search.end() if search else start
            label = f"{match['sign']}{match['number']}"
            found.append(RawLine(label, wanted, start, row.end, row.row))
        elif not found:
            return ()
        else:
            found[-1] = found[-1]._replace(end=row.end)
    if (len(found) == 1 and not (match := _LABEL.match(text, rows[0].start))) or not found:
        return ()
    if len(found) == 1 and match is not None and not (match["sign"] or match["mark"]):
        return ()
    return tuple(found)


def _is_list(text: str, rows: list[_Row]) -> bool:
    """Whether rows without labels are lines of their own: each whole, and one calls others."""
    contents = [text[row.start : row.end] for row in rows]
    if any(_OPEN_END.search(line) or _OPEN_START.match(line) for line in contents[:-1]):
        return False
    return any(_JOINS.fullmatch(line) for line in contents)
