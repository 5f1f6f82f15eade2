"""Text for a terminal: harmless, and fitted to cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from litreview.errors import LitreviewError
from litreview.outputs.escape import terminal


def one_line(text: str) -> str:
    """`text` made harmless, on one line."""
    return " ".join(terminal(text).split())


def lines_of(text: str) -> Iterator[str]:
    """The lines of `text`, made harmless."""
    return (line.rstrip() for line in terminal(text).split("\n"))


def in_parts(error: LitreviewError, first: str = "") -> Iterator[str]:
    """An error a line each: what, where, what to do."""
    yield one_line(f"{first}{error.what}")
    for word, part in (("where", error.where), ("to do", error.remedy)):
        if part:
            yield one_line(f"{word}: {part}")


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut off leaves an ellipsis."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, width - 1).rstrip()}…" if width > 0 else ""


def sides(left: Text, right: Text, width: int) -> Text:
    """One line with `left` at the left, cut where it must be, and `right` at the right."""
    room = width - right.cell_len - 2 if right.cell_len else width
    line = Text()
    line.append_text(left)
    line.truncate(max(0, room), overflow="ellipsis")
    line.append(" " * (width - line.cell_len - right.cell_len))
    line.append_text(right)
    line.truncate(width, overflow="ellipsis")
    return line


def flow(label: str, words: Iterable[Text], width: int) -> list[Text]:
    """`words` in lines of `width` behind `label`; further lines are indented below the first."""
    lines = [Text(label)]
    indent, first = cell_len(label), True
    for word in words:
        gap = 0 if first else 3
        if not first and lines[-1].cell_len + gap + word.cell_len > width:
            lines.append(Text(" " * indent))
            gap = 0
        lines[-1].append(" " * gap)
        lines[-1].append_text(word)
        first = False
    return lines


def longest_that_fits(lines: Sequence[Text], width: int) -> Text:
    """The first of `lines` (longest first) that fits into `width`; the last one where none does."""
    return next((line for line in lines if line.cell_len <= width), lines[-1])


def rule(width: int, hint: str = "") -> Text:
    """A thin line across, with a hint near its right end."""
    tail = f" {hint} ─" if hint and cell_len(hint) + 12 <= width else ""
    return Text("─" * (width - cell_len(tail)) + tail, style="dim")
