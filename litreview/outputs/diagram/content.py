"""What a figure says, before it has sizes and places: words, in frames, in rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from litreview.outputs.diagram.text import Run

STAGES = ("identification", "screening", "included")
Tone = Literal["plain", "waiting"]
RowName = Literal["", "aside", "included", "total"]
"""A row that arrows lead to otherwise than from the frame above."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that begin on a line of their own. level: how many steps it is set in."""

    runs: tuple[Run, ...]
    level: int = 0
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """The words about one number; key: its box, or "" for words without a number."""

    key: str
    paragraphs: tuple[Paragraph, ...]


Content = tuple[Entry, ...]
"""What one frame holds."""


@dataclass(frozen=True, slots=True)
class Row:
    """Frames at one height: of each arm the frame in the flow and the frame beside it.

    stage: the index in `STAGES` of the vertical bar that covers the row. previous: of an updated
    review the frame of what its previous version included, left of the others.
    """

    stage: int
    dbr: tuple[Content, Content]
    other: tuple[Content, Content] = ((), ())
    previous: Content = ()
    name: RowName = ""
