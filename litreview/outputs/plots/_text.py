"""Text that fits where it stands: wrapped or shortened, its whole wording in a tooltip."""

from __future__ import annotations

from litreview.outputs.diagram.text import Run, one_line, wrap
from litreview.outputs.plots._canvas import Anchor, Group, Role, Style, Text

LEADING = 1.2
"""From base line to base line, in sizes of the font."""
LONGEST = 2_000
"""Characters of a text that are looked at, and that a tooltip shows."""
ELLIPSIS = "…"


def fit(text: str, style: Style, room: float) -> str:
    """`text` in one line no wider than `room`; with three dots where it is cut; "" if none fits."""
    line = one_line(text[:LONGEST])
    if len(text) <= LONGEST and style.width(line) <= room:
        return line
    left, kept = room - style.width(ELLIPSIS), ""
    for char in line:
        left -= style.width(char)
        if left < 0:
            break
        kept += char
    if style.width(ELLIPSIS) > room:
        return ""
    return f"{kept.rstrip()}{ELLIPSIS}"


def lines(text: str, style: Style, room: float, most: int = 3) -> tuple[str, ...]:
    """`text` on at most `most` lines of `room`; the last one ends in three dots where it is cut."""
    if room <= 0:
        return ()
    wrapped = wrap([Run(text[:LONGEST])], style, room)
    found = ["".join(run.text for run in line) for line in wrapped]
    found = [line if style.width(line) <= room else fit(line, style, room) for line in found]
    if len(found) <= most and len(text) <= LONGEST:
        return tuple(found)
    last = fit(f"{found[most - 1]} {''.join(found[most:])}", style, room) if found[most:] else ""
    return (*found[: most - 1], last or fit(f"{found[-1]}{ELLIPSIS}", style, room))


def tip(text: str) -> str:
    """`text` for a tooltip: one line, and no longer than `LONGEST`."""
    line = one_line(text[: LONGEST + 1])
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}{ELLIPSIS}"


def block(  # noqa: PLR0913 - where, what and how
    x: float, y: float, text: str, style: Style, room: float, *,
    most: int = 3, anchor: Anchor = "start", role: Role = "ink",
) -> Group:  # fmt: skip
    """`text` as lines of `room` from the base line y downwards.

    The group's title is the whole text where some of it is not shown.
    """
    shown = lines(text, style, room, most)
    step = LEADING * style.size
    whole = one_line(text[:LONGEST]) == " ".join(shown)
    return Group(
        tuple(Text(x, y + at * step, line, style, role, anchor) for at, line in enumerate(shown)),
        title="" if whole else tip(text),
    )


def height(count: int, style: Style) -> float:
    """How high `count` lines are, from the top of the first to the foot of the last."""
    return count * LEADING * style.size
