"""One effect as the forest and the funnel plot draw it, and how it is read from a CSV file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Final

from litreview.errors import UsageError
from litreview.outputs.plots import Ask, CsvColumn
from litreview.outputs.plots._rows import Row, Rows, one_of

Z: Final = 1.959963984540054
"""For an interval of 95 per cent."""
LARGEST: Final = 1e30
"""Larger numbers are slips."""
_HIGHEST: Final = 700.0
"""The exponential of more is no number."""
RATIOS: Final = frozenset({"odds ratio", "risk ratio", "hazard ratio"})
"""Units on a logarithmic scale."""
_LABELS: Final = ("label", "study", "study_id", "slab")
COLUMNS: Final = (
    CsvColumn("label", "the study or the row; else the column study, study_id or slab"),
    CsvColumn("value", "the effect; a ratio is written as such", number=True),
    CsvColumn("low", "the lower end of its 95% interval", number=True),
    CsvColumn("high", "the upper end", number=True),
    CsvColumn("se", "the standard error (of the logarithm, of a ratio)", number=True),
    CsvColumn(
        "yi", "instead of value, as `synth fit` reads it: of a ratio the logarithm; a number"
    ),
    CsvColumn("vi", "with yi: its sampling variance; a number"),
    CsvColumn("sei", "with yi: its standard error; a number"),
    CsvColumn("group", "a heading above the rows that share it"),
    CsvColumn("detail", "what stands behind the label"),
    CsvColumn("note", "a remark, named at the foot"),
)
"""What both plots read."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect.

    value, low, high: on the axis (a ratio is a ratio), None where there is no interval. se: on the
    scale on which effects are pooled (of the logarithm, of a ratio), None: not known. weight: in
    per cent of what is pooled, None where it is not. mark: how central mentoring is, 0 (not told)
    to 3. note: a remark that the figure names at its foot. study: whose effect it is, "" where that
    is not known.
    """

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    se: float | None = None
    weight: float | None = None
    group: str = ""
    detail: str = ""
    note: str = ""
    mark: int = 0
    study: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Effects, and sentences on what was left out."""

    effects: tuple[Effect, ...]
    notes: tuple[str, ...] = ()


def axis_of(ask: Ask) -> tuple[str, bool]:
    """The unit of a file's effects, and whether its axis is logarithmic: as asked, or as it is."""
    unit = ask.chosen.get("unit", "").strip()
    usual = "log" if unit.casefold() in RATIOS else "linear"
    log = one_of(ask.chosen, "scale", ("linear", "log"), usual) == "log"
    return unit or ("ratio" if log else "effect"), log


def scaled(value: float, *, log: bool) -> float:
    """A value of the axis -> the scale on which effects are pooled."""
    return math.log(value) if log else value


def back(value: float, *, log: bool) -> float:
    """The way back; a ratio that no number holds is held at about 1e304, or its inverse."""
    return math.exp(max(min(value, _HIGHEST), -_HIGHEST)) if log else value


def from_file(rows: Rows, *, log: bool) -> Found:
    """The effects of a file with the columns `value` or `yi`. Raises UsageError: it has neither.

    What cannot be drawn is left out with its line and the reason; an effect without a usable
    error stays, with a note.
    """
    if rows.rows and not {"value", "yi"} & rows.rows[0].values.keys():
        raise UsageError(
            "the file has no column of effects",
            remedy="name it value, with low and high or se; or yi, with vi or sei",
        )
    effects: list[Effect] = []
    for row in rows.rows:
        found = _from_yi(row, log=log) if row.text("yi") else _from_value(row, log=log)
        reason = found if isinstance(found, str) else _beyond(found)
        if reason or isinstance(found, str):
            rows = rows.without(row.line, reason)
        else:
            effects.append(_named(found, row))
    return Found(tuple(effects), rows.notes)


def _beyond(effect: Effect) -> str:
    ends = (effect.value, effect.low, effect.high, effect.se)
    large = any(one is not None and abs(one) > LARGEST for one in ends)
    return "a number is too large to draw" if large else ""


def _named(effect: Effect, row: Row) -> Effect:
    """The effect with the words of its row."""
    label = next((row.text(name) for name in _LABELS if row.text(name)), f"line {row.line}")
    notes = (effect.note, row.text("note"))
    return replace(
        effect, label=label, group=row.text("group"), detail=row.text("detail"),
        note="; ".join(one for one in notes if one),
    )  # fmt: skip


def _from_value(row: Row, *, log: bool) -> Effect | str:
    """An effect as printed, or why there is none."""
    value, low, high, se = (row.number(name) for name in ("value", "low", "high", "se"))
    if value is None:
        return "it has no value"
    if log and value <= 0:
        return "a ratio is above 0"
    ends = (low, high) if low is not None and high is not None else None
    if ends is not None and not ends[0] <= value <= ends[1]:
        return f"its interval {low:g} to {high:g} does not hold {value:g}"
    return printed("", value, ends, se, log=log)


def _from_yi(row: Row, *, log: bool) -> Effect | str:
    """An effect as `synth fit` reads it, by the same rules."""
    from litreview.synthesis.cells import read_cell
    from litreview.synthesis.rows import Row as Cells
    from litreview.synthesis.rows import from_rows

    yi, vi, sei = (row.text(name) or None for name in ("yi", "vi", "sei"))
    effects, left = from_rows([Cells(row.line, "", yi, vi, sei)])
    if effects.k:
        value = back(float(effects.yi[0]), log=log)
        return with_error("", value, math.sqrt(float(effects.vi[0])), log=log)
    alone = read_cell(yi, "yi").value
    if alone is None or abs(alone) > _HIGHEST * (1 if log else LARGEST):
        return left[0].reason
    return Effect("", back(float(alone), log=log), note=f"without an interval: {left[0].reason}")


def with_error(label: str, value: float, se: float | None, *, log: bool) -> Effect:
    """An effect with the 95% interval that its standard error gives, if there is one above 0."""
    if se is None or not 0 < se <= LARGEST or (log and value <= 0):
        return Effect(label, value)
    middle = scaled(value, log=log)
    low, high = (back(middle + sign * Z * se, log=log) for sign in (-1, 1))
    return Effect(label, value, low, high, se)


def _error(low: float, high: float, *, log: bool, level: float) -> float | None:
    """The standard error that an interval was made with, None where it cannot be."""
    if low >= high or (log and low <= 0):
        return None
    quantile = NormalDist().inv_cdf((1 + level) / 2)
    return (scaled(high, log=log) - scaled(low, log=log)) / (2 * quantile)


def printed(  # noqa: PLR0913 - what a report prints of an effect
    label: str, value: float, ends: tuple[float, float] | None, se: float | None, *,
    log: bool, level: float = 0.95,
) -> Effect:  # fmt: skip
    """An effect with the interval that a report prints; where it has none, that of its error."""
    if ends is not None and ends[0] <= value <= ends[1]:
        usable = se if se is not None and se > 0 else _error(*ends, log=log, level=level)
        return Effect(label, value, *ends, usable)
    return with_error(label, value, se, log=log)


def together(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Effects of one group beside each other, groups in the order in which they come first."""
    order = {group: at for at, group in enumerate(dict.fromkeys(one.group for one in effects))}
    return tuple(sorted(effects, key=lambda one: order[one.group]))
