"""The rows of a forest plot: squares with their intervals, diamonds, prediction intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import Final

from litreview.outputs.diagram.text import TIE
from litreview.outputs.plots._canvas import (
    Group,
    Ink,
    Line,
    Polygon,
    Rectangle,
    Role,
    Shape,
    Text,
    arrow_head,
)
from litreview.outputs.plots._effect import Effect
from litreview.outputs.plots._forest_columns import BOLD, LABEL, SMALL, Columns, label_of
from litreview.outputs.plots._parts import MARGIN
from litreview.outputs.plots._scale import Scale, number
from litreview.outputs.plots._summary import Summary
from litreview.outputs.plots._text import LEADING, block, lines, tip

INDENT: Final = 6.0
_LARGEST, _SMALLEST = 4.4, 1.4
"""Half the side of the heaviest and of the lightest square."""
_TALL: Final = 4.2
"""Half the height of a diamond."""
_TICK: Final = 2.2


def sizes(rows: Sequence[Effect], step: float) -> Mapping[int, float]:
    """Half the side of each square, by `id`: it grows with the weight, else with the precision.

    step: how high a row is.
    """
    largest = min(_LARGEST, step * 0.38)
    held = {id(one): _heavy(one) for one in rows}
    most = max((one for one in held.values() if one is not None), default=1.0)
    return {
        key: _SMALLEST + (largest - _SMALLEST) * sqrt((one or 0.0) / most)
        for key, one in held.items()
    }


def _heavy(one: Effect) -> float | None:
    if one.weight is not None:
        return one.weight
    return None if one.se is None or not 1e-100 < one.se < 1e100 else one.se**-2  # noqa: PLR2004


def row(  # noqa: PLR0913 - what and where
    one: Effect, where: Columns, y: float, half: float, *, letter: str = "", most: int = 2
) -> tuple[Group, float]:
    """A row from the base line `y`, and how much lower the next one may stand."""
    label, room = label_of(one), where.label - INDENT - 4 - (6 if letter else 0)
    words = block(MARGIN + INDENT, y, label, LABEL, room, most=most)
    texts = where.numbers(one.value, one.low, one.high)
    middle = y - LABEL.size * 0.35
    inside: list[Shape] = [words, *_steps(one.mark, where.marks, middle)]
    if letter:
        last = lines(label, LABEL, room, most)[-1:]
        x = MARGIN + INDENT + (LABEL.width(last[0]) if last else 0) + 2
        foot = y + (len(words.shapes) - 1) * LEADING * LABEL.size
        inside.append(Text(x, foot, letter, SMALL, "soft"))
    inside += _interval(one, where.scale, middle, half)
    inside += where.written(texts, y, LABEL)
    if where.weight is not None and one.weight is not None:
        inside.append(Text(where.weight, y, f"{number(one.weight, 1)}%", LABEL, anchor="end"))
    said = " ".join(text for text in texts if text)
    more = f" ({one.note})" if one.note else ""
    lower = max(0, len(words.shapes) - 1) * LEADING * LABEL.size
    return Group(tuple(inside), title=tip(f"{label}: {said}{more}"), kind="row"), lower


def _steps(count: int, right: float, y: float) -> Iterator[Shape]:
    """Three small boxes, as many of them filled as mentoring is central."""
    for at in range(3):
        if count:
            ink = Ink(fill="main" if at < count else None, stroke="soft", width=0.5)
            yield Rectangle(right - 18 + at * 6, y - 2, 4.5, 4, ink)


def _interval(one: Effect, scale: Scale, y: float, half: float) -> Iterator[Shape]:
    """The line, with arrows where it goes on beyond the axis, and the square."""
    if one.low is not None and one.high is not None:
        yield from line(scale, one.low, one.high, y, "main")
    if scale.beyond(one.value):
        if one.low is None:
            side = scale.beyond(one.value)
            yield arrow_head((scale.held(one.value), y), "right" if side > 0 else "left", 5,
                             Ink(fill="paper", stroke="main", width=0.9))  # fmt: skip
        return
    ink = Ink(fill="main") if one.low is not None else Ink("paper", "main", 0.9)
    x = scale.at(one.value)
    yield Rectangle(x - half, y - half, 2 * half, 2 * half, ink)


def line(  # noqa: PLR0913 - where and how
    scale: Scale, low: float, high: float, y: float, role: Role, *, dotted: bool = False
) -> Iterator[Shape]:
    """An interval with a tick at each end, or an arrow where the axis cuts it off."""
    ends = (scale.held(low), scale.held(high))
    yield Line(((ends[0], y), (ends[1], y)), Ink(stroke=role, dash="dotted" if dotted else "solid"))
    for value, x in zip((low, high), ends, strict=True):
        side = scale.beyond(value) or (-1 if scale.log and value <= 0 else 0)
        if side:
            yield arrow_head((x, y), "right" if side > 0 else "left", 4.5, Ink(fill=role))
        else:
            yield Line(((x, y - _TICK), (x, y + _TICK)), Ink(stroke=role))


def remark(text: str, x: float, y: float, room: float) -> Group:
    """Small words on up to three lines, which break after a semicolon where that is possible."""
    parts = [
        part.replace(" ", TIE) if SMALL.width(part) < room - 4 else part
        for part in text.split("; ")
    ]
    return block(x, y, "; ".join(parts), SMALL, room, most=3, role="soft")


def pooled(
    one: Summary, where: Columns, y: float, *, whole: bool, indent: float = 0.0
) -> tuple[Group, float]:
    """A diamond from the base line `y`, its words, its prediction interval; and how high it is.

    whole: over all effects; that of a group is drawn hollow and smaller.
    """
    middle, tall = y - 2.6, _TALL if whole else _TALL * 0.8
    low, high, x = (where.scale.held(end) for end in (one.low, one.high, one.value))
    ink = Ink(fill="main") if whole else Ink("paper", "main", 0.9)
    inside: list[Shape] = [
        Text(MARGIN + indent, y, one.label, BOLD),
        Polygon(((low, middle), (x, middle - tall), (high, middle), (x, middle + tall)), ink),
        *where.written(where.numbers(one.value, one.low, one.high), y, BOLD),
    ]
    if where.weight is not None:
        inside.append(Text(where.weight, y, f"{number(one.weight, 1)}%", BOLD, anchor="end"))
    said = one.said if whole else ("; ".join(one.said[:2]),)
    if one.prediction is not None and whole:
        y += 12
        inside.append(Text(MARGIN + indent, y, f"Prediction interval, {one.variant}", LABEL))
        inside += line(where.scale, *one.prediction, y - 2.6, "soft")
        inside += where.written(where.numbers(None, *one.prediction), y, LABEL)
    foot = y + SMALL.size + 2.5
    for text in said:
        words = remark(text, MARGIN + indent, foot, where.label - indent)
        inside.append(words)
        foot += len(words.shapes) * SMALL.size * LEADING
    return Group(tuple(inside), title=tip("; ".join(one.said)), kind="pooled"), (
        foot - SMALL.size * LEADING
    )
