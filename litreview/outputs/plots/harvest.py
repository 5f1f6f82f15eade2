"""The harvest plot: which studies support which conclusion, at a glance.

Ogilvie and others 2008 (BMC Medical Research Methodology 8: 8): for each outcome three panels
(worse, no difference or unclear, better), a bar for each study, its height the suitability of the
design or the quality, its shade a second property (here: how central mentoring is).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from litreview.outputs.plots import Choice, CsvColumn, PlotKind
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
)
from litreview.outputs.plots._harvest_data import (
    PANELS,
    Bar,
    Harvest,
    from_evidence,
    from_rows,
    level,
)
from litreview.outputs.plots._parts import MARGIN, empty, foot, heading, width_of
from litreview.outputs.plots._text import block, fit, height, lines, tip
from litreview.outputs.words import counted

TITLE: Final = "Harvest plot"
_HEAD, _ROW, _NAME, _NUMBER = Style(8.5, "Bold"), Style(8, "Bold"), Style(7), Style(6.5)
_BAR, _LOWEST = 34.0, 7.0
"""The height of the highest and of the lowest bar."""
_WIDEST, _NAMED, _NUMBERED = 16.0, 10.0, 12.5
"""The room of a bar: at most; with a name that reads upwards below it; with a number."""
_LONGEST_NAME = 64.0
_MOST_NAMED = 60
_PAD = 4.0


def build(data: Harvest) -> Drawing:
    """A row of three panels for each outcome; the bars of a panel stand from high to low."""
    title = data.look.title or TITLE
    if not data.bars:
        sentence = "There are no studies whose effect could be drawn."
        return empty("harvest", data.look, title, sentence, data.notes)
    width = width_of(data.look)
    head, y = heading(title, width)
    label = min(92.0, (width - 2 * MARGIN) * 0.22)
    panel = (width - 2 * MARGIN - label) / len(PANELS)
    named = _named(data, panel)
    numbers = {study: at for at, study in enumerate(_studies(data), 1)}
    shapes: list[Shape] = [head, *_panel_heads(MARGIN + label, panel, y)]
    y += 22
    for row in data.rows:
        made, y = _row(data, row, MARGIN + label, panel, y, {} if named else numbers)
        shapes += made
    legend, y = _legend(data, y + 6, width)
    shapes.append(legend)
    if not named:
        key, y = _key(numbers, y + 4, width)
        shapes.append(key)
    words, y = foot(_foot(data), y, width)
    return Drawing(
        "harvest", title, _description(data), width, y + MARGIN, (*shapes, words),
        data=_held(data), notes=data.notes, theme=data.look.theme,
    )  # fmt: skip


def _studies(data: Harvest) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bar.study for bar in data.bars))


def _panel(data: Harvest, row: str, panel: str) -> list[Bar]:
    """The bars of a panel, the highest first, then by shade from dark to light."""
    held = [bar for bar in data.bars if bar.row == row and bar.panel == panel]
    order = {study: at for at, study in enumerate(_studies(data))}
    return sorted(held, key=lambda bar: (
        -level(bar.height, data.heights, 0.0), -level(bar.shade, data.shades, 0.0),
        order[bar.study],
    ))  # fmt: skip


def _named(data: Harvest, panel: float) -> bool:
    """Whether all bars have room for the name of their study below them."""
    most = max(len(_panel(data, row, name)) for row in data.rows for name, _ in PANELS)
    return most * _NAMED <= panel - 2 * _PAD and len(data.bars) <= _MOST_NAMED


def _panel_heads(x: float, panel: float, y: float) -> list[Shape]:
    return [
        Text(x + (at + 0.5) * panel, y + 14, fit(words, _HEAD, panel - 4), _HEAD, "ink", "middle")
        for at, (_, words) in enumerate(PANELS)
    ]


def _row(  # noqa: PLR0913, PLR0917 - what, where and with which numbers
    data: Harvest, row: str, left: float, panel: float, y: float, numbers: dict[str, int]
) -> tuple[list[Shape], float]:
    """One outcome: its name at the left of `left`, then three panels as wide as `panel`.

    numbers: of the studies, {} where bars bear names.
    """
    slot = _NUMBERED if numbers else _NAMED
    most = max(1, int((panel - 2 * _PAD) // slot))
    bars = [_panel(data, row, name) for name, _ in PANELS]
    below = 11.0 if numbers else _names_room([bar for one in bars for bar in one])
    lines_ = max(1, *(-(-len(one) // most) for one in bars))
    words = lines(row, _ROW, left - MARGIN - 6, 5)
    step = _BAR + below + 5
    high = max(lines_ * step + 3, height(len(words), _ROW) + 8)
    shapes: list[Shape] = [block(MARGIN, y + 12, row, _ROW, left - MARGIN - 6, most=5)]
    for at, held in enumerate(bars):
        x = left + at * panel
        frame = Ink(stroke="faint")
        shapes.append(Rectangle(x, y, panel, high, frame))
        if not held:
            middle = Text(x + panel / 2, y + high / 2 + 3, "no study", _NAME, "soft", "middle")
            shapes.append(middle)
        for line in range(-(-len(held) // most)):
            foot_ = y + 4 + line * step + _BAR
            part = held[line * most : (line + 1) * most]
            shapes += _line_of_bars(data, part, Rect(x, foot_, panel, below), numbers, len(held))
    return shapes, y + high


def _names_room(bars: Sequence[Bar]) -> float:
    widest = max((_NAME.width(fit(bar.study, _NAME, _LONGEST_NAME)) for bar in bars), default=0.0)
    return widest + 4


def _line_of_bars(
    data: Harvest, bars: Sequence[Bar], under: Rect, numbers: dict[str, int], count: int
) -> list[Shape]:
    """Bars beside each other on the upper side of `under`, their names or numbers in it."""
    room = under.width - 2 * _PAD
    least = _NUMBERED if numbers else _NAMED
    slot = min(_WIDEST, max(least, room / max(count, 1)))
    x = under.x + _PAD + max(0.0, (room - slot * len(bars)) / 2)
    shapes: list[Shape] = [
        Line(((under.x + _PAD, under.y), (under.right - _PAD, under.y)), Ink(stroke="soft"))
    ]
    for bar in bars:
        shapes.append(_bar(data, bar, Rect(x, under.y, slot, under.height), numbers))
        x += slot
    return shapes


def _bar(data: Harvest, bar: Bar, under: Rect, numbers: dict[str, int]) -> Group:
    share = level(bar.height, data.heights, -1.0)
    tall = _LOWEST + (_BAR - _LOWEST) * share if share >= 0 else _LOWEST
    shade = level(bar.shade, data.shades, -1.0)
    known = shade >= 0 and share >= 0
    ink = Ink("main" if shade >= 0 else "paper", "frame", 0.7, "solid" if known else "dashed",
              0.12 + 0.88 * max(shade, 0.0) if shade >= 0 else 1.0)  # fmt: skip
    box = Rectangle(under.x + 1.5, under.y - tall, under.width - 3, tall, ink)
    if numbers:
        words = Text(
            under.middle[0], under.y + 8, f"{numbers[bar.study]}", _NUMBER, "soft", "middle"
        )
    else:
        shown = fit(bar.study, _NAME, _LONGEST_NAME)
        base = under.y + 3 + _NAME.width(shown)
        words = Text(under.middle[0] + 2.5, base, shown, _NAME, "soft", turned=True)
    return Group((box, words), title=tip(_said(data, bar)), href=bar.href, kind="bar")


def _said(data: Harvest, bar: Bar) -> str:
    panel = dict(PANELS)[bar.panel].lower()
    more = [f"{data.height_name}: {bar.height or 'not told'}", f"{data.shade_name}: {bar.shade or 'not told'}"]  # fmt: skip  # noqa: E501
    return f"{bar.study}, {bar.row}: {panel}; {'; '.join(more)}{f'; {bar.why}' if bar.why else ''}"


def _legend(data: Harvest, y: float, width: float) -> tuple[Group, float]:
    """Heights, then shades, each from low to high."""
    shapes: list[Shape] = []
    base = y + 14
    for name, words, kind in (
        (data.height_name, data.heights, "height"), (data.shade_name, data.shades, "shade")
    ):  # fmt: skip
        head = fit(f"{name}:", _NAME, 110)
        shapes.append(Text(MARGIN, base, head, Style(7, "Bold"), "soft"))
        x = MARGIN + Style(7, "Bold").width(head) + 8
        for word in (*words, ""):
            shown = fit(word or "not told (broken line)", _NAME, width - 2 * MARGIN - 30)
            wide = 12 + _NAME.width(shown) + 12
            if x + wide > width - MARGIN + 12:
                x, base = MARGIN + 12, base + 16
            shapes += [_swatch(data, kind, word, x, base), Text(x + 11, base, shown, _NAME, "soft")]
            x += wide
        base += 17
    return Group(tuple(shapes), kind="legend"), base - 8


def _swatch(data: Harvest, kind: str, word: str, x: float, base: float) -> Rectangle:
    words = data.heights if kind == "height" else data.shades
    share = level(word, words, -1.0)
    if kind == "height":
        tall = 4 + 9 * max(share, 0.0)
        return Rectangle(x, base - tall, 7, tall, Ink("faint", "frame", 0.7,
                         "solid" if share >= 0 else "dashed"))  # fmt: skip
    if share < 0:
        return Rectangle(x, base - 8, 7, 8, Ink("paper", "frame", 0.7, "dashed"))
    return Rectangle(x, base - 8, 7, 8, Ink("main", "frame", 0.7, "solid", 0.12 + 0.88 * share))


def _key(numbers: dict[str, int], y: float, width: float) -> tuple[Group, float]:
    """Which study each number is, in columns, read downwards."""
    texts = [f"{at}  {study}" for study, at in numbers.items()]
    room = width - 2 * MARGIN
    widest = max(_NAME.width(fit(text, _NAME, room)) for text in texts) + 10
    columns = max(1, min(5, int(room // min(widest, room / 2 if widest < room else room))))
    per = -(-len(texts) // columns)
    shapes: list[Shape] = []
    for at, text in enumerate(texts):
        column, line = divmod(at, per)
        shown = fit(text, _NAME, room / columns - 8)
        words = Text(MARGIN + column * room / columns, y + 8 + line * 9, shown, _NAME, "soft")
        shapes.append(Group((words,), title=tip(text) if shown.endswith("…") else ""))
    return Group(tuple(shapes), kind="key"), y + 10 + per * 9


def _foot(data: Harvest) -> tuple[str, ...]:
    twice = len(data.bars) > len({(bar.row, bar.study) for bar in data.bars})
    said = "A bar is a study; it stands once for each outcome that it reports on."
    return (f"{said} Some stand in several panels of one outcome.",) if twice else (said,)


def _description(data: Harvest) -> str:
    said = []
    for row in data.rows:
        counts = [f"{words.lower()} {len(_panel(data, row, name))}" for name, words in PANELS]
        said.append(f"{row[:100]}: {', '.join(counts)}")
    return f"{counted(len(_studies(data)), 'study')}. {'. '.join(said)}."


def _held(data: Harvest) -> dict[str, object]:
    bars = [
        {"study": b.study, "row": b.row, "direction": b.panel, "height": b.height,
         "shade": b.shade} for b in data.bars
    ]  # fmt: skip
    return {"plot": "harvest", "rows": list(data.rows), "bars": bars,
            "heights": list(data.heights), "shades": list(data.shades)}  # fmt: skip


PLOT = PlotKind(
    "harvest",
    "which studies support which conclusion: bars by outcome and direction",
    build,
    columns=(
        CsvColumn("study", "the study", required=True),
        CsvColumn("outcome_domain", "the row that it stands in", required=True),
        CsvColumn("direction", "better, none, worse or unclear", required=True),
        CsvColumn("quality", "the height of the bar, in words or as a number"),
        CsvColumn("centrality", "the shade of the bar"),
    ),
    from_rows=from_rows,
    from_evidence=from_evidence,
    choices=(
        Choice("heights", "the words of quality, from the lowest bar to the highest: a, b, c"),
        Choice("shades", "the words of centrality, from the lightest to the darkest: a, b, c"),
        Choice("group", "from a review: only this group of people"),
    ),
)
