"""A file -> the lines of a strategy: with labels (`1.`, `S1`, `#1 Search`), without, or one string.

Lines of remarks (`# ` in front) and blank ones are passed over, and so is the head that a database
prints above line 1. Labels rise by one from 1, or fall by one to 1 in a history that is printed
newest first. Offsets stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from litreview.query.prints import hits, is_head
from litreview.query.tree import Span

_LABEL = re.compile(r"[ \t]*(?P<sign>[Ss#]?)(?P<number>\d{1,4})(?P<mark>[.):\t]|(?=[ \t]))[ \t]*")
_SPACED = re.compile(r"^[ \t]*#[ \t]+(\d{1,4})(?=[ \t])", re.MULTILINE)
"""A label as Web of Science prints it; elsewhere a remark that begins with a number."""
_CALL = re.compile(r"#[ \t]?\d.*#[ \t]?\d")
_WIDTHLESS = "\ufeff\u200b\u2060"
_WITHOUT_WIDTH = re.compile(
    rf"(?<![\w{_WIDTHLESS}])[{_WIDTHLESS}]+|[{_WIDTHLESS}]+(?![\w{_WIDTHLESS}])"
)
"""Beside a word they part nothing; inside one they stay, and are told."""
_SEARCH = re.compile(r"Search:?[ \t]+", re.IGNORECASE)
_REMARK = re.compile(r"[ \t]*#(?![\d\w])")
_JOINS = re.compile(
    r"(?:(?>[S#]?\d+(?:-[S#]?\d+)?|and|or|not|[(){}/,])"
    r"(?>[ \t]+|(?=[(){}/,])|(?<=[(){}/,])|\Z))++",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\b(?:and|or|not)\b", re.IGNORECASE)
_OPERATOR = re.compile(r"(?:and|or|not)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:^|[\s)])(?:and|or|not)\s*\Z|\(\s*\Z", re.IGNORECASE)
_OPEN_START = re.compile(r"\s*(?:(?:and|or|not)\b(?![ \t]*/?[ \t]*\d)|\))", re.IGNORECASE)


class RawLine(NamedTuple):
    """One line of a strategy. label: as written, without mark; number: its place, from 1.

    hits: where a number of hits stands behind it, which is no part of it.
    """

    label: str
    number: int
    start: int
    end: int
    row: int
    """The row of the file on which it starts, from 1."""
    hits: Span | None = None


class Written(NamedTuple):
    """The lines of a file, by number. listed: they call each other by number.

    head: the rows above the first that a database printed; stray: those that are neither.
    """

    lines: tuple[RawLine, ...]
    listed: bool
    head: tuple[Span, ...] = ()
    stray: tuple[Span, ...] = ()


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
    if labelled is not None:
        return labelled
    if len(rows) > 1 and _is_list(text, rows):
        lines = (
            RawLine(str(at), at, row.start, row.end, row.row) for at, row in enumerate(rows, 1)
        )
        return Written(tuple(lines), listed=True)
    return Written((RawLine("1", 1, rows[0].start, rows[-1].end, rows[0].row),), listed=False)


def blanked(text: str) -> str:
    """`text` with its lines of remarks and its marks without width as blanks: places stay."""
    text = _joined_labels(_WITHOUT_WIDTH.sub(lambda match: " " * len(match[0]), text))
    return "".join(
        " " * (len(line) - 1) + "\n" if _REMARK.match(line) and line.endswith("\n")
        else " " * len(line) if _REMARK.match(line) else line
        for line in text.splitlines(keepends=True)
    )  # fmt: skip


def _joined_labels(text: str) -> str:
    """`text` with ``# 3`` as `` #3`` where such labels count lines that call each other."""
    found = list(_SPACED.finditer(text))
    numbers = [int(match[1]) for match in found]
    counted = list(range(1, len(found) + 1))
    if len(found) < 2 or numbers not in (counted, counted[::-1]) or not _CALL.search(text):  # noqa: PLR2004 - one label is no list
        return text
    return _SPACED.sub(lambda match: f"{'#' + match[1]:>{len(match[0])}}", text)


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


