"""The effect direction plot: studies by outcome domains, an arrow for the way that effects go.

Thomson and Thomas 2013 (Research Synthesis Methods 4: 95-101), as updated by Boon and Thomson 2021
(12: 29-33): arrows sized by the number of people, a small number for several outcomes, and under
each domain the exact sign test over the studies that go one way or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from litreview.outputs.diagram.text import one_line
from litreview.outputs.plots import Choice, CsvColumn, PlotKind
from litreview.outputs.plots._canvas import (
    Drawing,
    Group,
    Ink,
    Polygon,
    Rect,
    Role,
    Shape,
    Style,
    Text,
)
from litreview.outputs.plots._direction_data import (
    FEW,
    MANY,
    Cell,
    Directions,
    StudyRow,
    from_evidence,
    from_rows,
)
from litreview.outputs.plots._grid import Grid, Stub, grid, parts, stub_width
from litreview.outputs.plots._parts import MARGIN, empty, foot, heading, width_of
from litreview.outputs.plots._scale import number
from litreview.outputs.plots._text import fit, tip
from litreview.outputs.plots._ways import Way, p_words, sign_test
from litreview.outputs.words import counted
from litreview.synthesis.swim.directions import SHARE

TITLE: Final = "Direction of effects"
WORDS: Final[Mapping[Way, str]] = {
    "better": "better than the comparison",
    "worse": "worse",
    "none": "no difference, or no clear way",
    "unclear": "cannot be told",
}
_ROLES: Final[Mapping[Way, Role]] = {
    "better": "main", "worse": "series4", "none": "soft", "unclear": "soft",
}  # fmt: skip
_SIZES: Final = (5.0, 7.5, 10.0)
_LEAST_CELL, _WIDEST_CELL = 44.0, 80.0
_SUB, _PLAIN, _BOLD = Style(6.5), Style(7.5), Style(7.5, "Bold")
FOOT: Final = (
    (
        f"Arrows by the number of people: more than {MANY}, {FEW} to {MANY}, fewer than {FEW}; "
        "in outline where it is not known."
    ),
    (
        f"A small number: so many outcomes, of which at least {SHARE:.0%} go the way shown; "
        "otherwise the arrows point sideways. Empty: not studied."
    ),
    (
        "Sign test: exact and two-sided, over the studies that go one way or the other. It says "
        "nothing about how large an effect is."
    ),
)


def build(data: Directions) -> Drawing:
    """A row a study, a column a domain, below them how many go which way."""
    title = data.look.title or TITLE
    if not data.cells:
        sentence = "There are no effects whose direction could be drawn."
        return empty("direction", data.look, title, sentence, data.notes)
    width = width_of(data.look)
    head, y = heading(title, width)
    shapes: list[Shape] = [head]
    stubs, lacking = _stubs(data, width - 2 * MARGIN)
    room = width - 2 * MARGIN - sum(stub.width for stub in stubs)
    held = {(cell.study, cell.domain): cell for cell in data.cells}
    for block in parts(len(data.domains), room, _LEAST_CELL):
        names = tuple(data.domains[at] for at in block)
        cell = min(_WIDEST_CELL, room / len(names))
        placed = grid(stubs, names, x=MARGIN, y=y + 4, cell=cell, least=11.0)
        shapes += placed.shapes
        for at, study in enumerate(data.studies):
            for column, name in enumerate(names):
                if (found := held.get((study.label, name))) is not None:
                    shapes.append(_mark(study, found, placed.cell(at, column)))
        below, y = _below(data, names, placed, sum(stub.width for stub in stubs))
        shapes += below
        y += 6
    legend, y = _legend(y + 2, width)
    words, y = foot(FOOT, y, width)
    return Drawing(
        "direction", title, _description(data), width, y + MARGIN, (*shapes, legend, words),
        data=_held(data), notes=(*data.notes, *lacking), theme=data.look.theme,
    )  # fmt: skip


def _stubs(data: Directions, width: float) -> tuple[tuple[Stub, ...], tuple[str, ...]]:
    """The study, and its people, design and rating as far as there is room; and what lacks room."""
    labels = [study.label for study in data.studies]
    more = (
        ("People", ["" if s.people is None else number(s.people) for s in data.studies], 44.0),
        ("Design", [study.design for study in data.studies], 64.0),
        ("Rating", [study.rating for study in data.studies], 50.0),
    )
    stubs: list[Stub] = []
    lacking: list[str] = []
    left = width - 60 - _LEAST_CELL
    for head, texts, most in (one for one in more if any(one[1])):
        wide = stub_width(head, texts, 30, most)
        if wide > left:
            lacking.append(f"{head} is not shown: the plot is too narrow for it")
            continue
        left -= wide
        stubs.append(Stub(head, tuple(texts), wide, "end" if head == "People" else "start"))
    most = max(60.0, min(width * 0.34, 60 + left))
    first = Stub("Study", tuple(labels), stub_width("Study", labels, 60, most))
    return (first, *stubs), tuple(lacking)


def _mark(study: StudyRow, cell: Cell, area: Rect) -> Group:
    """An arrow in the middle of a cell, and how many outcomes it stands for."""
    x, y = area.middle
    size = min(_size(study.people), area.height - 2)
    said = f"{study.label}, {cell.domain}: {WORDS[cell.way]}"
    said += f"; {counted(cell.outcomes, 'outcome')}" if cell.outcomes > 1 else ""
    said += f" ({cell.why})" if cell.why else ""
    shapes = [*_arrow(cell.way, x, y, size, known=study.people is not None)]
    if cell.outcomes > 1:
        wide = size * (1.1 if cell.way == "none" else 0.6)
        shapes.append(Text(x + wide + 1.5, y + size / 2 + 0.5, f"{cell.outcomes}", _SUB, "soft"))
    return Group(tuple(shapes), title=tip(said), href=study.href, kind="direction")


def _size(people: float | None) -> float:
    if people is None:
        return _SIZES[1]
    return _SIZES[(people >= FEW) + (people > MANY)]


def _arrow(way: Way, x: float, y: float, size: float, *, known: bool) -> tuple[Shape, ...]:
    role = _ROLES[way]
    ink = Ink(fill=role, stroke=role) if known else Ink(fill="paper", stroke=role, width=1.0)
    half = size / 2
    if way == "unclear":
        return (Text(x, y + 3, "?", Style(8, "Bold"), "soft", "middle"),)
    if way == "none":
        gap = 1.0
        return tuple(
            Polygon(
                ((x + d * (size + gap), y), (x + d * gap, y - half), (x + d * gap, y + half)), ink
            )
            for d in (-1, 1)
        )
    up = -1 if way == "better" else 1
    points = (
        (x, y + up * half),
        (x - half * 1.15, y - up * half),
        (x + half * 1.15, y - up * half),
    )
    return (Polygon(points, ink),)


def _below(
    data: Directions, names: tuple[str, ...], placed: Grid, left: float
) -> tuple[list[Shape], float]:
    """Two lines under the domains: how many studies go which way, and the sign test."""
    shapes: list[Shape] = []
    first, second = placed.bottom + 10, placed.bottom + 20
    for y, words in ((first, "Studies better / worse / neither"), (second, "Sign test")):
        shapes.append(Text(MARGIN + 3, y, fit(words, _BOLD, left - 6), _BOLD))
    for column, name in enumerate(names):
        test = sign_test(cell.way for cell in data.cells if cell.domain == name)
        x = placed.cell(0, column).middle[0]
        said = f"{test.better} / {test.worse} / {test.other}"
        shapes.append(Text(x, first, said, _PLAIN, "ink", "middle"))
        title = f"{name}: {test.better} of {test.better + test.worse} better, {p_words(test.p)}"
        words_ = Text(x, second, p_words(test.p), _PLAIN, "ink", "middle")
        shapes.append(Group((words_,), title=tip(title), kind="sign-test"))
    return shapes, second + 4


def _legend(y: float, width: float) -> tuple[Group, float]:
    shapes: list[Shape] = []
    x, base = MARGIN, y + 8
    for way, words in WORDS.items():
        wide = 30 + _PLAIN.width(words) + 10
        if x > MARGIN and x + wide > width - MARGIN + 10:
            x, base = MARGIN, base + 12
        shapes += _arrow(way, x + 10, base - 3, _SIZES[1], known=True)
        shapes.append(Text(x + 23, base, fit(words, _PLAIN, width - 40), _PLAIN, "soft"))
        x += wide
    return Group(tuple(shapes), kind="legend"), base + 5


def _description(data: Directions) -> str:
    said = []
    for name in data.domains:
        test = sign_test(cell.way for cell in data.cells if cell.domain == name)
        said.append(
            f"{one_line(name[:100])}: {test.better} better, {test.worse} worse, "
            f"{test.other} neither, sign test {p_words(test.p)}"
        )
    return f"{counted(len(data.studies), 'study')}. {'. '.join(said)}."


def _held(data: Directions) -> dict[str, object]:
    cells = [
        {"study": c.study, "domain": c.domain, "direction": c.way, "outcomes": c.outcomes}
        for c in data.cells
    ]
    people = {study.label: study.people for study in data.studies}
    return {"plot": "direction", "domains": list(data.domains), "cells": cells, "people": people}


PLOT = PlotKind(
    "direction",
    "effect direction: studies by outcome domains, with a sign test",
    build,
    columns=(
        CsvColumn("study", "the study", required=True),
        CsvColumn("outcome_domain", "what was measured", required=True),
        CsvColumn("direction", "better, worse, none or unclear", required=True),
        CsvColumn("outcomes", "how many outcomes the row stands for; 1 where empty", number=True),
        CsvColumn("people", "how many people the study has", number=True),
        CsvColumn("design", "its design"),
        CsvColumn("rating", "its rating"),
    ),
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(Choice("group", "only this group of people, as the table of effects names it"),),
)
