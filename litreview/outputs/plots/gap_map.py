"""The evidence and gap map: interventions by outcomes, a bubble by the number of studies.

Snilstveit and others 2016 (Journal of Clinical Epidemiology 79: 120-129). Each category of the
bubbles (a rating, a design) keeps its place in a cell, so that it is told without colour too; a
cell without a study is grey. `_gap_map_page` has the same as a page with filters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final

from litreview.outputs.plots import Choice, CsvColumn, PlotKind
from litreview.outputs.plots._canvas import (
    Circle,
    Drawing,
    Group,
    Ink,
    Line,
    Rect,
    Rectangle,
    Role,
    Shape,
    Style,
    Text,
)
from litreview.outputs.plots._gap_map_data import (
    COLOURS,
    FILTERS,
    Entry,
    GapMap,
    categories,
    from_rows,
    shown_as,
)
from litreview.outputs.plots._gap_map_evidence import SIDES, from_evidence
from litreview.outputs.plots._gap_map_page import page
from litreview.outputs.plots._grid import Grid, Stub, grid, parts, stub_width
from litreview.outputs.plots._parts import (
    MARGIN,
    empty,
    foot,
    heading,
    legend,
    width_of,
)
from litreview.outputs.plots._parts import (
    Entry as LegendEntry,
)
from litreview.outputs.plots._text import tip
from litreview.outputs.theme import SERIES
from litreview.outputs.words import counted

TITLE: Final = "Evidence and gap map"
_LEAST_CELL, _WIDEST_CELL, _SLOT = 42.0, 110.0, 22.0
_LEAST, _LARGEST = 5.6, 12.0
"""The radius of the smallest and of the largest bubble."""
_MOST_NAMES = 12
Cells = Mapping[tuple[str, str], Mapping[int, Sequence[str]]]
"""(row, column) -> place of a category -> its studies."""


def build(data: GapMap) -> Drawing:
    """The map, its legend, and how many cells are empty."""
    title = data.look.title or TITLE
    if not data.rows or not data.columns:
        sentence = "There are no studies, and no interventions and outcomes to show gaps of."
        return empty("gap-map", data.look, title, sentence, data.notes)
    width = width_of(data.look)
    head, y = heading(title, width)
    names, cells = categories(data), cells_of(data)
    stubs = _stubs(data, width - 2 * MARGIN)
    room = width - 2 * MARGIN - sum(stub.width for stub in stubs)
    across = 1 if len(names) < 2 else 2 if len(names) == 4 else 3  # noqa: PLR2004 - 2 by 2
    across = min(across, max(len(names), 1))
    tall = -(-max(len(names), 1) // across) * _SLOT + 4
    shapes: list[Shape] = [head]
    for block in parts(len(data.columns), room, max(_LEAST_CELL, across * _SLOT * 0.8)):
        columns = [data.columns[at] for at in block]
        cell = min(_WIDEST_CELL, room / len(columns))
        placed = grid(stubs, columns, x=MARGIN, y=y + 4, cell=cell, least=tall)
        shapes += placed.shapes
        shapes += _filled(data, columns, placed, cells, names, across)
        y = placed.bottom + 8
    entries = [LegendEntry("circle", Ink(_role(at, names), "frame", 0.5), name)
               for at, name in enumerate(names)]  # fmt: skip
    keys, y = legend(entries, MARGIN, y + 2, width - 2 * MARGIN)
    words, y = foot(_foot(data, cells, names), y, width)
    return Drawing(
        "gap-map", title, _description(data, cells), width, y + MARGIN, (*shapes, keys, words),
        data=_held(data), notes=data.notes, theme=data.look.theme,
    )  # fmt: skip


def cells_of(data: GapMap) -> Cells:
    """The studies of each cell and category, each once, in the order given."""
    names = categories(data)
    found: dict[tuple[str, str], dict[int, dict[str, None]]] = {}
    for entry in data.entries:
        cell = found.setdefault((entry.row, entry.column), {})
        cell.setdefault(shown_as(entry, data, names), {})[entry.study] = None
    return {key: {at: tuple(held) for at, held in cell.items()} for key, cell in found.items()}


def _stubs(data: GapMap, width: float) -> tuple[Stub, ...]:
    """The rows, and how many studies each has."""
    wide = stub_width(data.row_name, data.rows, 60, width * 0.3)
    counts = tuple(f"{_studies(e for e in data.entries if e.row == row)}" for row in data.rows)
    number = stub_width("Studies", counts, 36, 44)
    return Stub(data.row_name, data.rows, wide), Stub("Studies", counts, number, "end")


def _studies(entries: object) -> int:
    return len({entry.study for entry in entries})  # type: ignore[attr-defined]


def _role(at: int, names: Sequence[str]) -> Role:
    """The colour of a category; NOT_TOLD, which stands last, is grey."""
    return "unknown" if names[at] == "not told" else SERIES[at % len(SERIES)]


def _filled(  # noqa: PLR0913, PLR0917 - what, where and how
    data: GapMap, columns: Sequence[str], placed: Grid, cells: Cells, names: Sequence[str],
    across: int,
) -> list[Shape]:  # fmt: skip
    most = max((len(held) for cell in cells.values() for held in cell.values()), default=1)
    grounds: list[Shape] = []
    bubbles: list[Shape] = []
    for at, row in enumerate(data.rows):
        for column, name in enumerate(columns):
            area, held = placed.cell(at, column), cells.get((row, name), {})
            grounds.append(_ground(area, gap=not held, title=f"{row}, {name}: no study"))
            for place, studies in sorted(held.items()):
                slot = _slot(area, place, len(names), across)
                title = _said(row, name, names[place], studies)
                bubbles.append(_bubble(slot, len(studies), most, _role(place, names), title))
    return [*grounds, *bubbles]


def _ground(area: Rect, *, gap: bool, title: str) -> Group:
    fill: Role = "faint" if gap else "paper"
    ink = Ink(fill, stroke="faint", width=0.6, opacity=0.5 if gap else 1.0)
    box = Rectangle(area.x, area.y, area.width, area.height, ink)
    if not gap:
        return Group((box,))
    x, y = area.middle
    dash = Line(((x - 3, y), (x + 3, y)), Ink(stroke="soft"))
    return Group((box, dash), title=tip(title), kind="gap")


def _slot(area: Rect, place: int, count: int, across: int) -> Rect:
    """The place of a category in a cell: side by side, in lines of `across`."""
    lines = -(-count // across)
    line, column = divmod(place, across)
    width, height = area.width / across, area.height / lines
    return Rect(area.x + column * width, area.y + line * height, width, height)


def _bubble(slot: Rect, count: int, most: int, role: Role, title: str) -> Group:
    """A circle whose area grows with the number of studies, and that number in it."""
    room = max(_LEAST, min(_LARGEST, slot.width / 2 - 0.8, slot.height / 2 - 0.8))
    radius = max(_LEAST, room * sqrt(count / most))
    x, y = slot.middle
    text = f"{count}"
    size = min(8.0, 1.7 * radius / max(Style(1, "Bold").width(text), 0.9))
    style = Style(size, "Bold")
    words = Text(x, y + size * 0.36, text, style, anchor="middle", on=role)
    circle = Circle(x, y, radius, Ink(fill=role, stroke="frame", width=0.5))
    return Group((circle, words), title=tip(title), kind="bubble")


def _said(row: str, column: str, name: str, studies: Sequence[str]) -> str:
    more = " …" if len(studies) > _MOST_NAMES else ""
    shown = "; ".join(studies[:_MOST_NAMES])
    return f"{row}, {column}, {name}: {counted(len(studies), 'study')} ({shown}{more})"


def _gaps(data: GapMap, cells: Cells) -> int:
    return sum((row, column) not in cells for row in data.rows for column in data.columns)


def _foot(data: GapMap, cells: Cells, names: Sequence[str]) -> tuple[str, ...]:
    by = dict(FILTERS)[data.colour].lower()
    places = f" by {by}; a category stands in the same place of every cell" if names else ""
    gaps = _gaps(data, cells)
    grey = f"Grey: no study, {gaps} of {len(data.rows) * len(data.columns)} cells."
    return (
        f"The number of studies in each cell{places}. The area of a bubble grows with it.",
        f"{grey} A study may stand in several cells.",
    )


def _description(data: GapMap, cells: Cells) -> str:
    gaps = _gaps(data, cells)
    largest = sorted(
        ((len({s for held in cell.values() for s in held}), key) for key, cell in cells.items()),
        key=lambda pair: (-pair[0], pair[1]),
    )[:5]
    said = "; ".join(f"{row}, {column}: {n}" for n, (row, column) in largest)
    studies = counted(_studies(data.entries), "study")
    return (
        f"{studies} in {counted(len(data.rows), 'row')} by {counted(len(data.columns), 'column')}; "
        f"{gaps} cells have none. Most studies: {said or 'none'}."
    )


def _held(data: GapMap) -> dict[str, object]:
    entries = [
        {name: getattr(e, name) for name in Entry.__dataclass_fields__} for e in data.entries
    ]
    return {"plot": "gap-map", "rows": list(data.rows), "columns": list(data.columns),
            "colour": data.colour, "entries": entries}  # fmt: skip


PLOT = PlotKind(
    "gap-map",
    "which interventions were studied for which outcomes, and where nothing is known",
    build,
    columns=(
        CsvColumn("study", "the study; empty for a side that none has studied"),
        CsvColumn("intervention", "the row", required=True),
        CsvColumn("outcome_domain", "the column", required=True),
        CsvColumn("title", "of its main report"),
        *(CsvColumn(name, f"{label.lower()}: a filter of the page") for name, label in FILTERS),
        CsvColumn("year", "of its report: a filter of the page", number=True),
        CsvColumn("included", "no: extracted, but not included"),
        CsvColumn("url", "its address"),
    ),
    from_rows=from_rows,
    from_evidence=from_evidence,
    page=page,
    choices=(
        Choice("colour", f"what tells the bubbles apart: {', '.join(COLOURS)}"),
        Choice("rows", f"from a review, what the rows are: {', '.join(SIDES)}"),
        Choice("studies", "from a review: included, or all that were extracted"),
    ),
)
