"""What a plot consists of. Units: one point, of which 510 are 180 mm; y grows downwards.

A plot makes a `Drawing` of shapes; `_svg` writes it. Shapes are values, so that a test can measure
them: `box` says where one lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from litreview.outputs.diagram.shapes import MILLIMETRES, WIDTH, Rect
from litreview.outputs.diagram.text import Style
from litreview.outputs.theme import OFFICIAL, Role, Theme

__all__ = [
    "Circle",
    "Drawing",
    "Group",
    "Ink",
    "Line",
    "Look",
    "Point",
    "Polygon",
    "Rect",
    "Rectangle",
    "Role",
    "Shape",
    "Style",
    "Text",
    "Theme",
    "arrow_head",
    "box",
    "texts",
    "units",
]  # fmt: skip

Point = tuple[float, float]
Dash = Literal["solid", "dashed", "dotted"]
Anchor = Literal["start", "middle", "end"]
PLAIN = Style(8)
"""The usual size of text: 8 points."""
ASCENT, DESCENT = 0.91, 0.22
"""How far letters reach above and below their base line, in sizes of the font."""


def units(millimetres: float) -> float:
    """Millimetres on paper -> units of a drawing."""
    return millimetres * WIDTH / MILLIMETRES


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is painted; None: not at all. opacity: of the fill, from 0 to 1."""

    fill: Role | None = None
    stroke: Role | None = None
    width: float = 0.8
    dash: Dash = "solid"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text from its base line.

    turned: it reads upwards, around (x, y). on: the ground that it stands on, where that is not
    the paper: it is then written in whichever of ink and paper stands out from it.
    """

    x: float
    y: float
    text: str
    style: Style = PLAIN
    role: Role = "ink"
    anchor: Anchor = "start"
    turned: bool = False
    on: Role | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line through two points or more."""

    points: tuple[Point, ...]
    ink: Ink = Ink(stroke="ink")


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape."""

    points: tuple[Point, ...]
    ink: Ink = Ink(fill="main")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle; round: the radius of its corners."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = Ink(fill="main")
    round: float = 0.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    ink: Ink = Ink(fill="main")


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together.

    title: what the mouse shows over them; href: where a click leads (a web address, or ``#name``);
    kind: a class for scripts and tests; clip: what lies outside of it is not drawn.
    """

    shapes: tuple[Shape, ...]
    title: str = ""
    href: str = ""
    kind: str = ""
    clip: Rect | None = None


Shape = Text | Line | Polygon | Rectangle | Circle | Group


@dataclass(frozen=True, slots=True)
class Look:
    """What all plots can be asked for. title: "" for the plot's own; width_mm: on paper."""

    title: str = ""
    width_mm: float = MILLIMETRES
    theme: Theme = OFFICIAL


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished plot.

    name: of the kind of plot; title, description: what a screen reader says; width, height: in
    units; data: what is drawn, as JSON can hold it, so that the figure can be read back; notes:
    sentences for whoever asked for the plot (what was left out, and why); empty: the sentence that
    stands where there is nothing to draw, else "".
    """

    name: str
    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    empty: str = ""
    theme: Theme = OFFICIAL

    @property
    def width_mm(self) -> float:
        """How wide it prints."""
        return self.width * MILLIMETRES / WIDTH


def arrow_head(tip: Point, toward: Literal["left", "right", "up", "down"], size: float, ink: Ink,
) -> Polygon:  # fmt: skip
    """A filled triangle whose `tip` points `toward`; it is `size` long and as broad."""
    dx, dy = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}[toward]
    (x, y), half = tip, size / 2
    back_x, back_y = x - dx * size, y - dy * size
    wings = ((back_x - dy * half, back_y + dx * half), (back_x + dy * half, back_y - dx * half))
    return Polygon((tip, *wings), ink)


def texts(shapes: Iterable[Shape]) -> Iterator[Text]:
    """Every text among `shapes`, at any depth, in the order in which they are drawn."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from texts(shape.shapes)
        elif isinstance(shape, Text):
            yield shape


def box(shape: Shape) -> Rect:
    """The smallest rectangle around a shape, without the width of its line."""
    if isinstance(shape, Text):
        return _text_box(shape)
    if isinstance(shape, Rectangle):
        return Rect(shape.x, shape.y, shape.width, shape.height)
    if isinstance(shape, Circle):
        r = shape.radius
        return Rect(shape.x - r, shape.y - r, 2 * r, 2 * r)
    if isinstance(shape, Group):
        if shape.clip is not None:
            return shape.clip
        inner = [box(one) for one in shape.shapes]
        corners = [(b.x, b.y) for b in inner] + [(b.right, b.bottom) for b in inner]
        return _around(corners)
    return _around(shape.points)


def _around(points: Iterable[Point]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _text_box(text: Text) -> Rect:
    wide, size = text.style.width(text.text), text.style.size
    before = {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    above, high = ASCENT * size, (ASCENT + DESCENT) * size
    if text.turned:
        return Rect(text.x - above, text.y - (wide - before), high, wide)
    return Rect(text.x - before, text.y - above, wide, high)
