"""The cost-effectiveness plane: incremental cost by incremental effect.

Black 1990 (Medical Decision Making 10: 212-214): north costs more, east does better.
All points are in one currency, of one price year, and in one unit of effect; what is not stands
beside the plot with the reason. Benefit-cost ratios have no place here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from litreview.outputs.plots import Choice, CsvColumn, PlotKind, _axis
from litreview.outputs.plots._canvas import (
    Drawing,
    Group,
    Ink,
    Line,
    Rect,
    Rectangle,
    Shape,
    Style,
    Text,
    arrow_head,
    box,
)
from litreview.outputs.plots._ce_plane_data import QUADRANTS, Interval, Plane, from_rows
from litreview.outputs.plots._ce_plane_evidence import from_evidence
from litreview.outputs.plots._ce_plane_words import (
    description,
    entries,
    feet,
    held,
    listed,
    said,
    told,
)
from litreview.outputs.plots._parts import (
    MARGIN,
    MARKS,
    Entry,
    empty,
    foot,
    heading,
    legend,
    mark,
    width_of,
)
from litreview.outputs.plots._scale import Scale, number, spread, tick_labels
from litreview.outputs.plots._text import fit, tip
from litreview.outputs.theme import SERIES

TITLE: Final = "Cost-effectiveness plane"
_SMALL = Style(7)
_HIGH, _BESIDE = 290.0, 150.0
_MOST_BESIDE = 22
"""More entries than this stand below the plot."""
_SIZE = 5.5
_PATIENT = 2.0
"""The plane is at most so many times as wide as its points need, to hold their intervals."""


def build(data: Plane) -> Drawing:
    """The plane with its four quarters, and beside or below it what the points are."""
    title = data.look.title or TITLE
    if data.basis is None:
        return _without_points(data, title)
    width = width_of(data.look)
    head, y = heading(title, width)
    shown = [*entries(data)]
    beside = len(shown) <= _MOST_BESIDE and width > 400  # noqa: PLR2004 - else too narrow
    right = width - MARGIN - (_BESIDE + 10 if beside else 0)
    shapes, below = _plane(data, y + 2, right)
    place = Rect(right + 10, y + 2, _BESIDE, 0) if beside else Rect(MARGIN, below + 8, right, 0)
    key, end = listed(shown, place, columns=1 if beside else 2)
    y = max(below, end)
    groups, y = legend(_groups(data), MARGIN, y + 4, width - 2 * MARGIN)
    words, y = foot(feet(data), y, width)
    return Drawing(
        "ce-plane", title, description(data), width, y + MARGIN,
        (head, *shapes, key, groups, words),
        data=held(data), notes=(*data.notes, *told(data)), theme=data.look.theme,
    )  # fmt: skip


def _without_points(data: Plane, title: str) -> Drawing:
    """No plane, but the list of what could not be drawn."""
    sentence = "No comparison has a cost and an effect that could be drawn."
    bare = empty("ce-plane", data.look, title, sentence, (*data.notes, *told(data)))
    if not data.missing:
        return bare
    place = Rect(MARGIN, bare.height, bare.width - 2 * MARGIN, 0)
    key, end = listed([*entries(data)], place, columns=1)
    return replace(bare, shapes=(*bare.shapes, key), height=end + MARGIN, data=held(data))


def _plane(data: Plane, top: float, right: float) -> tuple[list[Shape], float]:
    """Frame, quarters, axes, the line of the willingness to pay, points; and where they end."""
    y0, y1 = top + 12, top + 12 + _HIGH
    ends = _range([p.cost for p in data.points], [p.cost_interval for p in data.points])
    ys = Scale(*ends, y1, y0)
    basis = data.basis
    money = f"Incremental cost, {basis.currency} of {basis.price_year}" if basis else ""
    left = MARGIN + _axis.left_room(ys, titled=True) + 2
    effects = _range([p.effect for p in data.points], [p.effect_interval for p in data.points])
    labels = tick_labels(Scale(*effects, left, right).ticks(7))
    right -= max((_axis.LABEL.width(label) / 2 for label in labels), default=0.0)
    xs = Scale(*effects, left, right)
    area = Rect(left, y0, right - left, y1 - y0)
    unit = f"Incremental effect, {basis.effect_unit}" if basis else ""
    bottom, end = _axis.bottom(xs, y1 + 12, title=unit)
    quarters = _quarters(data, area)
    shapes: list[Shape] = [
        Rectangle(area.x, area.y, area.width, area.height, Ink(stroke="faint")),
        *quarters, _axis.left(ys, left, title=money), bottom,
        Line(((left, ys.at(0)), (right, ys.at(0))), Ink(stroke="soft")),
        Line(((xs.at(0), y0), (xs.at(0), y1)), Ink(stroke="soft")),
    ]  # fmt: skip
    if data.wtp is not None:
        shapes.append(_worth(data.wtp, xs, ys))
    shapes += _points(data, xs, ys, area)
    return shapes, end


def _range(values: Sequence[float], intervals: Sequence[Interval | None]) -> tuple[float, float]:
    """A range that holds the values and 0, and intervals as far as they do not press them flat."""
    low, high = spread(values, around=0.0, margin=0.08)
    reach = (high / 2 - low / 2) * (_PATIENT - 1)
    ends = [end for one in intervals if one is not None for end in one]
    ends = [min(max(end, low - reach), high + reach) for end in ends]
    return spread([low, high, *ends], margin=0.0)


def _quarters(data: Plane, area: Rect) -> list[Shape]:
    """The names of the quarters, above and below the frame, with how many points are in each."""
    counts = Counter(point.quadrant for point in data.points)
    shapes: list[Shape] = []
    half = area.width / 2
    for name, x, anchor, y in (
        ("NW", area.x, "start", area.y - 4), ("NE", area.right, "end", area.y - 4),
        ("SW", area.x, "start", area.bottom + 9), ("SE", area.right, "end", area.bottom + 9),
    ):  # fmt: skip
        words = f"{QUADRANTS[name]} ({counts[name]})"  # type: ignore[index]
        shown = fit(words, _SMALL, half - 4)
        text = Text(x, y, shown, _SMALL, "soft", anchor)  # type: ignore[arg-type]
        shapes.append(Group((text,), title=words if shown != words else "", kind="quadrant"))
    return shapes


def _worth(wtp: float, xs: Scale, ys: Scale) -> Group:
    """The line on which a unit of effect costs what it is worth, as far as the frame."""
    ends = []
    for effect in (xs.low, xs.high):
        cost = wtp * effect
        held = min(max(cost, ys.low), ys.high)
        ends.append((held / wtp, held))
    line = Line(tuple((xs.at(e), ys.at(c)) for e, c in ends), Ink(stroke="series2", width=1.1,
                dash="dashed"))  # fmt: skip
    return Group((line,), title=f"{number(wtp)} a unit of effect", kind="wtp")


def _points(data: Plane, xs: Scale, ys: Scale, area: Rect) -> list[Shape]:
    """Intervals first, then marks, then their numbers where there is room."""
    order = {group: at for at, group in enumerate(_names(data))}
    places = [(xs.at(point.effect), ys.at(point.cost)) for point in data.points]
    shapes: list[Shape] = []
    for point, (x, y) in zip(data.points, places, strict=True):
        shapes += _interval(point.effect_interval, xs, y, lying=True)
        shapes += _interval(point.cost_interval, ys, x, lying=False)
    taken = [Rect(x - _SIZE / 2, y - _SIZE / 2, _SIZE, _SIZE) for x, y in places]
    for at, (point, (x, y)) in enumerate(zip(data.points, places, strict=True), 1):
        kind = order.get(point.group, 0)
        ink = Ink(SERIES[kind % len(SERIES)], "frame", 0.5)
        made: list[Shape] = [mark(MARKS[kind % 5], x, y, _SIZE, ink)]
        label = _label(f"{at}", x, y, area, taken)
        if label is not None:
            taken.append(box(label))
            made.append(label)
        shapes.append(Group(tuple(made), title=tip(said(data, point)), href=point.href,
                            kind="point"))  # fmt: skip
    return shapes


def _label(text: str, x: float, y: float, area: Rect, taken: Sequence[Rect]) -> Text | None:
    """A number beside a mark where it covers nothing; None where there is no such place."""
    wide = _SMALL.width(text)
    for dx, dy in ((5, -2.5), (-5 - wide, -2.5), (5, 7.5), (-5 - wide, 7.5),
                   (-wide / 2, -6), (-wide / 2, 11)):  # fmt: skip
        found = Text(x + dx, y + dy, text, _SMALL)
        held = box(found)
        inside = area.x <= held.x and held.right <= area.right
        inside = inside and area.y <= held.y and held.bottom <= area.bottom
        if inside and not any(_meet(held, other) for other in taken):
            return found
    return None


def _meet(one: Rect, other: Rect) -> bool:
    return (one.x < other.right and other.x < one.right
            and one.y < other.bottom and other.y < one.bottom)  # fmt: skip


def _interval(held: Interval | None, scale: Scale, at: float, *, lying: bool) -> Iterator[Shape]:
    """A line, with an arrow at an end that the frame cuts off."""
    if held is None:
        return
    ends = [scale.held(end) for end in held]
    points = tuple((end, at) if lying else (at, end) for end in ends)
    yield Line(points, Ink(stroke="faint", width=1.0))
    for end, value, point in zip(ends, held, points, strict=True):
        beyond = scale.beyond(value)
        if beyond:
            toward = (
                ("right" if beyond > 0 else "left") if lying else ("up" if beyond > 0 else "down")
            )
            yield arrow_head(point, toward, 4.5, Ink(fill="soft"))  # type: ignore[arg-type]
        else:
            tick = ((end, at - 2), (end, at + 2)) if lying else ((at - 2, end), (at + 2, end))
            yield Line(tick, Ink(stroke="faint", width=1.0))


def _names(data: Plane) -> tuple[str, ...]:
    """The groups, in the order of the points; one mark for those beyond the fifth."""
    return tuple(dict.fromkeys(point.group for point in data.points))


def _groups(data: Plane) -> list[Entry]:
    names = _names(data)
    if not any(names):
        return []
    return [
        Entry(MARKS[at % 5], Ink(SERIES[at % len(SERIES)], "frame", 0.5), name or "not told")
        for at, name in enumerate(names)
    ]


PLOT = PlotKind(
    "ce-plane",
    "incremental cost by incremental effect, in one currency and price year",
    build,
    columns=(
        CsvColumn("study", "the study or the programme", required=True),
        CsvColumn("effect", "of the programme less the comparison; more is better", number=True),
        CsvColumn("effect_low", "the lower end of its interval", number=True),
        CsvColumn("effect_high", "the upper end", number=True),
        CsvColumn("effect_unit", "what the effect is in", required=True),
        CsvColumn("cost", "of the programme less the comparison", number=True),
        CsvColumn("cost_low", "the lower end of its interval", number=True),
        CsvColumn("cost_high", "the upper end", number=True),
        CsvColumn("currency", "its currency, as EUR", required=True),
        CsvColumn("price_year", "the year of its prices", required=True),
        CsvColumn("perspective", "whose costs they are: a mark for each"),
    ),
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(
        Choice("wtp", "a line for what one unit of effect is worth"),
        Choice("currency", "only this currency; else the one with most points"),
        Choice("price_year", "only this price year"),
        Choice("effect_unit", "only this unit of effect"),
        Choice("gross", "from a review, yes: gross costs where no net cost is given"),
    ),
)
