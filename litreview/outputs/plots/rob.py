"""Risk of bias: a traffic-light plot of every judgement, and bars of how often each was given.

The two figures of McGuinness and Higgins 2021 (Research Synthesis Methods 12: 55-61). The scale is
data: each judgement has its word, its sign and a colour, so that any tool can be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from litreview.outputs.evidence import Evidence
from litreview.outputs.methods.appraising import judged
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
from litreview.outputs.plots._grid import Stub, grid, parts, stub_width
from litreview.outputs.plots._parts import MARGIN, empty, foot, heading, width_of
from litreview.outputs.plots._rob_data import (
    SHOWS,
    Bias,
    Judged,
    columns,
    from_rows,
    has_overall,
    short,
    word_of,
)
from litreview.outputs.plots._rob_evidence import from_evidence
from litreview.outputs.plots._rob_scale import Scale, Sign
from litreview.outputs.plots._text import fit, tip
from litreview.outputs.words import counted

TITLE: Final = "Risk of bias"
_NONE: Final = "There are no judgements to draw."
_ABSENT, _STRANGE = "not judged", "not on the scale"
_SIGN, _SMALL = Style(8, "Bold"), Style(7.5)
_WIDEST_CELL, _LEAST_ROW, _LARGEST = 46.0, 15.0, 7.0


def build(data: Bias) -> Drawing:
    """The traffic lights, the bars, or both below one another."""
    title = data.look.title or (f"{TITLE}: {data.scale.name}" if data.scale.name else TITLE)
    if not data.rows or not (data.domains or has_overall(data)):
        return empty("rob", data.look, title, _NONE, data.notes)
    width = width_of(data.look)
    head, y = heading(title, width)
    shapes: list[Shape] = [head]
    notes = list(data.notes)
    if data.show != "summary":
        lights, y = _lights(data, y + 4, width)
        shapes += lights
    if data.show != "traffic-light":
        bars, y, said = _bars(data, y + 10, width)
        shapes += bars
        notes += said
    legend, y = _legend(data, y + 8, width)
    words, y = foot(data.scale.notes, y, width)
    return Drawing(
        "rob", title, _description(data), width, y + MARGIN, (*shapes, legend, words),
        data=_held(data), notes=tuple(notes), theme=data.look.theme,
    )  # fmt: skip


def _lights(data: Bias, y: float, width: float) -> tuple[list[Shape], float]:
    labels, names_, heads = [row.label for row in data.rows], columns(data), short(data)
    stub = stub_width("Study", labels, 60, (width - 2 * MARGIN) * 0.45)
    room = width - 2 * MARGIN - stub
    shapes: list[Shape] = []
    for block in parts(len(names_), room, 24):
        names = [names_[at] for at in block]
        cell = min(_WIDEST_CELL, room / len(names))
        stubs = (Stub("Study", tuple(labels), stub),)
        least = 13.0 if len(labels) > 60 else _LEAST_ROW  # noqa: PLR2004 - as in a grid
        placed = grid(stubs, [heads[n] for n in names], x=MARGIN, y=y, cell=cell, least=least)
        shapes += placed.shapes
        if has_overall(data) and len(names) > 1 and block[-1] == len(names_) - 1:
            x = placed.cell(0, len(names) - 1).x
            shapes.append(Line(((x, placed.ys[0]), (x, placed.bottom)), Ink(stroke="soft")))
        for at, row in enumerate(data.rows):
            for column, name in enumerate(names):
                shapes.append(_light(data.scale, row, name, placed.cell(at, column)))
        y = placed.bottom + 12
    return shapes, y - 6


def _light(scale: Scale, row: Judged, name: str, area: Rect) -> Shape:
    """A disc with its sign; a ring where the word is not on the scale, nothing where there is none.

    Groups carry the words, for the mouse and for screen readers.
    """
    word = word_of(row, name)
    x, y = area.middle
    radius = min(area.height / 2 - 1.6, area.width / 2 - 1.6, _LARGEST)
    title = tip(f"{row.label}, {name}: {word or 'not judged'}")
    if not word:
        dash = Text(x, y + 2.5, "\u00b7", _SIGN, "soft", "middle")
        return Group((dash,), title=title, kind="judgement")
    return Group(_disc(x, y, radius, scale.sign(word)), title=title, kind="judgement")


def _disc(x: float, y: float, radius: float, sign: Sign | None) -> tuple[Shape, ...]:
    if sign is None:
        ring = Circle(x, y, radius, Ink(fill="paper", stroke="soft", dash="dashed"))
        return (ring, Text(x, y + 2.9, "*", _SIGN, "ink", "middle"))
    disc = Circle(x, y, radius, Ink(fill=sign.role, stroke="frame", width=0.5))
    style = Style(min(9.0, radius * 1.6), "Bold")
    words = Text(x, y + style.size * 0.36, sign.shown, style, anchor="middle", on=sign.role)
    return (disc, words)


def _bars(data: Bias, y: float, width: float) -> tuple[list[Shape], float, list[str]]:
    """One bar a column of the share of each judgement among the rows that have one."""
    rows, said = _weighed(data)
    names = columns(data)
    by = "weight" if data.weighted else "number"
    title = f"Share of {counted(len(rows), 'row')} by {by}, per cent"
    stub = stub_width("Domain", names, 70, (width - 2 * MARGIN) * 0.4)
    left, right = MARGIN + stub, width - MARGIN
    placed = grid((Stub("Domain", names, stub),), (title,), x=MARGIN, y=y, cell=right - left,
                  least=17)  # fmt: skip
    shapes: list[Shape] = list(placed.shapes)
    if has_overall(data) and len(names) > 1:
        last = placed.ys[len(names) - 1]
        shapes.append(Line(((MARGIN, last), (right, last)), Ink(stroke="soft")))
    for at, name in enumerate(names):
        area = placed.cell(at, 0)
        shapes += _bar(data.scale, name, rows, Rect(left, area.y + 2, right - left - 6,
                                                    area.height - 4))  # fmt: skip
    scale_y = placed.bottom + 9
    for share in (0, 25, 50, 75, 100):
        x = left + (right - left - 6) * share / 100
        shapes.append(Text(x, scale_y, f"{share}", _SMALL, "soft", "middle"))
    return shapes, scale_y + 4, said


def _weighed(data: Bias) -> tuple[list[tuple[Judged, float]], list[str]]:
    """The rows that count, each with its weight; and what was left out."""
    if not data.weighted:
        return [(row, 1.0) for row in data.rows], []
    kept = [(row, row.weight) for row in data.rows if row.weight is not None and row.weight > 0]
    out = [row.label for row in data.rows if row.weight is None or row.weight <= 0]
    said = [f"{label} is not in the bars: it has no weight above 0" for label in out]
    return [(row, weight) for row, weight in kept if weight is not None], said


def _bar(scale: Scale, name: str, rows: Sequence[tuple[Judged, float]], area: Rect) -> list[Shape]:
    weights: dict[str, float] = {}
    for row, weight in rows:
        word = word_of(row, name)
        known = scale.sign(word)
        key = known.name if known else _ABSENT if not word else _STRANGE
        weights[key] = weights.get(key, 0.0) + weight
    largest = max(weights.values(), default=0.0)
    total = sum(value / largest for value in weights.values()) if largest else 0.0
    order = [*(sign.name for sign in scale.signs), _STRANGE, _ABSENT]
    shapes: list[Shape] = []
    x = area.x
    for word in order:
        if not weights.get(word):
            continue
        share = weights[word] / largest / total
        shapes.append(_part(scale.sign(word), word, name, share, Rect(x, area.y, area.width * share,
                                                                      area.height)))  # fmt: skip
        x += area.width * share
    return shapes


def _part(sign: Sign | None, word: str, name: str, share: float, area: Rect) -> Shape:
    ground: Role = sign.role if sign else "paper"
    ink = Ink(fill=ground, stroke="frame", width=0.5,
              dash="solid" if sign else "dashed")  # fmt: skip
    middle = area.x + area.width / 2
    mark = sign.shown if sign else "\u00b7" if word == _ABSENT else "*"
    texts = f"{mark} {share:.0%}", mark
    shown = next((one for one in texts if _SIGN.width(one) + 4 <= area.width), "")
    box = Rectangle(area.x, area.y, area.width, area.height, ink)
    y = area.y + area.height / 2 + 2.9
    words = (Text(middle, y, shown, _SIGN, anchor="middle", on=ground),)
    title = tip(f"{name}: {word}, {share:.1%}")
    return Group((box, *(words if shown else ())), title=title, kind="share")


def _legend(data: Bias, y: float, width: float) -> tuple[Group, float]:
    """Signs with their words, then what D1, D2 ... are, in two columns where they fit."""
    shapes: list[Shape] = []
    x, base = MARGIN, y + 8
    used = {word_of(row, name) for row in data.rows for name in columns(data)}
    strange = any(word and data.scale.sign(word) is None for word in used)
    entries: list[tuple[Sign | None, str]] = [(sign, sign.name) for sign in data.scale.signs]
    entries += [(None, "a word that is not on the scale")] if strange else []
    for sign, word in entries:
        shown = fit(word, Style(8), width - 2 * MARGIN - 16)
        wide = 16 + Style(8).width(shown) + 12
        if x > MARGIN and x + wide > width - MARGIN + 12:
            x, base = MARGIN, base + 14
        shapes += [*_disc(x + 6, base - 3, 5.4, sign), Text(x + 16, base, shown, Style(8), "soft")]
        x += wide
    base += 6
    for name, head in short(data).items():
        if name == head or data.show == "summary":
            continue
        base += 10
        shown = fit(f"{head}: {name}", Style(8), width - 2 * MARGIN)
        words = Text(MARGIN, base, shown, Style(8), "soft")
        shapes.append(Group((words,), title=tip(name) if shown.endswith("…") else ""))
    return Group(tuple(shapes), kind="legend"), base + 6


def _description(data: Bias) -> str:
    """How often each judgement stands in each column, in words."""
    said = []
    for name in columns(data):
        words = [word_of(row, name) for row in data.rows]
        counts = [(sign.name, sum(data.scale.sign(w) == sign for w in words))
                  for sign in data.scale.signs]  # fmt: skip
        said.append(f"{name}: " + ", ".join(f"{word} {n}" for word, n in counts if n))
    return f"{counted(len(data.rows), 'row')} judged. {'. '.join(said)}."


def _held(data: Bias) -> dict[str, object]:
    rows = [
        {"label": row.label, "weight": row.weight,
         **{name: word_of(row, name) for name in columns(data)}}
        for row in data.rows
    ]  # fmt: skip
    return {"plot": "rob", "tool": data.scale.name, "domains": list(data.domains), "rows": rows}


def _of_tools(evidence: Evidence) -> Mapping[str, Mapping[str, str]]:
    """A plot for each tool that included studies are judged with."""
    return {name: {"tool": name} for name in judged(evidence)}


PLOT = PlotKind(
    "rob",
    "risk of bias: each judgement as a traffic light, and how often each was given",
    build,
    columns=(
        CsvColumn("study", "the study or the estimate that was judged"),
        CsvColumn("overall", "the judgement over all domains"),
        CsvColumn("weight", "how much it counts in the bars", number=True),
        CsvColumn("Weight", "the same", number=True),
    ),
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(
        Choice("show", f"one of: {', '.join(SHOWS)}"),
        Choice("tool", "the form of the tool whose words and signs hold, such as rob-2"),
        Choice("judgements", "the words of another scale, from the best to the worst: a, b, c"),
        Choice("weighted", "yes: bars by the column weight"),
    ),
    variants=_of_tools,
)
