"""What plots share beside axes: title, legend, notes at the foot, the sentence of an empty plot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litreview.outputs.plots._canvas import (
    Circle,
    Drawing,
    Group,
    Ink,
    Line,
    Look,
    Polygon,
    Rectangle,
    Shape,
    Style,
    Text,
    units,
)
from litreview.outputs.plots._text import LEADING, block, fit, height

MARGIN = 8.0
"""Around a drawing."""
HEADING, PLAIN, SMALL = Style(11, "Bold"), Style(8), Style(7.5)
_LINES_OF_TITLE, _LINES_OF_NOTE = 3, 6
NARROWEST, WIDEST = 60.0, 2000.0
"""Millimetres that a plot can be wide."""


def width_of(look: Look) -> float:
    """The width of a drawing in units. Raises UsageError for one that nothing fits into."""
    from litreview.errors import UsageError

    if not NARROWEST <= look.width_mm <= WIDEST:
        raise UsageError(
            f"a plot cannot be {look.width_mm:g} mm wide",
            remedy=f"choose a width from {NARROWEST:g} to {WIDEST:g} mm",
        )
    return units(look.width_mm)


def heading(text: str, width: float) -> tuple[Group, float]:
    """The title at the top of a drawing, and where what is below may begin."""
    words = block(
        MARGIN, MARGIN + HEADING.size, text, HEADING, width - 2 * MARGIN, most=_LINES_OF_TITLE
    )
    return words, MARGIN + height(len(words.shapes), HEADING) + 4 * bool(words.shapes)


def foot(notes: Iterable[str], y: float, width: float) -> tuple[Group, float]:
    """Sentences in small letters from `y` downwards, and where the drawing ends."""
    shapes: list[Shape] = []
    for note in notes:
        words = block(
            MARGIN, y + SMALL.size, note, SMALL, width - 2 * MARGIN,
            most=_LINES_OF_NOTE, role="soft",
        )  # fmt: skip
        shapes.append(words)
        y += height(len(words.shapes), SMALL) + 1
    return Group(tuple(shapes), kind="notes"), y + (2 if shapes else 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend: a mark and what it means."""

    mark: str
    ink: Ink
    label: str


MARKS = ("square", "circle", "diamond", "triangle", "triangle-down", "bar", "line")
"""What `mark` draws; the first five tell groups apart without colour."""


def mark(kind: str, x: float, y: float, size: float, ink: Ink) -> Shape:
    """A mark of about equal weight around (x, y); size: the side of the square. A kind of MARKS."""
    half = size / 2
    if kind == "circle":
        return Circle(x, y, half * 1.1, ink)
    if kind == "diamond":
        far = half * 1.35
        return Polygon(((x - far, y), (x, y - far), (x + far, y), (x, y + far)), ink)
    if kind in {"triangle", "triangle-down"}:
        up, wide = (-1 if kind == "triangle" else 1) * half * 1.25, half * 1.25
        return Polygon(((x, y + up), (x - wide, y - up * 0.8), (x + wide, y - up * 0.8)), ink)
    if kind == "bar":
        return Rectangle(x - half * 1.4, y - half * 0.6, size * 1.4, size * 0.6, ink)
    if kind == "line":
        return Line(((x - half * 1.6, y), (x + half * 1.6, y)), ink)
    return Rectangle(x - half, y - half, size, size, ink)


def legend(entries: Sequence[Entry], x: float, y: float, room: float) -> tuple[Group, float]:
    """Entries beside each other, on as many lines as they need; and where they end below."""
    shapes: list[Shape] = []
    left, base = x, y + PLAIN.size
    for entry in entries:
        words = fit(entry.label, PLAIN, room - 14)
        wide = 14 + PLAIN.width(words)
        if left > x and left + wide > x + room:
            left, base = x, base + PLAIN.size * LEADING + 2
        shapes.append(mark(entry.mark, left + 5, base - PLAIN.size * 0.33, 6.5, entry.ink))
        title = entry.label if words != entry.label else ""
        shapes.append(Group((Text(left + 14, base, words, PLAIN, "soft"),), title=title))
        left += wide + 12
    return Group(tuple(shapes), kind="legend"), (base + 5 if entries else y)


def empty(name: str, look: Look, title: str, sentence: str, notes: tuple[str, ...] = ()) -> Drawing:
    """A drawing that says in one sentence why there is nothing to draw."""
    width = width_of(look)
    head, y = heading(title, width)
    words, y = foot((sentence,), y, width)
    return Drawing(
        name, title, sentence, width, y + MARGIN, (head, words),
        notes=notes, empty=sentence, theme=look.theme,
    )  # fmt: skip