def _labelled(text: str, rows: list[_Row]) -> Written | None:
    """The lines where labels rise by one from 1, or fall to it; rows between belong on."""
    labels = [_LABEL.match(text, row.start, row.end) for row in rows]
    for first, numbers in _orders(rows, labels):
        found = _from(text, rows[first:], labels[first:], numbers)
        above = [Span(row.start, row.end) for row in rows[:first]]
        heads = [is_head(text[span.start : span.end]) for span in above]
        if found and _is_labelled(text, found, labels[first], rows[first], headed=any(heads)):
            if not all(heads) and len(found) == 1:
                continue
            head = tuple(span for span, is_one in zip(above, heads, strict=True) if is_one)
            stray = tuple(span for span, is_one in zip(above, heads, strict=True) if not is_one)
            return Written(tuple(sorted(found, key=_number)), True, head, stray)
    return None


def _number(line: RawLine) -> int:
    return line.number


def _orders(rows: list[_Row], labels: list[re.Match[str] | None]) -> Iterator[tuple[int, range]]:
    """Where a list of labels may begin, and the numbers that it then must have."""
    for at, match in enumerate(labels):
        if match is None or match.end() >= rows[at].end:
            continue
        number = int(match["number"])
        if 1 < number <= len(rows):
            yield at, range(number, 0, -1)
        if number == 1:
            yield at, range(1, len(rows) + 1)
        if number <= len(rows):
            return


def _from(
    text: str, rows: list[_Row], labels: list[re.Match[str] | None], numbers: range
) -> list[RawLine]:
    """The lines of `rows` with labels in the order of `numbers`; none where a fall breaks off."""
    found: list[RawLine] = []
    for row, match in zip(rows, labels, strict=True):
        wanted = numbers[len(found)] if len(found) < len(numbers) else 0
        if match and int(match["number"]) == wanted and match.end() < row.end:
            found.append(_line(text, row, match))
        else:
            found[-1] = found[-1]._replace(end=row.end)
    if numbers.step < 0 and len(found) < len(numbers):
        return []
    return _all_counted(text, found)


def _line(text: str, row: _Row, match: re.Match[str]) -> RawLine:
    start = match.end()
    search = _SEARCH.match(text, start, row.end) if match["sign"] == "#" else None
    start = search.end() if search else start
    number = int(match["number"])
    return RawLine(f"{match['sign']}{number}", number, start, row.end, row.row)


def _all_counted(text: str, lines: list[RawLine]) -> list[RawLine]:
    """`lines` up to the numbers of hits behind them; one that is sure tells of those of all."""
    sure = [_counted(text, line) for line in lines]
    if not any(line.hits for line in sure):
        return sure
    likely = [_counted(text, line, counted=True) for line in lines]
    return likely if all(line.hits for line in likely) else sure


def _counted(text: str, line: RawLine, *, counted: bool = False) -> RawLine:
    """`line` up to the number of hits behind it."""
    place = hits(text[line.start : line.end], counted=counted)
    if place is None:
        return line
    span = Span(line.start + place[0], line.start + place[1])
    end = line.start + len(text[line.start : span.start].rstrip())
    return line._replace(end=end, hits=span)


def _is_labelled(
    text: str, found: list[RawLine], first: re.Match[str] | None, row: _Row, *, headed: bool
) -> bool:
    """Whether the first label is one: ``1 or 2`` begins no list, nor does one bare ``1``."""
    if first is None or (not first["mark"] and _OPERATOR.match(text, first.end(), row.end)):
        return False
    return len(found) > 1 or headed or bool(first["sign"] or first["mark"] or found[0].hits)


def _is_list(text: str, rows: list[_Row]) -> bool:
    """Whether rows without labels are lines of their own: each whole, and one calls others."""
    contents = [text[row.start : row.end] for row in rows]
    if any(_OPEN_END.search(line) or _OPEN_START.match(line) for line in contents[:-1]):
        return False
    return any(_JOINS.fullmatch(line) for line in contents)


def calls_lines(line: str) -> bool:
    """Whether `line` is nothing but numbers of lines and operators: ``1 and 2``, ``or/1-3``."""
    return bool(_JOINS.fullmatch(line.strip()) and re.search(r"\d", line) and _WORDS.search(line))
