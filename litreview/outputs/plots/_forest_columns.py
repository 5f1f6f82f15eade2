"""The columns of a forest plot: labels, the axis, weights and figures, each as wide as it needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from litreview.outputs.plots._canvas import Ink, Line, Role, Shape, Style, Text
from litreview.outputs.plots._effect import Effect
from litreview.outputs.plots._forest_data import Forest
from litreview.outputs.plots._parts import MARGIN
from litreview.outputs.plots._scale import Scale, number, spread

BOLD, LABEL, SMALL = Style(8, "Bold"), Style(7.5), Style(6.5)
NO_INTERVAL: Final = "no interval"
_GAP = 9.0
_INDENT = 6.0
_STEPS_ROOM, _LETTER_ROOM = 24.0, 8.0
_LEAST_PLOT, _LEAST_LABEL, _LEAST_POOLED, _MOST_LABEL = 0.26, 0.2, 0.28, 0.36
"""Shares of the width."""
_MOST_DECIMALS = 4
_LONGEST_UNIT = 14


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns lie.

    label: room for words from MARGIN; marks: the right side of the marks of centrality; weight: the
    right side of the weights, None: there are none; value, low, high: those of the figures, None
    where the plot is too narrow for figures; decimals: of them.
    """

    scale: Scale
    label: float
    marks: float
    weight: float | None
    figures: tuple[float, float, float] | None
    right: float
    decimals: int

    def numbers(self, value: float | None, low: float | None, high: float | None,
                ) -> tuple[str, str, str]:  # fmt: skip
        """The figures of a row as texts: ``0.49``, ``[0.34,``, ``0.70]``; "" where none is."""
        return figures(value, low, high, self.decimals)

    def written(self, texts: tuple[str, str, str], y: float, style: Style) -> Iterator[Text]:
        """The figures of a row on the base line `y`."""
        if self.figures is None:
            return
        for text, x in zip(texts, self.figures, strict=True):
            if text:
                yield Text(x, y, text, style, "soft" if text == NO_INTERVAL else "ink", "end")


def figures(
    value: float | None, low: float | None, high: float | None, decimals: int | None
) -> tuple[str, str, str]:
    """The texts of a value and its interval."""
    first = "" if value is None else number(value, decimals)
    if low is None or high is None:
        return first, "", NO_INTERVAL
    return first, f"[{number(low, decimals)},", f"{number(high, decimals)}]"


def columns(data: Forest, width: float) -> Columns:
    """The columns for `width`: what has no room is left out, the weights first."""
    decimals = decimals_of(data.rows, log=data.log)
    right = width - MARGIN
    label = _label_room(data, width)
    marks = MARGIN + label + (_STEPS_ROOM if any(one.mark for one in data.rows) else 0.0)
    wide = _figure_widths(data, decimals)
    least = max(24.0, width * _LEAST_PLOT)
    after = sum(wide) + 2 * 3 + _GAP
    ends: tuple[float, float, float] | None = None
    edge = right
    if marks + _GAP + least + after <= right:
        ends = (right - wide[2] - wide[1] - 6, right - wide[2] - 3, right)
        edge = right - after
    weight = None
    room = BOLD.width("Weight") + _GAP
    weighed = any(one.weight is not None for one in data.rows)
    if weighed and ends is not None and marks + _GAP + least + room <= edge:
        weight = edge
        edge -= room
    scale = _scale(data, marks + _GAP, edge - (0 if edge < right else _GAP))
    return Columns(scale, label, marks, weight, ends, right, decimals)


def headings(data: Forest, where: Columns, y: float) -> Iterator[Shape]:
    """What stands in the columns, and a line below."""
    yield Text(MARGIN, y, "Study", BOLD)
    if where.figures is not None:
        yield Text(where.right, y, _figures_heading(data), BOLD, anchor="end")
    if where.weight is not None:
        yield Text(where.weight, y, "Weight", BOLD, anchor="end")
    if any(one.mark for one in data.rows):
        yield Text(where.marks, y, "Mentoring", SMALL, "soft", "end")
    yield rule(where, y + 4)


