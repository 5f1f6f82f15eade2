"""Rows of frames, one below the other, each as high as its words need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litreview.outputs.diagram.content import Row, RowName
from litreview.outputs.diagram.frames import Block, blocks, framed, height_of
from litreview.outputs.diagram.grid import Grid
from litreview.outputs.diagram.shapes import Frame, Rect

_STRETCH = (1.8, 2.5)
"""A frame grows to the height of its neighbours by this factor at most, in the flow and beside
it; higher it would look empty."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its place; frames: by column, None where there is none."""

    stage: int
    top: float
    bottom: float
    frames: tuple[Frame | None, ...]
    previous: Frame | None = None
    name: RowName = ""

    @property
    def all(self) -> list[Frame]:
        """The frames that there are, from left to right."""
        return [frame for frame in (self.previous, *self.frames) if frame is not None]


def placed_rows(
    grid: Grid, found: Sequence[Row], top: float, least: Sequence[float]
) -> list[Placed]:
    """The rows below each other from `top` on. least: how high a row of each stage must be."""
    placed = []
    for row in found:
        cells = (*row.dbr, *row.other)[: len(grid.columns)]
        held = [
            blocks(grid, cell, width - 2 * grid.pad)
            for cell, (_, width) in zip(cells, grid.columns, strict=True)
        ]
        heights = _heights(grid, held, least[row.stage])
        frames = tuple(
            framed(grid, cell, Rect(left, top, width, height)) if cell else None
            for cell, height, (left, width) in zip(held, heights, grid.columns, strict=True)
        )
        row_placed = Placed(row.stage, top, top, frames, _earlier(grid, row, top), row.name)
        bottom = max(frame.rect.bottom for frame in row_placed.all)
        placed.append(replace(row_placed, bottom=bottom))
        top = bottom + grid.gap
    return placed


def _earlier(grid: Grid, row: Row, top: float) -> Frame | None:
    """The frame of the previous version, as high as its words need."""
    if grid.previous is None or not row.previous:
        return None
    left, width = grid.previous
    found = blocks(grid, row.previous, width - 2 * grid.pad)
    return framed(grid, found, Rect(left, top, width, height_of(grid, found)))


def _heights(grid: Grid, cells: Sequence[Sequence[Block]], least: float) -> list[float]:
    """Frames in the flow are equally high, and those beside as high as they are, if they can.

    They cannot where a frame holds too little (it would stand empty beside a long list of
    sources) or too much (the reasons for exclusion).
    """
    own = [height_of(grid, cell) for cell in cells]
    own[::2] = [max(height, least) for height in own[::2]]
    tallest = max(own if least else own[::2])
    heights: list[float] = []
    for at, height in enumerate(own):
        goal = heights[-1] if at % 2 else tallest
        heights.append(goal if height <= goal <= _STRETCH[at % 2] * height else height)
    return heights
