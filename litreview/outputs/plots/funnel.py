"""The funnel plot: effects by their precision, around the pooled effect.

Sterne and Egger 2001 (J Clin Epidemiol 54: 1046-1055): standard errors downwards, and the region
in which 95 per cent of effects would lie without heterogeneity. Contours of significance after
Peters and others 2008 (J Clin Epidemiol 61: 991-996).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from litreview.outputs.plots import Choice, PlotKind, _axis
from litreview.outputs.plots._canvas import (
    Circle,
    Drawing,
    Group,
    Ink,
    Line,
    Point,
    Polygon,
    Rect,
    Rectangle,
    Shape,
)
from litreview.outputs.plots._effect import COLUMNS, Effect, Z, back, scaled
from litreview.outputs.plots._effect_evidence import of_domains
from litreview.outputs.plots._funnel_data import AXES, Funnel, from_evidence, from_rows
from litreview.outputs.plots._parts import MARGIN, Entry, empty, foot, heading, legend, width_of
from litreview.outputs.plots._scale import Scale, number, spread, tick_labels
from litreview.outputs.plots._text import tip
from litreview.outputs.words import counted

TITLE: Final = "Funnel plot"
_TITLES: Final = {"se": "Standard error", "precision": "Precision (1 / standard error)",
                  "vi": "Sampling variance"}  # fmt: skip
_LEVELS: Final = ((0.01, 0.22, "0.01 < p < 0.05"), (0.05, 0.5, "0.05 < p < 0.10"),
                  (0.10, 0.0, "p > 0.10"))  # fmt: skip
"""From the outside in: p at the contour, how dark it is within, and in words."""
_OUTSIDE: Final = 0.08
_STEPS: Final = 40
_RADIUS: Final = 3.0
_WIDEST, _SHAPE = 420.0, 0.72


@dataclass(frozen=True, slots=True)
class Frame:
    """Where effects and standard errors lie; errors: those at which edges are drawn."""

    area: Rect
    xs: Scale
    ys: Scale
    height: Callable[[float], float]
    errors: tuple[float, ...]
    log: bool

    def at(self, value: float, se: float) -> Point:
        """The place of an effect on the scale of pooling; far outside it is held."""
        x = self.xs.at(back(value, log=self.log))
        reach = self.area.width * 20
        x = min(max(x, self.area.x - reach), self.area.right + reach)
        return x, self.height(se)


def build(data: Funnel) -> Drawing:
    """Points in their frame, a region around the pooled effect, a legend, a caption."""
    title = data.look.title or TITLE
    if data.pooled is None:
        sentence = "There are no effects with a standard error."
        return empty("funnel", data.look, title, sentence, data.notes)
    width = width_of(data.look)
    head, y = heading(title, width)
    frame = _frame(data, y + 4, width)
    below, y = _axis.bottom(frame.xs, frame.area.bottom, title=_unit(data))
    left = _axis.left(frame.ys, frame.area.x, title=_TITLES[data.axis])
    keys, y = legend([*_entries(data)], MARGIN, y + 4, width - 2 * MARGIN)
    words, y = foot(_foot(data), y + 2, width)
    inside = Group((*_ground(data, frame), *_region(data, frame), *_points(data, frame)),
                   clip=frame.area)  # fmt: skip
    return Drawing(
        "funnel", title, _description(data), width, y + MARGIN,
        (head, inside, left, below, keys, words),
        data=_held(data), notes=data.notes, theme=data.look.theme,
    )  # fmt: skip


def _unit(data: Funnel) -> str:
    return f"{data.unit} (log scale)" if data.log else data.unit


def _frame(data: Funnel, top: float, width: float) -> Frame:
    """The axes: from the most precise effect, or none at all, down to the least precise."""
    wide = min(_WIDEST, width - 2 * MARGIN)
    area = Rect(MARGIN, top, wide, wide * _SHAPE)
    errors = [one.se for one in data.points if one.se is not None]
    ys, height, edges = _upright(data.axis, errors, area)
    left = area.x + _axis.left_room(ys, titled=True) + 2
    low, high = _range(data, edges[-1])
    ticks = tick_labels(Scale(low, high, 0, 1, log=data.log).ticks(7), log=data.log)
    right = area.right - max((_axis.LABEL.width(one) / 2 for one in ticks), default=0.0)
    area = Rect(left, area.y, right - left, area.height)
    xs = Scale(low, high, area.x, area.right, log=data.log)
    return Frame(area, xs, ys, height, edges, data.log)


def _upright(
    axis: str, errors: Sequence[float], area: Rect
) -> tuple[Scale, Callable[[float], float], tuple[float, ...]]:
    """The vertical scale, the place of a standard error on it, and errors from top to bottom."""
    most, least = max(errors) * 1.06, min(errors)
    top, base = area.y, area.bottom
    if axis == "precision":
        room = max(1 / least - 1 / most, 0.2 / most) * 0.05
        ys = Scale(max(1 / most - room, 0.5 / most), 1 / least + room, base, top)
        first, ratio = 1 / ys.high, ys.high / ys.low
        edges = tuple(first * ratio ** (at / _STEPS) for at in range(_STEPS + 1))
        return ys, lambda se: ys.at(1 / max(se, first / 2)), edges
    power = 2 if axis == "vi" else 1
    ys = Scale(0.0, most**power, top, base)
    return ys, lambda se: ys.at(se**power), tuple(most * at / _STEPS for at in range(_STEPS + 1))


def _range(data: Funnel, most: float) -> tuple[float, float]:
    """A range over the effects and the foot of the region, and no difference with contours."""
    middle = scaled(data.pooled.value, log=data.log) if data.pooled is not None else 0.0
    reach = min(Z * most, 300.0) if data.log else Z * most
    ends = [back(middle + sign * reach, log=data.log) for sign in (-1, 1)]
    values = [one.value for one in (*data.points, *data.filled)]
    if data.contours:
        ends += [back(sign * reach, log=data.log) for sign in (-1, 1)]
    return spread((*values, *ends), log=data.log)


def _ground(data: Funnel, frame: Frame) -> Iterator[Shape]:
    """The frame, and regions by p of an effect against no difference."""
    area = frame.area
    if not data.contours:
        yield Rectangle(area.x, area.y, area.width, area.height, Ink("band", "faint"))
        return
    ink = Ink("main", opacity=_OUTSIDE)
    yield Group((Rectangle(area.x, area.y, area.width, area.height, ink),), title="p < 0.01",
                kind="contour")  # fmt: skip
    for p, dark, words in _LEVELS:
        corners = _edges(frame, 0.0, NormalDist().inv_cdf(1 - p / 2))
        plain = Polygon(corners, Ink("paper"))
        shade = (Polygon(corners, Ink("main", opacity=dark)),) if dark else ()
        yield Group((plain, *shade), title=words, kind="contour")


def _edges(frame: Frame, middle: float, quantile: float) -> tuple[Point, ...]:
    """The region of `quantile` standard errors around `middle`, from its left foot over the top."""
    left = [frame.at(middle - quantile * se, se) for se in reversed(frame.errors)]
    right = [frame.at(middle + quantile * se, se) for se in frame.errors]
    return (*left, *right)


def _region(data: Funnel, frame: Frame) -> Iterator[Shape]:
    """The pooled effect with its region, no difference, and Egger's line."""
    if data.pooled is None:
        return
    middle = scaled(data.pooled.value, log=data.log)
    edges = _edges(frame, middle, Z)
    if not data.contours:
        yield Polygon(edges, Ink("paper"))
    for side in (edges[: len(edges) // 2], edges[len(edges) // 2 :]):
        yield Line(side, Ink(stroke="ink", dash="dashed"))
    x, area = frame.at(middle, frame.errors[0])[0], frame.area
    yield Line(((x, area.y), (x, area.bottom)), Ink(stroke="ink"))
    if data.egger is not None:
        limit, slope = data.egger
        line = tuple(frame.at(limit + slope * se, se) for se in frame.errors)
        yield Group((Line(line, Ink(stroke="series4", width=1.4, dash="dotted")),),
                    title="Egger's regression line", kind="egger")  # fmt: skip


def _points(data: Funnel, frame: Frame) -> Iterator[Shape]:
    for ones, ink, kind in (
        (data.points, Ink("main", "paper", 0.6), "point"),
        (data.filled, Ink("filled", "ink", 1.1), "filled"),
    ):
        for one in ones:
            x, y = frame.at(scaled(one.value, log=data.log), one.se or 0.0)
            yield Group((Circle(x, y, _RADIUS, ink),), title=tip(_told(one)), kind=kind)


def _told(one: Effect) -> str:
    detail = f": {one.detail}" if one.detail else ""
    return f"{one.label}{detail}: {number(one.value)}, standard error {number(one.se or 0.0)}"


def _entries(data: Funnel) -> Iterator[Entry]:
    yield Entry("circle", Ink("main", "paper", 0.6), "an effect")
    if data.filled:
        yield Entry("circle", Ink("filled", "ink", 1.1), "put in by trim and fill")
    yield Entry("line", Ink(stroke="ink", dash="dashed"), "95% around the pooled effect")
    if data.egger is not None:
        yield Entry("line", Ink(stroke="series4", width=1.4, dash="dotted"), "Egger's line")
    if data.contours:
        for _, dark, words in reversed(_LEVELS):
            ink = Ink("main", "frame", 0.5, opacity=dark) if dark else Ink("paper", "frame", 0.5)
            yield Entry("square", ink, words)
        yield Entry("square", Ink("main", "frame", 0.5, opacity=_OUTSIDE), "p < 0.01")


def _foot(data: Funnel) -> Iterator[str]:
    if data.pooled is not None:
        one = data.pooled
        effect = f"{number(one.value)} [{number(one.low)}, {number(one.high)}]"
        yield f"Line: pooled effect {effect}; {'; '.join(one.said[:2])}."
    if data.contours:
        yield "Shades: p of one effect against no difference, two-sided."
    yield from data.said
    yield from data.notes


def _description(data: Funnel) -> str:
    said = f"{counted(len(data.points), 'effect')} ({data.unit}) by {_TITLES[data.axis].lower()}."
    filled = f" {len(data.filled)} put in." if data.filled else ""
    return f"{said}{filled} {' '.join(data.said)}"


def _held(data: Funnel) -> dict[str, object]:
    points = [{"label": one.label, "value": one.value, "se": one.se} for one in data.points]
    filled = [{"value": one.value, "se": one.se} for one in data.filled]
    one = data.pooled
    pooled = None if one is None else {"value": one.value, "low": one.low, "high": one.high,
                                       "said": list(one.said)}  # fmt: skip
    return {"plot": "funnel", "unit": data.unit, "log": data.log, "axis": data.axis,
            "points": points, "filled": filled, "pooled": pooled, "egger": data.egger,
            "missing": list(data.missing), "said": list(data.said)}  # fmt: skip


PLOT = PlotKind(
    "funnel",
    "effects by their standard errors: whether small studies differ from large ones",
    build,
    columns=tuple(one for one in COLUMNS if one.name not in {"group", "note"}),
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(
        Choice(
            "scale",
            "linear or log; else log where unit is an odds, risk or hazard ratio",
        ),
        Choice("axis", f"what stands upright, one of: {', '.join(AXES)}"),
        Choice("contours", "yes: shades by p of an effect, 0.10, 0.05 and 0.01"),
        Choice("fill", "yes: what trim and fill puts in, as rings"),
        Choice("egger", "yes: the line and the test of Egger's regression"),
        Choice("pool", "the estimator of tau squared, or FE; else REML"),
        Choice("unit", "the unit; from a review: effects as printed, only those in it"),
        Choice("measure", "from a review: the measure; else that of [effects] for the domain"),
        Choice("domain", "from a review: the outcome domain"),
    ),
    variants=of_domains,
)
