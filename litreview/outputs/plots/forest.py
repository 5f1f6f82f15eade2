"""The forest plot: each effect with its interval, on one axis and in one unit.

Lewis and Clarke 2001 (BMJ 322: 1479-1480). Squares grow with their weight, diamonds are pooled
effects, the prediction interval has a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from litreview.outputs.plots import Choice, PlotKind
from litreview.outputs.plots._axis import bottom
from litreview.outputs.plots._canvas import Drawing, Ink, Line, Rectangle, Shape, Text
from litreview.outputs.plots._effect import COLUMNS, Effect
from litreview.outputs.plots._effect_evidence import of_domains
from litreview.outputs.plots._forest_columns import (
    BOLD,
    SMALL,
    Columns,
    columns,
    headings,
    rule,
)
from litreview.outputs.plots._forest_data import ORDERS, Forest, from_evidence, from_rows
from litreview.outputs.plots._forest_rows import INDENT, pooled, remark, row, sizes
from litreview.outputs.plots._parts import MARGIN, empty, foot, heading, width_of
from litreview.outputs.plots._scale import Scale
from litreview.outputs.plots._summary import Summary
from litreview.outputs.plots._text import LEADING, fit
from litreview.outputs.words import counted

TITLE: Final = "Forest plot"
_ROW, _DENSE, _MANY = 13.0, 9.5, 60
"""The height of a row, and where there are many."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def build(data: Forest) -> Drawing:
    """A row an effect, under headings of its groups; the pooled effect and its prediction below."""
    title = data.look.title or TITLE
    if not data.rows:
        sentence = "There are no effects that could be drawn."
        return empty("forest", data.look, title, sentence, data.notes)
    width = width_of(data.look)
    head, top = heading(title, width)
    where = columns(data, width)
    letters = _letters(data)
    bands, body, y = _body(data, where, top + 14, letters)
    null = where.scale.at(data.null)
    line = Line(((null, top + 12), (null, y + 5)), Ink(stroke="soft", dash="dashed"))
    unit = f"{data.unit} (log scale)" if data.log else data.unit
    axis, y = bottom(where.scale, y + 6, title=unit)
    favours = list(_favours(data, where.scale, y + 6, width))
    words, y = foot(_foot(data, where, letters), y + 10 * bool(favours), width)
    shapes = (head, *bands, *headings(data, where, top + 8), line, *body, axis, *favours, words)
    return Drawing(
        "forest", title, _description(data), width, y + MARGIN, shapes,
        data=_held(data), notes=data.notes, theme=data.look.theme,
    )  # fmt: skip


def _body(
    data: Forest, where: Columns, y: float, letters: Mapping[str, str]
) -> tuple[list[Shape], list[Shape], float]:
    """Bands, then groups with their rows and subtotals and what is pooled; and where they end."""
    step = _DENSE if len(data.rows) > _MANY else _ROW
    most, halves = (1 if len(data.rows) > _MANY else 2), sizes(data.rows, step)
    shapes: list[Shape] = []
    bands: list[Shape] = []
    for group, effects in _groups(data):
        if group:
            y += step + (3 if shapes else 0)
            shapes.append(Text(MARGIN, y, fit(group, BOLD, where.label), BOLD))
        for at, one in enumerate(effects):
            y += step
            made, lower = row(
                one, where, y, halves[id(one)], letter=letters.get(one.note, ""), most=most
            )
            if at % 2:
                high = step + lower
                bands.append(Rectangle(MARGIN, y - step * 0.72, where.right - MARGIN, high,
                                        Ink(fill="band")))  # fmt: skip
            shapes.append(made)
            y += lower
        if group in data.subtotals:
            below, y = pooled(data.subtotals[group], where, y + step, whole=False, indent=INDENT)
            shapes.append(below)
            y += 3
    if data.pooled is not None:
        shapes.append(rule(where, y + step * 0.5))
        below, y = pooled(data.pooled, where, y + step + 5, whole=True)
        shapes.append(below)
        if data.between:
            y += 9
            words = remark(data.between, MARGIN, y, where.label)
            shapes.append(words)
            y += (len(words.shapes) - 1) * SMALL.size * LEADING
    return bands, shapes, y


