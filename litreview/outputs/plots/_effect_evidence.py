"""The effects of a review that may share an axis: of one outcome domain, in one unit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from litreview.extraction.convert import Measure, measure_named
from litreview.extraction.convert.texts import interval
from litreview.extraction.convert.units import unit_of
from litreview.model import Estimate
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._effect import LARGEST, RATIOS, Effect, printed
from litreview.outputs.plots._evidence_rows import left_out
from litreview.outputs.pooled import by_reason, some
from litreview.outputs.pooling import Pool, Ready, domains, in_common, pool
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.tables._groups import domain
from litreview.outputs.tables._words import says_nothing
from litreview.outputs.words import counted

_PRINTED: Final = ("standard error", "confidence interval")
_STEPS: Final = {"core": 3, "substantial": 2, "partial": 1, "weak": 1}


@dataclass(frozen=True, slots=True)
class Shared:
    """Effects of one domain in one unit. log: they are ratios."""

    effects: tuple[Effect, ...]
    domain: str
    unit: str
    log: bool
    notes: tuple[str, ...]


def from_review(evidence: Evidence, ask: Ask) -> Shared:
    """The included studies' effects of one domain, by follow-up: as printed, or in one measure.

    With a unit those that are printed in it; else all that the measure of the domain can be had of,
    those without a variance too. Raises UnknownName for a measure that does not exist.
    """
    if ask.chosen.get("unit", "").strip():
        return _as_printed(evidence, ask)
    found = in_common(evidence, ask.chosen.get("measure", ""))
    most = max(counts, key=lambda name: counts[name]) if (counts := domains(found)) else ""
    held = pool(found, ask.chosen.get("domain", "") or most, evidence.plan.effects)
    measure = measure_named(held.measure)
    shown = sorted((*held.effects, *held.bare), key=_by_time)
    effects = tuple(_converted(one, measure) for one in shown)
    unit = held.unit or measure.natural or measure.label
    return Shared(effects, held.domain, unit, measure.ratio, tuple(_told(held, unit)))


def of_domains(evidence: Evidence) -> dict[str, Mapping[str, str]]:
    """A plot for each outcome domain that has effects with a variance: file name -> choices."""
    counts = domains(in_common(evidence))
    return {name.replace(" ", "-"): {"domain": name} for name, n in counts.items() if n}


def _by_time(one: Ready) -> tuple[float, tuple[str, ...]]:
    return _months(one.common.row), tuple(sort_key(one.common.label))


def _told(held: Pool, unit: str) -> Iterator[str]:
    better = f"; {held.better} is better" if held.better else ""
    yield f"{held.domain}, {unit}{better}."
    bare = {id(one.common) for one in held.bare}
    for why, rows in by_reason(one for one in held.left_out if id(one[0]) not in bare).items():
        yield f"{counted(len(rows), 'effect')} not shown: {why} ({some(rows)})."


def _converted(one: Ready, measure: Measure) -> Effect:
    """An effect in its measure, as readers know it."""
    row, effect = one.common.row, one.effect
    ends = effect.interval()
    low, high = (measure.in_natural(end) for end in ends) if ends else (None, None)
    months = row.followup_months.text.strip()
    who = "" if one.common.on_everybody else f", {row.subgroup}"
    made = ends is not None and effect.origin not in _PRINTED
    return Effect(
        f"{one.common.label}{who}",
        measure.in_natural(effect.yi),
        low,
        high,
        None if effect.se is None else effect.se * (1.0 if measure.ratio else measure.factor),
        group="follow-up not told" if says_nothing(months) else f"{months} months",
        detail=row.outcome,
        mark=_STEPS.get(row.centrality.strip(), 0),
        note=f"error from: {effect.origin}" if made else "",
        study=row.study,
    )


def _as_printed(evidence: Evidence, ask: Ask) -> Shared:
    """Effects in the unit asked for; what is in others, or is no number, is in the notes."""
    labels = study_labels(evidence)
    rows = [row for row in evidence.estimates
            if row.study in evidence.included and not row.unsettled]  # fmt: skip
    wanted = ask.chosen.get("domain", "") or _commonest(domain(row) for row in rows if usable(row))
    rows = [row for row in rows if domain(row) == wanted]
    drawn = [row for row in rows if usable(row)]
    unit = ask.chosen.get("unit", "") or _commonest(unit_words(row) for row in drawn)
    shown = [row for row in drawn if unit_words(row).casefold() == unit.casefold()]
    shown.sort(key=lambda row: (_months(row), sort_key(labels[row.study])))
    log = unit.casefold() in RATIOS
    effects = tuple(_of(row, labels[row.study], log=log) for row in shown)
    others = Counter(unit_words(row) for row in drawn if row not in shown)
    notes = [f"{wanted}, {unit}."]
    if others:
        said = "; ".join(f"{n} in {name}" for name, n in sorted(others.items()))
        notes.append(f"Not shown, as units never share an axis: {said}.")
    notes += left_out((row.id, "its effect is no number that can be drawn")
                      for row in rows if not usable(row))  # fmt: skip
    return Shared(effects, wanted, unit, log, tuple(notes))


def _months(row: Estimate) -> float:
    """When an effect was measured; what is not told stands last."""
    months = row.followup_months.number
    return math.inf if months is None else months


def usable(row: Estimate) -> bool:
    """Whether the effect is a number that a figure can show."""
    value = row.value.number
    ratio = unit_words(row) in RATIOS
    return value is not None and abs(value) <= LARGEST and not (ratio and value <= 0)


def unit_words(row: Estimate) -> str:
    """The unit in words that are alike wherever the unit is (`extraction.convert.units`).

    Where the words name no kind of effect, they are the unit, without a remark in brackets.
    """
    found = unit_of(row.values.get("effect_unit_code", ""), row.unit)
    if found.kind == "share difference":
        return "percentage points" if found.points else "share"
    if found.kind == "mean difference":
        return found.native
    if found.kind == "relative change":
        return "per cent of the comparison group"
    if found.percent:
        return "per cent, of what is not said"
    return found.kind or row.unit.partition("(")[0].strip().casefold() or "no unit"


def _of(row: Estimate, label: str, *, log: bool) -> Effect:
    value, months = row.value.number or 0.0, row.followup_months.text.strip()
    found = interval(row.confidence_interval)
    read = found.interval if found is not None and not found.kind else None
    ends = (read.low, read.high) if read is not None else None
    who = "" if says_nothing(row.subgroup) or row.subgroup == "all" else f", {row.subgroup}"
    level = read.level if read is not None else 0.95
    one = printed(f"{label}{who}", value, ends, row.standard_error.number, log=log, level=level)
    remark = "" if level == 0.95 else f"{level:.0%} interval"  # noqa: PLR2004 - the usual one
    if one.low is not None and (ends is None or one.low != ends[0]):
        remark = "interval from the standard error"
    return replace(
        one,
        group="follow-up not told" if says_nothing(months) else f"{months} months",
        detail=row.outcome,
        mark=_STEPS.get(row.centrality.strip(), 0),
        note=remark,
        study=row.study,
    )


def _commonest(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text)) if counts else ""
