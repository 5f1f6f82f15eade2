"""Words into frames: broken into lines, and placed in the middle of the frame's height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from litreview.outputs.diagram.content import Content, Paragraph, Tone
from litreview.outputs.diagram.grid import LEADING, Grid
from litreview.outputs.diagram.shapes import Frame, Group, Kind, Rect, Words
from litreview.outputs.diagram.text import Line, Run, Style, wrap
from litreview.outputs.fonts import Face

ABOVE = 5.0
"""Between a frame and its words, above and below."""


@dataclass(frozen=True, slots=True)
class Block:
    """Words on lines, not yet placed. The lines are (x from the left of the words, line)."""

    key: str
    lines: tuple[tuple[float, Line, Style, Tone], ...]
    paragraphs: tuple[Paragraph, ...]


def height_of(grid: Grid, found: Sequence[Block]) -> float:
    """How high a frame must be to hold these words."""
    return sum(len(block.lines) for block in found) * grid.leading + 2 * ABOVE


def blocks(grid: Grid, content: Content, room: float) -> list[Block]:
    """The words of a frame on lines no wider than `room`."""
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
        found.append(Block(entry.key, tuple(lines), entry.paragraphs))
    return found


def framed(grid: Grid, found: Sequence[Block], rect: Rect) -> Frame:
    """The words in the middle of the frame's height; the areas of its groups fill it."""
    total = sum(len(block.lines) for block in found) * grid.leading
    y = rect.y + (rect.height - total) / 2
    groups = []
    for at, block in enumerate(found):
        end = y + len(block.lines) * grid.leading
        area_top = y if at else rect.y
        area_end = end if at < len(found) - 1 else rect.bottom
        words = tuple(
            Words(rect.x + grid.pad + x, _base(y, row, grid.leading, style.size), line, style, tone)
            for row, (x, line, style, tone) in enumerate(block.lines)
        )
        area = Rect(rect.x, area_top, rect.width, area_end - area_top)
        groups.append(Group(block.key, area, words, block.paragraphs))
        y = end
    waiting = any(words.tone == "waiting" for group in groups for words in group.words)
    return Frame("waiting" if waiting else "box", rect, tuple(groups))


def _base(top: float, row: int, leading: float, size: float) -> float:
    """The base line of a row of text, so that capitals stand in the middle of it."""
    return top + row * leading + leading / 2 + size * 0.36


def centred(kind: Kind, rect: Rect, text: str, style: Style) -> Frame:
    """A frame with `text` in its middle; that of a stage reads upwards."""
    turned = kind == "stage"
    lines = broken(text, style, rect.height if turned else rect.width)
    leading = style.size * LEADING
    x, y = rect.middle
    top = y - len(lines) * leading / 2
    words = tuple(
        Words(x, _base(top, row, leading, style.size), line, style, anchor="middle")
        for row, line in enumerate(lines)
    )
    return Frame(kind, rect, (Group("", rect, words, (Paragraph((Run(text),)),)),), turned=turned)


def broken(text: str, style: Style, width: float) -> list[Line]:
    """`text` on lines that fit into a frame of this width."""
    return wrap((Run(text),), style, width - 2 * ABOVE)
