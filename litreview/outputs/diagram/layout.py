"""Where everything stands: a fixed grid of columns, rows as high as their words need."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from litreview.outputs.diagram.content import Content, Row, Tone, notes, rows
from litreview.outputs.diagram.shapes import WIDTH, Arrow, Figure, Frame, Group, Kind, Rect, Words
from litreview.outputs.diagram.text import Line, Run, Style, wrap
from litreview.outputs.diagram.words import EARLIER, STAGES, TITLES, UPDATED, progress
from litreview.outputs.fonts import Face
from litreview.prisma import Flow

EDGE = 1.0
"""Room for half a line at the edges of the drawing."""
NOTE_SIZE = 8.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The sizes of one template.

    columns: (left, width) of the columns: flow, beside it, and the same of the other methods.
    previous: of an updated review the column left of them.
    """

    size: float
    columns: tuple[tuple[float, float], ...]
    gap: float
    """Between rows."""
    pad: float
    """Between a frame and its words, left and right."""
    step: float
    """How far one level of a list is set in, and the second line of an item once more."""
    previous: tuple[float, float] | None = None

    @property
    def leading(self) -> float:
        """From line to line."""
        return self.size * 1.22

    def span(self, first: int, last: int) -> tuple[float, float]:
        """(left, width) from one column to another."""
        left, end = self.columns[first][0], sum(self.columns[last])
        return left, end - left


BAR = 19.0
V1 = Grid(9.0, ((28.0, 214.0), (279.0, 230.0)), gap=20.0, pad=9.0, step=8.0)
V2 = Grid(
    8.0,
    ((27.0, 107.0), (149.0, 113.0), (274.0, 107.0), (396.0, 113.0)),
    gap=17.0,
    pad=5.5,
    step=5.0,
)
V1_UPDATED = Grid(
    8.5, ((149.0, 158.0), (331.0, 178.0)), gap=20.0, pad=7.0, step=7.0, previous=(27.0, 104.0)
)
V2_UPDATED = Grid(
    8.0,
    ((121.0, 87.0), (219.0, 97.0), (327.0, 82.0), (419.0, 90.0)),
    gap=17.0,
    pad=4.5,
    step=4.0,
    previous=(26.0, 84.0),
)
_ABOVE = 5.0
"""Between a frame and its words, above and below."""
_STRETCH = (1.8, 2.5)
"""A frame grows to the height of its neighbours by this factor at most, in the flow and beside
it; higher it would look empty."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Words on lines, not yet placed. The lines are (x from the left of the words, line)."""

    key: str
    lines: tuple[tuple[float, Line, Style, Tone], ...]


def figure(flow: Flow) -> Figure:
    """The layout of `flow` in the template that it needs."""
    grid = _grid(flow)
    frames = _titles(grid, flow)
    top = max(frame.rect.bottom for frame in frames) + 8.0
    placed = _rows(grid, rows(flow), top)
    bars = _bars(placed)
    cells = [frame for row in placed for frame in row.all]
    bottom = max(frame.rect.bottom for frame in cells)
    below = _below(flow, bottom + 12.0)
    return Figure(
        height=below[-1].rect.bottom + EDGE,
        frames=(*frames, *bars, *cells, *below),
        arrows=tuple(_arrows(placed)),
    )


