"""What a forest plot shows, from a file or from the estimates of a review."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from litreview.extraction.convert.texts import interval
from litreview.model import Estimate
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._rows import Row, Rows, kept, one_of
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.tables._groups import domain
from litreview.outputs.tables._words import says_nothing

Z: Final = 1.959963984540054
"""For an interval of 95 per cent."""
LARGEST: Final = 1e30
"""Larger numbers are slips."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row.

    low, high: its interval, None where there is none; weight: 0 to 1, None: unknown; mark: how
    central mentoring is, 0 (not told) to 3.
    """

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    group: str = ""
    detail: str = ""
    weight: float | None = None
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Pooled:
    """The diamond, and the prediction interval where there is one; text: the line about spread."""

    value: float
    low: float
    high: float
    prediction: tuple[float, float] | None
    text: str


@dataclass(frozen=True, slots=True)
class Forest:
    """A forest plot to be. null: where no difference is; log: ratios are on a log scale."""

    rows: tuple[Mark, ...]
    unit: str
    look: Look
    log: bool = False
    null: float = 0.0
    favours: tuple[str, str] = ("", "")
    pooled: Pooled | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)


def from_rows(rows: Rows, ask: Ask) -> Forest:
    """The rows of a CSV file; ``--set pool=REML`` adds the pooled effect of rows with an error."""
    log = one_of(ask.chosen, "scale", ("linear", "log"), "linear") == "log"
    usable = kept(rows, lambda row: _wrong(row, log=log))
    marks = tuple(_mark(row) for row in usable.rows)
    method = ask.chosen.get("pool", "").strip()
    pooled, notes = _pooled(marks, method, log=log) if method else (None, ())
    favours = (ask.chosen.get("left", ""), ask.chosen.get("right", ""))
    unit = ask.chosen.get("unit", "effect")
    null = 1.0 if log else 0.0
    every = (*usable.notes, *notes)
    return Forest(_weighted(marks), unit, ask.look, log, null, favours, pooled, every)


def _wrong(row: Row, *, log: bool) -> str:
    value = row.number("value")
    if value is None:
        return "it has no value"
    if log and value <= 0:
        return "a ratio is above 0"
    low, high = row.number("low"), row.number("high")
    if any(abs(one) > LARGEST for one in (value, low, high, row.number("se")) if one is not None):
        return "a number is too large to draw"
    if low is not None and high is not None and not low <= value <= high:
        return f"its interval {low:g} to {high:g} does not hold {value:g}"
    return ""


def _mark(row: Row) -> Mark:
    value, se = row.number("value") or 0.0, row.number("se")
    low, high = row.number("low"), row.number("high")
    if (low is None or high is None) and se is not None and se > 0:
        low, high = value - Z * se, value + Z * se
    whole = low is not None and high is not None
    return Mark(
        row.text("label"),
        value,
        low if whole else None,
        high if whole else None,
        row.text("group"),
        row.text("detail"),
    )


def from_evidence(evidence: Evidence, ask: Ask) -> Forest:
    """Effects of included studies of one domain in one unit: units never share an axis.

    Without a choice: the domain of most estimates, and its commonest unit.
    """
    labels, included = study_labels(evidence), evidence.included
    rows = [
        row
        for row in evidence.estimates
        if row.study in included and row.value.number is not None and not row.unsettled
    ]
    wanted = ask.chosen.get("domain", "") or _commonest(domain(row) for row in rows)
    rows = [row for row in rows if domain(row) == wanted]
    unit = ask.chosen.get("unit", "") or _commonest(_unit(row) for row in rows)
    shown = [row for row in rows if _unit(row) == unit]
    shown.sort(key=lambda row: (row.followup_months.number or 0.0, sort_key(labels[row.study])))
    marks = tuple(_of(row, labels[row.study]) for row in shown)
    notes = [f"{wanted}, {unit}; {len(rows) - len(shown)} estimates in other units are not shown."]
    if any(mark.low is None for mark in marks):
        notes.append("An open square: the report gives no interval and no standard error.")
    return Forest(_weighted(marks), unit, ask.look, notes=tuple(notes))


def _of(row: Estimate, label: str) -> Mark:
    value, months = row.value.number or 0.0, row.followup_months.text.strip()
    found = interval(row.confidence_interval)
    ends = found.interval if found is not None and not found.kind else None
    low, high = (ends.low, ends.high) if ends is not None else (None, None)
    error = row.standard_error.number
    if low is None and error is not None and error > 0:
        low, high = value - Z * error, value + Z * error
    if low is not None and high is not None and not low <= value <= high:
        low = high = None
    time = "follow-up not told" if says_nothing(months) else f"{months} months"
    who = "" if says_nothing(row.subgroup) or row.subgroup == "all" else f", {row.subgroup}"
    steps = {"core": 3, "substantial": 2, "partial": 1, "weak": 1}
    return Mark(
        f"{label}{who}", value, low, high, time, row.outcome,
        mark=steps.get(row.centrality.strip(), 0),
    )  # fmt: skip


def _unit(row: Estimate) -> str:
    return row.unit.partition("(")[0].strip().casefold()


def _commonest(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text)) if counts else ""


def _weighted(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Weights by precision, the largest being 1: squares are drawn by them."""
    errors = [(m.high - m.low) if m.low is not None and m.high is not None else None for m in marks]
    weights = [1 / error**2 if error else None for error in errors]
    most = max((w for w in weights if w is not None), default=1.0)
    return tuple(
        Mark(
            m.label, m.value, m.low, m.high, m.group, m.detail,
            None if w is None else math.sqrt(w / most), m.mark,
        )
        for m, w in zip(marks, weights, strict=True)
    )  # fmt: skip


def _pooled(
    marks: Sequence[Mark], method: str, *, log: bool
) -> tuple[Pooled | None, tuple[str, ...]]:
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.fit import fit

    def scaled(value: float) -> float:
        return math.log(value) if log else value

    def back(value: float) -> float:
        return math.exp(value) if log else value

    usable = [
        (scaled(m.value), ((scaled(m.high) - scaled(m.low)) / (2 * Z)) ** 2)
        for m in marks
        if m.low is not None and m.high is not None and m.low < m.high and (m.low > 0 or not log)
    ]
    left = len(marks) - len(usable)
    if not usable:
        return None, ("Nothing is pooled: no row has an interval.",)
    one = fit(Effects.of([y for y, _ in usable], [v for _, v in usable]), tau2=method)
    spread = one.heterogeneity
    ends = one.prediction.interval if one.prediction else None
    text = f"{one.method}, k = {one.k}"
    if spread.q is not None and spread.q_p is not None and spread.i2 is not None:
        text += (
            f"; Q = {spread.q:.2f}, df {spread.q_df}, p = {spread.q_p:.3f}; "
            f"I² = {spread.i2:.1f}%; tau² = {one.tau2.value:.4f}"
        )
    bare = f"{left} row{'' if left == 1 else 's'} without an interval: shown, and not pooled."
    notes = [bare] if left else []
    if one.prediction:
        notes.append(f"Bar below the diamond: prediction interval, {one.prediction.variant}.")
    low, high = one.pooled.ci
    return (
        Pooled(
            back(one.pooled.estimate), back(low), back(high),
            (back(ends[0]), back(ends[1])) if ends else None, text,
        ),
        tuple(notes),
    )  # fmt: skip
