"""The forest plot: each effect with its interval, on one axis and in one unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from litreview.outputs.plots import Choice, CsvColumn, PlotKind
from litreview.outputs.plots._axis import bottom
from litreview.outputs.plots._canvas import (
    Drawing,
    Group,
    Ink,
    Line,
    Polygon,
    Rectangle,
    Shape,
    Style,
    Text,
    arrow_head,
)
from litreview.outputs.plots._forest_data import Forest, Mark, Pooled, from_evidence, from_rows
from litreview.outputs.plots._parts import MARGIN, empty, foot, heading, width_of
from litreview.outputs.plots._scale import Scale, number, spread
from litreview.outputs.plots._text import fit, tip

TITLE: Final = "Forest plot"
_BOLD, _LABEL, _SMALL = Style(8, "Bold"), Style(7.5), Style(6.5)
_ROW, _DENSE, _MANY = 13.0, 9.5, 60
"""The height of a row, and where there are many."""
_LARGEST, _SMALLEST = 4.2, 1.3
"""Half the side of the heaviest and of the lightest square."""


def build(data: Forest) -> Drawing:
    """A row an effect, under headings of its groups; the pooled effect and its prediction below."""
    title = data.look.title or TITLE
    if not data.rows:
        sentence = "There are no effects that could be drawn."
        return empty("forest", data.look, title, sentence, data.notes)
    width = width_of(data.look)
    head, top = heading(title, width)
    name, figures = width * 0.38, 104.0
    scale = _scale(data, name + MARGIN, width - MARGIN - figures)
    step = _DENSE if len(data.rows) > _MANY else _ROW
    shapes: list[Shape] = [head, *_heads(data, name, width, top + 8)]
    y = top + 14
    for group, mark in _lines(data):
        y += step
        if mark is None:
            shapes.append(Text(MARGIN, y, fit(group, _BOLD, name - MARGIN), _BOLD))
        else:
            shapes.extend(_row(mark, scale, y, name, width - MARGIN))
    if data.pooled is not None:
        y += step + 2
        shapes.extend(_diamond(data.pooled, scale, y, width - MARGIN))
        y += step * 0.6
    null = scale.at(data.null)
    shapes.insert(1, Line(((null, top + 14), (null, y + 5)), Ink(stroke="soft", dash="dashed")))
    axis, y = bottom(scale, y + 6, title=data.unit)
    shapes.append(axis)
    shapes.extend(_favours(data, scale, y + 6))
    y += 10 * bool(any(data.favours))
    notes = (*((data.pooled.text,) if data.pooled else ()), *data.notes)
    words, y = foot(notes, y, width)
    shapes.append(words)
    return Drawing(
        "forest", title, f"{len(data.rows)} effects in {data.unit}", width, y + MARGIN,
        tuple(shapes), data=_data(data), notes=data.notes, theme=data.look.theme,
    )  # fmt: skip


def _scale(data: Forest, start: float, end: float) -> Scale:
    """An axis over the effects and most of the intervals: a very long one ends in an arrow."""
    values = [mark.value for mark in data.rows]
    ends = [end for mark in data.rows for end in (mark.low, mark.high) if end is not None]
    if data.pooled is not None:
        ends += [data.pooled.low, data.pooled.high, *(data.pooled.prediction or ())]
    low, high = spread(values, log=data.log, around=data.null)
    room = (high / low if low > 0 else 1.0) if data.log else high - low
    lower, upper = (low / room, high * room) if data.log else (low - room, high + room)
    inner = [one for one in ends if lower <= one <= upper]
    low, high = spread((*values, *inner), log=data.log, around=data.null)
    return Scale(low, high, start, end, log=data.log)


def _heads(data: Forest, name: float, width: float, y: float) -> Iterator[Shape]:
    yield Text(MARGIN, y, "Study", _BOLD)
    yield Text(width - MARGIN, y, "Effect [interval]", _BOLD, anchor="end")
    if any(mark.mark for mark in data.rows):
        yield Text(name - 2, y, "Mentoring", _SMALL, "soft", "end")
    yield Line(((MARGIN, y + 4), (width - MARGIN, y + 4)), Ink(stroke="frame"))


def _lines(data: Forest) -> Iterator[tuple[str, Mark | None]]:
    """Headings and rows, in order."""
    group = ""
    for mark in data.rows:
        if mark.group != group:
            group = mark.group
            if group:
                yield group, None
        yield group, mark


def _row(mark: Mark, scale: Scale, y: float, name: float, right: float) -> Iterator[Shape]:
    label = f"{mark.label}: {mark.detail}" if mark.detail else mark.label
    room = name - MARGIN - 8 - (22 if mark.mark else 0)
    shown = fit(label, _LABEL, room)
    middle = y - 2.6
    inside: list[Shape] = [Text(MARGIN + 6, y, shown, _LABEL)]
    inside += [
        Rectangle(name - 20 + at * 6, middle - 2, 4.5, 4,
                  Ink(fill="main" if at < mark.mark else None, stroke="soft", width=0.5))
        for at in range(3) if mark.mark
    ]  # fmt: skip
    inside += _interval(mark, scale, middle)
    inside.append(Text(right, y, _figures(mark), _LABEL, anchor="end"))
    yield Group(tuple(inside), title=tip(f"{label}: {_figures(mark)}"), kind="row")


def _interval(mark: Mark, scale: Scale, y: float) -> Iterator[Shape]:
    if mark.low is not None and mark.high is not None:
        ends = (scale.held(mark.low), scale.held(mark.high))
        yield Line(((ends[0], y), (ends[1], y)), Ink(stroke="main", width=1))
        if scale.beyond(mark.low):
            yield arrow_head((ends[0], y), "left", 4, Ink(fill="main"))
        if scale.beyond(mark.high):
            yield arrow_head((ends[1], y), "right", 4, Ink(fill="main"))
    half = _SMALLEST + (_LARGEST - _SMALLEST) * (mark.weight or 0.2)
    open_ = mark.low is None
    ink = Ink(fill="paper", stroke="main", width=0.9) if open_ else Ink(fill="main")
    x = scale.held(mark.value)
    yield Rectangle(x - half, y - half, 2 * half, 2 * half, ink)


def _figures(mark: Mark) -> str:
    value = number(mark.value)
    if mark.low is None or mark.high is None:
        return f"{value} [not reported]"
    return f"{value} [{number(mark.low)}, {number(mark.high)}]"


def _diamond(pooled: Pooled, scale: Scale, y: float, right: float) -> Iterator[Shape]:
    middle = y - 2.6
    low, high, x = (scale.held(one) for one in (pooled.low, pooled.high, pooled.value))
    corners = ((low, middle), (x, middle - 4.2), (high, middle), (x, middle + 4.2))
    yield Text(MARGIN, y, "Pooled", _BOLD)
    yield Polygon(corners, Ink(fill="main"))
    figures = f"{number(pooled.value)} [{number(pooled.low)}, {number(pooled.high)}]"
    yield Text(right, y, figures, _BOLD, anchor="end")
    if pooled.prediction is not None:
        ends = tuple(scale.held(one) for one in pooled.prediction)
        yield Line(((ends[0], middle + 7), (ends[1], middle + 7)), Ink(stroke="soft", width=2))


def _favours(data: Forest, scale: Scale, y: float) -> Iterator[Shape]:
    """What lies on either side of no difference, each in its own half."""
    null = scale.at(data.null)
    left, right = data.favours
    if left:
        shown = fit(f"← {left}", _SMALL, max(0.0, null - scale.start))
        yield Text(null - 4, y, shown, _SMALL, "soft", "end")
    if right:
        shown = fit(f"{right} →", _SMALL, max(0.0, scale.end - null))
        yield Text(null + 4, y, shown, _SMALL, "soft")


def _data(data: Forest) -> dict[str, object]:
    rows = [
        {"label": m.label, "group": m.group, "detail": m.detail, "value": m.value,
         "low": m.low, "high": m.high}
        for m in data.rows
    ]  # fmt: skip
    pooled = None
    if data.pooled is not None:
        one = data.pooled
        pooled = {"value": one.value, "low": one.low, "high": one.high,
                  "prediction": one.prediction, "text": one.text}  # fmt: skip
    return {"unit": data.unit, "log": data.log, "rows": rows, "pooled": pooled}


PLOT = PlotKind(
    "forest",
    "each effect with its interval, in one unit; pooled where asked for",
    build,
    columns=(
        CsvColumn("label", "the study or the row", required=True),
        CsvColumn("value", "the effect", required=True, number=True),
        CsvColumn("low", "the lower end of its interval", number=True),
        CsvColumn("high", "the upper end", number=True),
        CsvColumn("se", "the standard error, where there is no interval", number=True),
        CsvColumn("group", "a heading above the rows that share it"),
        CsvColumn("detail", "what stands behind the label"),
    ),
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(
        Choice("scale", "linear or log: ratios belong on a log scale"),
        Choice("pool", "from a file: an estimator of tau squared, as REML; else none is pooled"),
        Choice("unit", "the unit; from a review only effects in it are shown"),
        Choice("domain", "from a review: the outcome domain"),
        Choice("left", "what lies below no difference"),
        Choice("right", "what lies above it"),
    ),
)