def _grid(flow: Flow) -> Grid:
    if flow.updated:
        return V2_UPDATED if flow.other_methods else V1_UPDATED
    return V2 if flow.other_methods else V1


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row in its place; frames: by column, None where there is none."""

    stage: int
    top: float
    bottom: float
    frames: tuple[Frame | None, ...]
    previous: Frame | None = None

    @property
    def all(self) -> list[Frame]:
        """The frames that there are, from left to right."""
        return [frame for frame in (self.previous, *self.frames) if frame is not None]


def _rows(grid: Grid, found: Sequence[Row], top: float) -> list[_Placed]:
    placed = []
    for row in found:
        cells = (*row.dbr, *row.other)[: len(grid.columns)]
        blocks = [
            _blocks(grid, cell, width - 2 * grid.pad)
            for cell, (_, width) in zip(cells, grid.columns, strict=True)
        ]
        heights = _heights(grid, blocks, _least(row, found))
        frames = tuple(
            _frame(grid, cell, Rect(left, top, width, height)) if cell else None
            for cell, height, (left, width) in zip(blocks, heights, grid.columns, strict=True)
        )
        row_placed = _Placed(row.stage, top, top, frames, _earlier(grid, row, top))
        bottom = max(frame.rect.bottom for frame in row_placed.all)
        placed.append(replace(row_placed, bottom=bottom))
        top = bottom + grid.gap
    return placed


def _earlier(grid: Grid, row: Row, top: float) -> Frame | None:
    """The frame of the previous version, as high as its words need."""
    if grid.previous is None or not row.previous:
        return None
    left, width = grid.previous
    blocks = _blocks(grid, row.previous, width - 2 * grid.pad)
    height = sum(len(block.lines) for block in blocks) * grid.leading + 2 * _ABOVE
    return _frame(grid, blocks, Rect(left, top, width, height))


def _least(row: Row, found: Sequence[Row]) -> float:
    """How high a row must be so that the name of its stage fits into its bar."""
    alone = [other.stage for other in found].count(row.stage) == 1
    return _STAGE.width(STAGES[row.stage]) + 10.0 if alone else 0.0


def _heights(grid: Grid, blocks: Sequence[Sequence[_Block]], least: float) -> list[float]:
    """Frames in the flow are equally high, and those beside as high as they are, if they can.

    They cannot where a frame holds too little (it would stand empty beside a long list of
    sources) or too much (the reasons for exclusion).
    """
    own = [sum(len(block.lines) for block in cell) * grid.leading + 2 * _ABOVE for cell in blocks]
    own[::2] = [max(height, least) for height in own[::2]]
    tallest = max(own if least else own[::2])
    heights: list[float] = []
    for at, height in enumerate(own):
        goal = heights[-1] if at % 2 else tallest
        heights.append(goal if height <= goal <= _STRETCH[at % 2] * height else height)
    return heights


def _blocks(grid: Grid, content: Content, room: float) -> list[_Block]:
    found = []
    for entry in content:
        lines: list[tuple[float, Line, Style, Tone]] = []
        for paragraph in entry.paragraphs:
            face: Face = "Bold" if paragraph.tone == "waiting" else "Regular"
            style, start = Style(grid.size, face), paragraph.level * grid.step
            hang = grid.step if paragraph.level else 0.0
            broken = wrap(paragraph.runs, style, room - start, hang)
            lines += [
                (start + (hang if at else 0.0), line, style, paragraph.tone)
                for at, line in enumerate(broken)
            ]
        found.append(_Block(entry.key, tuple(lines)))
    return found


def _frame(grid: Grid, blocks: Sequence[_Block], rect: Rect) -> Frame:
    """The words in the middle of the frame's height; the areas of its groups fill it."""
    total = sum(len(block.lines) for block in blocks) * grid.leading
    y = rect.y + (rect.height - total) / 2
    groups = []
    for at, block in enumerate(blocks):
        end = y + len(block.lines) * grid.leading
        area_top = y if at else rect.y
        area_end = end if at < len(blocks) - 1 else rect.bottom
        words = tuple(
            Words(rect.x + grid.pad + x, _base(y, row, grid.leading, style.size), line, style, tone)
            for row, (x, line, style, tone) in enumerate(block.lines)
        )
        groups.append(
            Group(block.key, Rect(rect.x, area_top, rect.width, area_end - area_top), words)
        )
        y = end
    waiting = any(words.tone == "waiting" for group in groups for words in group.words)
    return Frame("waiting" if waiting else "box", rect, tuple(groups))


def _base(top: float, row: int, leading: float, size: float) -> float:
    """The base line of a row of text, so that capitals stand in the middle of it."""
    return top + row * leading + leading / 2 + size * 0.36


_STAGE = Style(9.0, "Bold")


def _titles(grid: Grid, flow: Flow) -> list[Frame]:
    style = Style(grid.size + 0.5, "Bold")
    titles = UPDATED if flow.updated else TITLES
    spans: list[tuple[Kind, str, tuple[float, float]]] = []
    if grid.previous is not None:
        spans.append(("other-title", EARLIER, grid.previous))
    spans.append(("title", titles["dbr"], grid.span(0, 1)))
    if flow.other_methods:
        spans.append(("other-title", titles["other"], grid.span(2, 3)))
    broken = [wrap((Run(text),), style, width - 12.0) for _, text, (_, width) in spans]
    leading = style.size * 1.22
    height = max(len(lines) for lines in broken) * leading + 10.0
    return [
        _centred(kind, Rect(left, EDGE, width, height), lines, style)
        for (kind, _, (left, width)), lines in zip(spans, broken, strict=True)
    ]


