"""What a drawing consists of: frames with words in them, and arrows.

Units: 510 are 180 mm, so that one is a point. y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from litreview.outputs.diagram.content import Paragraph, Tone
from litreview.outputs.diagram.text import Line, Style

WIDTH = 510.0
MILLIMETRES = 180.0

Kind = Literal["box", "waiting", "title", "other-title", "stage", "band", "note"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """X of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Y of the lower side."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. x, y: the start (or middle) of its base line."""

    x: float
    y: float
    line: Line
    style: Style
    tone: Tone = "plain"
    anchor: Literal["start", "middle"] = "start"


@dataclass(frozen=True, slots=True)
class Group:
    """The words about one number, and the area that answers to the mouse.

    paragraphs: the same words before they were broken into lines.
    """

    key: str
    area: Rect
    words: tuple[Words, ...]
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn rectangle with its words. turned: they read upwards, around its middle.

    href: where the words of a note lead to.
    """

    kind: Kind
    rect: Rect
    groups: tuple[Group, ...]
    turned: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line of horizontal and vertical pieces; its tip is the last point."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything that is drawn, in reading order."""

    height: float
    frames: tuple[Frame, ...]
    arrows: tuple[Arrow, ...]