def _groups(data: Forest) -> Iterator[tuple[str, list[Effect]]]:
    for group in dict.fromkeys(one.group for one in data.rows):
        yield group, [one for one in data.rows if one.group == group]


def _letters(data: Forest) -> dict[str, str]:
    """A letter for each remark; those beyond the alphabet are in the tooltips only."""
    notes = dict.fromkeys(one.note for one in data.rows if one.note)
    return dict(zip(notes, _LETTERS, strict=False))


def _foot(data: Forest, where: Columns, letters: Mapping[str, str]) -> Iterator[str]:
    ends = [end for one in data.rows for end in (one.low, one.high) if end is not None]
    ends += [one.value for one in data.rows]
    if data.pooled is not None:
        ends += [data.pooled.low, data.pooled.high, *(data.pooled.prediction or ())]
        yield "The more weight, the larger the square; a diamond is a pooled effect."
    if any(where.scale.beyond(end) for end in ends):
        yield "An arrow: it goes on beyond the axis."
    if any(one.low is None for one in data.rows):
        yield "An open square: there is no interval and no standard error."
    if where.figures is None:
        yield "The plot is too narrow for figures: they are in its tooltips and its data."
    for note, letter in letters.items():
        yield f"{letter}: {note}"
    yield from data.notes


def _favours(data: Forest, scale: Scale, y: float, width: float) -> Iterator[Shape]:
    """What lies on either side of no difference, each as far as the paper."""
    null = scale.at(data.null)
    left, right = data.favours
    if left:
        shown = fit(f"← {left}", SMALL, null - 4 - MARGIN)
        yield Text(null - 4, y, shown, SMALL, "soft", "end")
    if right:
        shown = fit(f"{right} →", SMALL, width - MARGIN - null - 4)
        yield Text(null + 4, y, shown, SMALL, "soft")


def _description(data: Forest) -> str:
    said = f"{counted(len(data.rows), 'effect')} ({data.unit})."
    if data.pooled is None:
        return said
    one = data.pooled
    return f"{said} Pooled: {one.value:.4g} [{one.low:.4g}, {one.high:.4g}]; {'; '.join(one.said)}."


def _held(data: Forest) -> dict[str, object]:
    rows = [
        {name: getattr(one, name) for name in Effect.__dataclass_fields__ if name != "mark"}
        for one in data.rows
    ]
    pooled_ = None if data.pooled is None else _told(data.pooled)
    return {"plot": "forest", "unit": data.unit, "log": data.log, "rows": rows, "pooled": pooled_,
            "subtotals": {name: _told(one) for name, one in data.subtotals.items()},
            "between": data.between}  # fmt: skip


def _told(one: Summary) -> dict[str, object]:
    return {name: getattr(one, name) for name in Summary.__dataclass_fields__ if name != "label"}


PLOT = PlotKind(
    "forest",
    "each effect with its interval, in one unit; pooled where asked for",
    build,
    columns=COLUMNS,
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(
        Choice(
            "scale",
            "linear or log; else log where unit is an odds, risk or hazard ratio",
        ),
        Choice("pool", "an estimator of tau squared, as REML; else none is pooled"),
        Choice("subtotals", "yes: with pool, a pooled effect for each group, and a test between"),
        Choice("order", f"within groups, one of: {', '.join(ORDERS)}"),
        Choice("limits", "where the axis ends: low, high; what goes on beyond ends in an arrow"),
        Choice("unit", "the unit; from a review: effects as printed, only those in it"),
        Choice("measure", "from a review: the measure; else that of [effects] for the domain"),
        Choice("domain", "from a review: the outcome domain"),
        Choice("left", "what lies below no difference"),
        Choice("right", "what lies above it"),
    ),
    variants=of_domains,
)
