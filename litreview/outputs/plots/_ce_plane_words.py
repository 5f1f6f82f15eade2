"""The words of a cost-effectiveness plane: its list, its notes, what a screen reader says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from litreview.outputs.plots._canvas import Group, Rect, Shape, Style
from litreview.outputs.plots._ce_plane_data import QUADRANTS, Interval, Plane, Point
from litreview.outputs.plots._scale import number
from litreview.outputs.plots._text import block, height, lines
from litreview.outputs.words import counted

_WORDS, _BOLD = Style(7.5), Style(8, "Bold")
_LINES = 3


def said(data: Plane, point: Point) -> str:
    """A point in words: its effect, its cost, their intervals, its quarter."""
    basis = data.basis
    parts = [f"effect {_value(point.effect, point.effect_interval)}",
             f"cost {_value(point.cost, point.cost_interval)} {basis.currency if basis else ''}",
             QUADRANTS[point.quadrant]]  # fmt: skip
    if point.quadrant in {"NE", "SW"}:
        parts.insert(2, f"{number(point.cost / point.effect)} a unit of effect")
    return f"{point.label}: {'; '.join(parts)}"


def _value(value: float, interval: Interval | None) -> str:
    ends = f" ({number(interval[0])} to {number(interval[1])})" if interval else ""
    return f"{number(value)}{ends}"


def entries(data: Plane) -> Iterator[tuple[str, str]]:
    """(heading or "", text) of the list: the points by their numbers, then what is not drawn."""
    if data.points:
        yield "Points: effect, cost", ""
    for at, point in enumerate(data.points, 1):
        said = f"{_value(point.effect, None)}, {_value(point.cost, None)}"
        yield "", f"{at}  {point.label}: {said}"
    if data.missing:
        yield "Not drawn", ""
    for name, reason in data.missing:
        yield "", f"{name}: {reason}"


def listed(entries: Sequence[tuple[str, str]], place: Rect, *, columns: int) -> tuple[Group, float]:
    """Entries below each other, in columns that are read downwards."""
    wide = place.width / columns - (8 if columns > 1 else 0)
    tall = [
        height(len(lines(head or text, _BOLD if head else _WORDS, wide, 3)), _WORDS)
        + (5 if head else 2)
        for head, text in entries
    ]
    share, column, y, end = sum(tall) / columns, 0, place.y, place.y
    shapes: list[Shape] = []
    for (head, text), high in zip(entries, tall, strict=True):
        if column < columns - 1 and y - place.y >= share:
            column, y = column + 1, place.y
        x = place.x + column * place.width / columns
        style = _BOLD if head else _WORDS
        first = y + style.size + (3 if head else 0)
        shapes.append(block(x, first, head or text, style, wide, most=3,
                            role="ink" if head else "soft"))  # fmt: skip
        y += high
        end = max(end, y)
    return Group(tuple(shapes), kind="key"), end


def feet(data: Plane) -> tuple[str, ...]:
    """The sentences below the plane."""
    said_ = ["Both axes are differences from the comparison; more of the effect is better."]
    if data.wtp is not None and data.basis is not None:
        below = sum(point.cost <= data.wtp * point.effect for point in data.points)
        said_.append(
            f"Broken line: {number(data.wtp)} {data.basis.currency} a unit of effect. "
            f"{below} of {counted(len(data.points), 'point')} on it or below: worth that price."
        )
    if any(point.effect_interval or point.cost_interval for point in data.points):
        said_.append("Lines are intervals as reported; an arrow: the interval goes on.")
    return tuple(said_)


def told(data: Plane) -> tuple[str, ...]:
    """A sentence for each row that is not drawn."""
    return tuple(f"{name} is not drawn: {reason}" for name, reason in data.missing)


def description(data: Plane) -> str:
    """How many points stand in each quarter."""
    counts = Counter(point.quadrant for point in data.points)
    said = ", ".join(f"{words} {counts[name]}" for name, words in QUADRANTS.items() if counts[name])
    missing = f" {counted(len(data.missing), 'row')} not drawn." if data.missing else ""
    return f"{counted(len(data.points), 'comparison')} in {data.basis}: {said}.{missing}"


def held(data: Plane) -> dict[str, object]:
    """What is drawn, as JSON can hold it."""
    points = [
        {"label": p.label, "effect": p.effect, "cost": p.cost, "effect_interval": p.effect_interval,
         "cost_interval": p.cost_interval, "group": p.group, "quadrant": p.quadrant}
        for p in data.points
    ]  # fmt: skip
    missing = [{"label": name, "reason": reason} for name, reason in data.missing]
    basis = data.basis
    money = {} if basis is None else {
        "currency": basis.currency, "price_year": basis.price_year, "effect_unit": basis.effect_unit
    }  # fmt: skip
    return {"plot": "ce-plane", **money, "points": points, "missing": missing, "wtp": data.wtp}
