"""The columns of the four official templates, and the sizes in them."""

from __future__ import annotations

from dataclasses import dataclass

from litreview.prisma import Flow

EDGE = 1.0
"""Room for half a line at the edges of the drawing."""
LEADING = 1.22
"""From line to line, by the size of the letters."""


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
        return self.size * LEADING

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


def grid_of(flow: Flow) -> Grid:
    """The columns that `flow` needs."""
    if flow.updated:
        return V2_UPDATED if flow.other_methods else V1_UPDATED
    return V2 if flow.other_methods else V1
