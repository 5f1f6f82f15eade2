"""Rows by columns: the layout of the plots that show a matrix. Headings, labels, lines, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from litreview.outputs.diagram.text import one_line
from litreview.outputs.plots._canvas import (
    Anchor,
    Group,
    Ink,
    Line,
    Rect,
    Rectangle,
    Shape,
    Style,
    Text,
)
from litreview.outputs.plots._text import LEADING, block, fit, lines, tip

HEAD = Style(8, "Bold")
_MANY = 60
"""More rows than this stand closer together, each on one line."""
_LINES_OF_HEAD = 4
_LONGEST_HEAD = 120.0
"""Units that a heading which reads upwards may be long."""
_PAD = 3.0
NARROWEST = 11.0
"""A column is never narrower: a heading that reads upwards must fit."""


@dataclass(frozen=True, slots=True)
class Stub:
    """A column of words at the left of a grid; texts: one a row. width: in units."""

    heading: str
    texts: tuple[str, ...]
    width: float
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Grid:
    """Where everything lies.

    xs: the sides of the columns; ys: the upper side of each row and the foot of the last one;
    shapes: headings, labels, bands and lines, to be drawn first.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    shapes: tuple[Shape, ...]

    def cell(self, row: int, column: int) -> Rect:
        """The area of a cell."""
        x, y = self.xs[column], self.ys[row]
        return Rect(x, y, self.xs[column + 1] - x, self.ys[row + 1] - y)

    @property
    def bottom(self) -> float:
        """Where the grid ends."""
        return self.ys[-1]


def stub_width(heading: str, texts: Sequence[str], least: float, most: float) -> float:
    """How wide a column of words wants to be, between `least` and `most`."""
    style = _words(len(texts))
    widest = max((style.width(one_line(text[:200])) for text in texts), default=0.0)
    return min(most, max(least, widest + 8, HEAD.width(one_line(heading[:200])) + 8))


def parts(count: int, room: float, least: float) -> tuple[range, ...]:
    """`count` columns in blocks of about equal size, each no wider than `room`."""
    most = max(1, int(room // max(least, NARROWEST)))
    blocks = -(-count // most)
    ends = [round(count * at / blocks) for at in range(blocks + 1)] if blocks else []
    return tuple(range(start, end) for start, end in pairwise(ends))


def grid(  # noqa: PLR0913 - where, what and how large
    stubs: Sequence[Stub], columns: Sequence[str], *, x: float, y: float, cell: float,
    least: float = 12.0, heights: Sequence[float] = (),
) -> Grid:  # fmt: skip
    """A grid from (x, y): the words of `stubs`, then columns of the width `cell`.

    least: how high a row is at least; heights: the same for single rows.
    """
    left = x + sum(stub.width for stub in stubs)
    xs = tuple(left + at * cell for at in range(len(columns) + 1))
    heads, top = _heads(stubs, columns, x, y, xs)
    count = len(stubs[0].texts)
    tall = [max(high, *(heights[at : at + 1] or [0.0]))
            for at, high in enumerate(_row_heights(stubs, count, least))]  # fmt: skip
    ys = tuple(accumulate(tall, initial=top))
    shapes = [*heads, *_ground(x, xs[-1], ys), *_labels(stubs, x, ys)]
    return Grid(xs, ys, tuple(shapes))


def _words(rows: int) -> Style:
    return Style(7.5) if rows > _MANY else Style(8)


def _most(rows: int) -> int:
    return 1 if rows > _MANY else 3


def _row_heights(stubs: Sequence[Stub], count: int, least: float) -> list[float]:
    style, most = _words(count), _most(count)
    step = LEADING * style.size
    return [
        max(least, *(
            len(lines(stub.texts[at], style, stub.width - 2 * _PAD, most)) * step + _PAD
            for stub in stubs
        ))
        for at in range(count)
    ]  # fmt: skip


def _heads(
    stubs: Sequence[Stub], columns: Sequence[str], x: float, y: float, xs: Sequence[float]
) -> tuple[list[Shape], float]:
    """The headings, all ending on one line, and where the rows begin."""
    cell = xs[1] - xs[0] if columns else 0.0
    lying = _lie(columns, cell)
    step = LEADING * HEAD.size
    wrapped = [lines(one, HEAD, cell - 4, _LINES_OF_HEAD) for one in columns] if lying else []
    stub_lines = [lines(s.heading, HEAD, s.width - 2 * _PAD, _LINES_OF_HEAD) for s in stubs]
    high = max((len(one) * step for one in [*wrapped, *stub_lines]), default=0.0)
    if not lying:
        high = max(high, *(HEAD.width(fit(one, HEAD, _LONGEST_HEAD)) + 4 for one in columns))
    base = y + high
    shapes: list[Shape] = []
    at = x
    for stub, words in zip(stubs, stub_lines, strict=True):
        where = _inside(at, stub)
        first = base - (len(words) - 1) * step - 2
        shapes.append(block(where, first, stub.heading, HEAD, stub.width - 2 * _PAD,
                            most=_LINES_OF_HEAD, anchor=stub.anchor))  # fmt: skip
        at += stub.width
    for place, name in enumerate(columns):
        middle = (xs[place] + xs[place + 1]) / 2
        if lying:
            first = base - (len(wrapped[place]) - 1) * step - 2
            shapes.append(block(middle, first, name, HEAD, cell - 4, most=_LINES_OF_HEAD,
                                anchor="middle"))  # fmt: skip
        else:
            shown = fit(name, HEAD, _LONGEST_HEAD)
            words_ = Text(middle + HEAD.size * 0.35, base - 2, shown, HEAD, turned=True)
            shapes.append(Group((words_,), title="" if shown == one_line(name) else tip(name)))
    return shapes, base + 3


def _lie(columns: Sequence[str], cell: float) -> bool:
    """Whether every heading fits above its column without breaking a word or losing one."""
    room = cell - 4
    return all(
        all(HEAD.width(word) <= room for word in one_line(name[:200]).split(" "))
        and len(lines(name, HEAD, room, _LINES_OF_HEAD + 1)) <= _LINES_OF_HEAD
        for name in columns
    )


def _ground(x: float, right: float, ys: Sequence[float]) -> list[Shape]:
    """Every second row on a band, a line above the first and below the last."""
    bands: list[Shape] = [
        Rectangle(x, top, right - x, below - top, Ink(fill="band"))
        for at, (top, below) in enumerate(pairwise(ys))
        if at % 2
    ]
    ends = {ys[0], ys[-1]}
    return [*bands, *(Line(((x, y), (right, y)), Ink(stroke="soft")) for y in sorted(ends))]


def _labels(stubs: Sequence[Stub], x: float, ys: Sequence[float]) -> list[Shape]:
    count = len(ys) - 1
    style, most = _words(count), _most(count)
    step = LEADING * style.size
    shapes: list[Shape] = []
    for stub in stubs:
        room = stub.width - 2 * _PAD
        for text, (top, below) in zip(stub.texts, pairwise(ys), strict=True):
            tall = len(lines(text, style, room, most)) * step
            first = (top + below - tall) / 2 + style.size * 0.95
            shapes.append(block(_inside(x, stub), first, text, style, room,
                                most=most, anchor=stub.anchor))  # fmt: skip
        x += stub.width
    return shapes


def _inside(x: float, stub: Stub) -> float:
    """Where the words of a stub that begins at `x` are anchored."""
    return {"start": x + _PAD, "middle": x + stub.width / 2, "end": x + stub.width - _PAD}[
        stub.anchor
    ]
