"""Findings with their place: as data, and as a line of the source with a caret below it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from litreview.cli import say
from litreview.query.codes import CODES
from litreview.query.findings import Found
from litreview.query.tree import Span

_LEFT = 4
"""Blanks in front of the source, the caret and the remedy."""
_BEFORE = 0.4
"""Share of the width that stands in front of what is pointed at, where the line is cut."""
SHOWN = 2
"""Findings of one code and line that are shown in full."""
LONGEST = 500
"""Characters of the text of a span that is handed out as data."""


class Text:
    """A source text, by rows. source: the name that its own spans have."""

    def __init__(self, name: str, text: str, source: str = "") -> None:
        self.name = name
        self.source = source
        self.text = text
        self.starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]

    def place(self, at: int) -> tuple[int, int]:
        """Row and column of a character, from 1."""
        row = bisect_right(self.starts, at)
        return row, at - self.starts[row - 1] + 1

    def where(self, span: Span) -> str:
        """``12:5``, or the name of the block that it is of."""
        if span.source not in ("", self.source):
            return span.source
        row, column = self.place(span.start)
        return f"{row}:{column}"

    def data(self, span: Span) -> dict[str, Any]:
        """A place for a program: characters from 0, row and column from 1.

        What stands in a block that the text names has no row here, but its source.
        """
        if span.source not in ("", self.source):
            return {"start": span.start, "end": span.end, "source": span.source}
        row, column = self.place(span.start)
        text = self.text[span.start : min(span.end, span.start + LONGEST)]
        return {"start": span.start, "end": span.end, "line": row, "column": column, "text": text}

    def pointed(self, span: Span, width: int) -> list[str]:
        """The row of `span`, cut around it to `width` columns, and a caret below it."""
        row, column = self.place(span.start)
        start = self.starts[row - 1]
        end = self.starts[row] - 1 if row < len(self.starts) else len(self.text)
        line = self.text[start:end]
        if not line.strip():
            return []
        first, last = column - 1, max(min(span.end, end) - start, column)
        room = max(width - _LEFT, 20)
        cut = 0
        if len(line) > room:
            cut = max(min(first - int(room * _BEFORE), len(line) - room), 0)
        shown = line[cut : cut + room]
        marks = "^" * max(min(last, cut + room) - first, 1)
        parts = [say.plain(shown[: first - cut]), say.plain(shown[first - cut :])]
        if cut:
            parts[0] = f"…{parts[0][1:]}"
        if cut + room < len(line):
            parts[1] = f"{parts[1][:-1]}…"
        left = " " * _LEFT
        return [f"{left}{''.join(parts)}", f"{left}{' ' * _columns(parts[0])}{marks}"]


def _columns(text: str) -> int:
    """Columns that `text` takes on a terminal: some letters take two, or none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


class Placed(NamedTuple):
    """A finding and the number of the line of the strategy that it stands in."""

    found: Found
    line: int


def as_data(one: Found, text: Text) -> dict[str, Any]:
    """A finding for a program."""
    return {
        "code": one.code,
        "severity": one.severity,
        "title": CODES[one.code].title,
        "message": one.message,
        "remedy": one.remedy,
        "span": text.data(one.span),
    }


def show(found: Iterable[Placed], text: Text) -> None:
    """A block a finding; of many of a code in a line the first ones, and how many there are."""
    for block in _blocks(list(found), text):
        for line in block:
            say.out_lines(line)


def _blocks(found: list[Placed], text: Text) -> Iterator[list[str]]:
    more: dict[tuple[int, str], int] = {}
    for one in found:
        key = (one.line, one.found.code)
        more[key] = more.get(key, 0) + 1
    seen: dict[tuple[int, str], int] = {}
    for one in found:
        key = (one.line, one.found.code)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= SHOWN:
            rest = more[key] - SHOWN if seen[key] == SHOWN else 0
            yield _block(one.found, text, rest)


def _block(one: Found, text: Text, rest: int) -> list[str]:
    row, column = text.place(one.span.start)
    head = f"{say.one_line(text.name)}:{row}:{column}  {one.severity} {one.code}  "
    screen = say.on_terminal()
    lines = say.wrapped(one.message, on_screen=screen, head=head, indent=_LEFT)
    lines += text.pointed(one.span, say.width())
    if one.remedy:
        lines += say.wrapped(
            one.remedy, on_screen=screen, head=f"{' ' * _LEFT}to do: ", indent=_LEFT
        )
    if rest > 0:
        lines.append(f"    (and {rest} more {one.code} in this line)")
    return lines
