"""Axes: a line, ticks at round numbers, their labels without overlap, a title."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.outputs.plots._canvas import Group, Ink, Line, Shape, Style, Text
from litreview.outputs.plots._scale import Scale, tick_labels
from litreview.outputs.plots._text import block, fit, tip

TICK = 3.0
"""How long a tick is."""
LABEL, TITLE = Style(8), Style(8.5, "Bold")
_GAP = 4.0
"""Between two labels."""


def bottom(scale: Scale, y: float, *, title: str = "", ticks: Sequence[float] | None = None,
           most: int = 7) -> tuple[Group, float]:  # fmt: skip
    """A horizontal axis at `y`, and where it ends below. Labels that would overlap are left out."""
    places = scale.ticks(most) if ticks is None else tuple(ticks)
    shapes: list[Shape] = [Line(((scale.start, y), (scale.end, y)), Ink(stroke="soft"))]
    free, base = float("-inf"), y + TICK + LABEL.size + 1
    for value, label in zip(places, tick_labels(places, log=scale.log), strict=True):
        x, half = scale.at(value), LABEL.width(label) / 2
        shapes.append(Line(((x, y), (x, y + TICK)), Ink(stroke="soft")))
        if x - half >= free:
            shapes.append(Text(x, base, label, LABEL, "soft", "middle"))
            free = x + half + _GAP
    below = base + 3
    if title:
        middle, room = (scale.start + scale.end) / 2, abs(scale.end - scale.start)
        words = block(middle, below + TITLE.size, title, TITLE, room, most=2, anchor="middle")
        shapes.append(words)
        below += len(words.shapes) * TITLE.size * 1.2 + 3
    return Group(tuple(shapes), kind="axis"), below


def left(scale: Scale, x: float, *, title: str = "", ticks: Sequence[float] | None = None,
         most: int = 7) -> Group:  # fmt: skip
    """A vertical axis at `x`, with labels at its left and the title turned beside them."""
    places = scale.ticks(most) if ticks is None else tuple(ticks)
    labels = tick_labels(places, log=scale.log)
    shapes: list[Shape] = [Line(((x, scale.start), (x, scale.end)), Ink(stroke="soft"))]
    for value, label in zip(places, labels, strict=True):
        y = scale.at(value)
        shapes.append(Line(((x - TICK, y), (x, y)), Ink(stroke="soft")))
        shapes.append(Text(x - TICK - 2, y + LABEL.size * 0.35, label, LABEL, "soft", "end"))
    if title:
        shown = fit(title, TITLE, abs(scale.end - scale.start))
        at = x - left_room(scale, places, titled=True) + TITLE.size
        words = Text(at, (scale.start + scale.end) / 2, shown, TITLE, "ink", "middle", turned=True)
        shapes.append(Group((words,), title="" if shown == title else tip(title)))
    return Group(tuple(shapes), kind="axis")


def left_room(scale: Scale, ticks: Sequence[float] | None = None, *, titled: bool = False,
              most: int = 7) -> float:  # fmt: skip
    """How much room a vertical axis takes at its left."""
    places = scale.ticks(most) if ticks is None else tuple(ticks)
    widest = max((LABEL.width(one) for one in tick_labels(places, log=scale.log)), default=0.0)
    return TICK + 2 + widest + (TITLE.size * 1.5 if titled else 0.0)
