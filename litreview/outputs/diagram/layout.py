"""Where everything stands: a fixed grid of columns, rows as high as their words need."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.outputs.diagram.arrows import arrows
from litreview.outputs.diagram.content import STAGES, Row
from litreview.outputs.diagram.frames import ABOVE, blocks, broken, centred, framed
from litreview.outputs.diagram.grid import BAR, EDGE, LEADING, Grid, grid_of
from litreview.outputs.diagram.language import Language
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.notes import STATEMENT, notes
from litreview.outputs.diagram.placing import Placed, placed_rows
from litreview.outputs.diagram.rows import rows
from litreview.outputs.diagram.shapes import WIDTH, Figure, Frame, Kind, Rect
from litreview.outputs.diagram.text import Style
from litreview.outputs.diagram.words import progress, title
from litreview.prisma import Flow

NOTE_SIZE = 8.0
_STAGE = Style(9.0, "Bold")
_WIDE = WIDTH - 2 * EDGE


def figure(flow: Flow, look: Look = PLAIN) -> Figure:
    """The layout of `flow` in the template that it needs."""
    grid, found = grid_of(flow), rows(flow, look)
    frames = _titles(grid, flow, look.language)
    top = max(frame.rect.bottom for frame in frames) + 8.0
    placed = placed_rows(grid, found, top, _least(found, look.language))
    cells = [frame for row in placed for frame in row.all]
    bottom = max(frame.rect.bottom for frame in cells)
    below = _below(flow, look, bottom + 12.0)
    return Figure(
        height=max(frame.rect.bottom for frame in (*cells, *below)) + EDGE,
        frames=(*frames, *_bars(placed, look.language), *cells, *below),
        arrows=tuple(arrows(placed)),
    )


def _least(found: Sequence[Row], language: Language) -> list[float]:
    """How high a row of each stage must be so that the name of the stage fits into its bar."""
    held = [row.stage for row in found]
    wide = [_STAGE.width(language.say("stages", stage)) for stage in STAGES]
    return [
        width + 2 * ABOVE + 1.0 if held.count(at) == 1 else 0.0 for at, width in enumerate(wide)
    ]


def _titles(grid: Grid, flow: Flow, language: Language) -> list[Frame]:
    style, version = Style(grid.size + 0.5, "Bold"), "updated" if flow.updated else "new"
    spans: list[tuple[Kind, str, tuple[float, float]]] = []
    if grid.previous is not None:
        spans.append(("other-title", "previous", grid.previous))
    spans.append(("title", f"{version}_dbr", grid.span(0, 1)))
    if flow.other_methods:
        spans.append(("other-title", f"{version}_other", grid.span(2, 3)))
    said = [title(flow, key, language) for _, key, _ in spans]
    lines = [broken(text, style, span[1]) for text, (*_, span) in zip(said, spans, strict=True)]
    height = max(map(len, lines)) * style.size * LEADING + 2 * ABOVE
    return [
        centred(kind, Rect(left, EDGE, width, height), text, style)
        for text, (kind, _, (left, width)) in zip(said, spans, strict=True)
    ]


def _bars(placed: Sequence[Placed], language: Language) -> list[Frame]:
    """The vertical bars of the stages."""
    bars = []
    for at, stage in enumerate(STAGES):
        held = [row for row in placed if row.stage == at]
        rect = Rect(EDGE, held[0].top, BAR, held[-1].bottom - held[0].top)
        bars.append(centred("stage", rect, language.say("stages", stage), _STAGE))
    return bars


def _below(flow: Flow, look: Look, top: float) -> list[Frame]:
    """The band that says what is pending, and the notes."""
    frames = []
    waiting = progress(flow, look.language)
    if waiting:
        style = Style(9.0, "Bold")
        lines = broken(waiting, style, _WIDE)
        rect = Rect(EDGE, top, _WIDE, len(lines) * style.size * LEADING + 12.0)
        frames.append(centred("band", rect, waiting, style))
        top = rect.bottom + 8.0
    grid = Grid(NOTE_SIZE, ((EDGE, _WIDE),), gap=0.0, pad=0.0, step=0.0)
    small = notes(flow, look)
    for note in small:
        found = blocks(grid, note, _WIDE)
        height = sum(len(block.lines) for block in found) * grid.leading + 1.5
        rect = Rect(EDGE, top, _WIDE, height)
        href = STATEMENT if note is small[-1] and "notes" in look.details else ""
        frames.append(Frame("note", rect, framed(grid, found, rect).groups, href=href))
        top = rect.bottom
    return frames