def rule(where: Columns, y: float, role: Role = "frame") -> Line:
    """A line across the figure."""
    return Line(((MARGIN, y), (where.right, y)), Ink(stroke=role))


def label_of(one: Effect) -> str:
    """The words of a row."""
    return f"{one.label}: {one.detail}" if one.detail else one.label


def decimals_of(rows: Sequence[Effect], *, log: bool) -> int:
    """Decimals for all figures: two for ratios, else two digits of the usual half interval."""
    if log:
        least = min(one.value for one in rows)
        return 2 if least <= 0 else max(2, min(_MOST_DECIMALS, -math.floor(math.log10(least))))
    halves = [(one.high - one.low) / 2 for one in rows
              if one.low is not None and one.high is not None]  # fmt: skip
    sizes = [one for one in halves or [abs(one.value) / 4 for one in rows] if one > 0]
    if not sizes:
        return 1
    return max(0, min(_MOST_DECIMALS, 1 - math.floor(math.log10(median(sizes)))))


def _figures_heading(data: Forest) -> str:
    """``Odds ratio [95% CI]``; a difference has its unit at the axis."""
    named = data.log and 0 < len(data.unit) <= _LONGEST_UNIT
    return f"{data.unit[:1].upper()}{data.unit[1:]} [95% CI]" if named else "Effect [95% CI]"


def _label_room(data: Forest, width: float) -> float:
    widest = max(LABEL.width(label_of(one)[:120]) for one in data.rows) + _INDENT + _GAP
    widest += _LETTER_ROOM * any(one.note for one in data.rows)
    groups = [BOLD.width(one.group[:120]) for one in data.rows]
    least = width * (_LEAST_LABEL if data.pooled is None else _LEAST_POOLED)
    return min(max(widest, *groups, least, 60), width * _MOST_LABEL)


def _figure_widths(data: Forest, decimals: int) -> tuple[float, float, float]:
    """How wide value, low and high are; the heading stands above all of them."""
    plain = [figures(one.value, one.low, one.high, decimals) for one in data.rows]
    pooled = [*data.subtotals.values(), *([data.pooled] if data.pooled is not None else [])]
    bold = [figures(one.value, one.low, one.high, decimals) for one in pooled]
    bold += [figures(None, *one.prediction, decimals) for one in pooled if one.prediction]
    found = [
        max([LABEL.width(one[at]) for one in plain if one[at] != NO_INTERVAL]
            + [BOLD.width(one[at]) for one in bold], default=0.0)
        for at in range(3)
    ]  # fmt: skip
    if any(one[2] == NO_INTERVAL for one in plain):
        found[1] = max(found[1], LABEL.width(NO_INTERVAL) - found[2])
    found[0] = max(found[0], BOLD.width(_figures_heading(data)) - found[1] - found[2] - 6)
    return found[0], found[1], found[2]


def _scale(data: Forest, start: float, end: float) -> Scale:
    """An axis over the effects and most of the intervals: a very long one ends in an arrow."""
    if data.limits is not None:
        return Scale(*data.limits, start, end, log=data.log)
    values = [one.value for one in data.rows]
    ends = [end for one in data.rows for end in (one.low, one.high) if end is not None]
    for one in (*data.subtotals.values(), *([data.pooled] if data.pooled is not None else [])):
        ends += [one.low, one.high, *(one.prediction or ())]
    low, high = spread(values, log=data.log, around=data.null)
    room = (high / low if low > 0 else 1.0) if data.log else high - low
    lower, upper = (low / room, high * room) if data.log else (low - room, high + room)
    inner = [one for one in ends if lower <= one <= upper]
    low, high = spread((*values, *inner), log=data.log, around=data.null)
    return Scale(low, high, start, end, log=data.log)
