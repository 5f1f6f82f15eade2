"""From frame to frame: straight arrows, with right angles where they must turn."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from litreview.outputs.diagram.content import RowName
from litreview.outputs.diagram.placing import Placed
from litreview.outputs.diagram.shapes import Arrow, Frame


def arrows(placed: Sequence[Placed]) -> Iterable[Arrow]:
    """From each frame to the one beside it and to the next one below in its column."""
    for row in placed:
        for at in range(0, len(row.frames), 2):
            here, beside = row.frames[at], row.frames[at + 1]
            if here is not None and beside is not None:
                y = min(here.rect.middle[1], beside.rect.middle[1])
                yield Arrow(((here.rect.right, y), (beside.rect.x, y)))
    for at in range(0, len(placed[0].frames), 2):
        column = [frame.rect for row in placed if (frame := row.frames[at]) is not None]
        for above, below in itertools.pairwise(column):
            x = above.middle[0]
            yield Arrow(((x, above.bottom), (x, below.y)))
    yield from _set_aside(placed)
    yield from _joining(placed)
    yield from _carried(placed)


def _set_aside(placed: Sequence[Placed]) -> Iterable[Arrow]:
    """From the flow of each arm to the side, where something is neither included nor excluded."""
    frame = next((row.frames[1] for row in placed if row.name == "aside"), None)
    if frame is None:
        return
    y = frame.rect.middle[1]
    for at, side in ((0, frame.rect.x), (2, frame.rect.right)):
        column = [
            held.rect for row in placed for held in row.frames[at : at + 1] if held is not None
        ]
        if column:
            yield Arrow(((column[0].middle[0], y), (side, y)))


def _joining(placed: Sequence[Placed]) -> Iterable[Arrow]:
    """From the last frame of the other methods to the side of the included studies."""
    end = _joined(placed, "included")
    if len(placed[0].frames) > 2 and end is not None:  # noqa: PLR2004 - two columns an arm
        last = [frame.rect for row in placed if (frame := row.frames[2]) is not None][-1]
        x, y = last.middle[0], end.rect.middle[1]
        yield Arrow(((x, last.bottom), (x, y), (end.rect.right, y)))


def _carried(placed: Sequence[Placed]) -> Iterable[Arrow]:
    """From the frame of the previous version down and to the side of the total."""
    start, end = placed[0].previous, _joined(placed, "total")
    if start is not None and end is not None:
        x, y = start.rect.middle[0], end.rect.middle[1]
        yield Arrow(((x, start.rect.bottom), (x, y), (end.rect.x, y)))


def _joined(placed: Sequence[Placed], name: RowName) -> Frame | None:
    """The frame in the flow of the row called `name`."""
    return next((row.frames[0] for row in placed if row.name == name), None)