def _centred(
    kind: Kind, rect: Rect, lines: Sequence[Line], style: Style, *, turned: bool = False
) -> Frame:
    """A frame with lines in its middle."""
    leading = style.size * 1.22
    x, y = rect.middle
    top = y - len(lines) * leading / 2
    words = tuple(
        Words(x, _base(top, row, leading, style.size), line, style, anchor="middle")
        for row, line in enumerate(lines)
    )
    return Frame(kind, rect, (Group("", rect, words),), turned=turned)


def _bars(placed: Sequence[_Placed]) -> list[Frame]:
    """The vertical bars of the stages."""
    bars = []
    for stage, name in enumerate(STAGES):
        held = [row for row in placed if row.stage == stage]
        rect = Rect(EDGE, held[0].top, BAR, held[-1].bottom - held[0].top)
        bars.append(_centred("stage", rect, [(Run(name),)], _STAGE, turned=True))
    return bars


def _below(flow: Flow, top: float) -> list[Frame]:
    """The band that says what is pending, and the notes."""
    frames = []
    waiting = progress(flow)
    if waiting:
        style = Style(9.0, "Bold")
        lines = wrap((Run(waiting),), style, WIDTH - 2 * EDGE - 20.0)
        height = len(lines) * style.size * 1.22 + 12.0
        frames.append(_centred("band", Rect(EDGE, top, WIDTH - 2 * EDGE, height), lines, style))
        top += height + 8.0
    grid = Grid(NOTE_SIZE, ((EDGE, WIDTH - 2 * EDGE),), gap=0.0, pad=0.0, step=0.0)
    for note in notes(flow):
        blocks = _blocks(grid, note, WIDTH - 2 * EDGE)
        height = sum(len(block.lines) for block in blocks) * grid.leading + 1.5
        frames.append(
            Frame("note", *_note(grid, blocks, Rect(EDGE, top, WIDTH - 2 * EDGE, height)))
        )
        top += height
    return frames


def _note(grid: Grid, blocks: Sequence[_Block], rect: Rect) -> tuple[Rect, tuple[Group, ...]]:
    return rect, _frame(grid, blocks, rect).groups


def _arrows(placed: Sequence[_Placed]) -> Iterable[Arrow]:
    """From each frame to the one beside it and to the next one below in its column."""
    for row in placed:
        for at in range(0, len(row.frames), 2):
            here, beside = row.frames[at], row.frames[at + 1]
            if here is not None and beside is not None:
                y = min(here.rect.middle[1], beside.rect.middle[1])
                yield Arrow(((here.rect.right, y), (beside.rect.x, y)))
    for at in range(0, len(placed[0].frames), 2):
        column = [frame.rect for row in placed if (frame := row.frames[at]) is not None]
        for above, below in itertools.pairwise(column):
            x = above.middle[0]
            yield Arrow(((x, above.bottom), (x, below.y)))
    yield from _joining(placed)
    yield from _carried(placed)


def _joining(placed: Sequence[_Placed]) -> Iterable[Arrow]:
    """From the last frame of the other methods to the side of the included studies."""
    end = next(row.frames[0] for row in placed if row.stage == len(STAGES) - 1)
    if len(placed[0].frames) > 2 and end is not None:  # noqa: PLR2004 - two columns an arm
        last = [frame.rect for row in placed if (frame := row.frames[2]) is not None][-1]
        x, y = last.middle[0], end.rect.middle[1]
        yield Arrow(((x, last.bottom), (x, y), (end.rect.right, y)))


def _carried(placed: Sequence[_Placed]) -> Iterable[Arrow]:
    """From the frame of the previous version down and to the side of the total."""
    start, end = placed[0].previous, placed[-1].frames[0]
    if start is not None and end is not None:
        x, y = start.rect.middle[0], end.rect.middle[1]
        yield Arrow(((x, start.rect.bottom), (x, y), (end.rect.x, y)))
