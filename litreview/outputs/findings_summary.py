"""The outcomes of a summary of findings: certainty, and effects that are pooled or entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litreview.extraction.certainty import Certainty, certainty
from litreview.extraction.rows import Row, row_order
from litreview.model import reported
from litreview.outputs.evidence import Evidence
from litreview.outputs.pooled_effect import Pooled, pooled_effect
from litreview.outputs.pooling import Common, in_common, pool
from litreview.outputs.tables._horizons import HORIZONS, horizon
from litreview.outputs.tables._words import says_nothing

_IMPORTANCE = ("critical", "important", "", "not important")
_COMPARISON = (
    ("Population", "population"),
    ("Setting", "setting"),
    ("Intervention", "intervention"),
    ("Comparison", "comparison"),
)
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome. certainty: by GRADE; effect: pooled, or why it is not.

    risk: without the programme, from 0 to 1, None where it is not entered. entered: field -> text,
    of the fields that say something.
    """

    name: str
    comparison: str
    row: Row
    certainty: Certainty
    effect: Pooled | str
    risk: float | None
    entered: Mapping[str, str]


def outcomes(evidence: Evidence) -> tuple[Outcome, ...]:
    """The rows of forms for certainty, by comparison as first entered, then by importance."""
    nouns = {name: form.noun for name, form in evidence.forms.items()}
    rows = [row for row in evidence.rows if nouns.get(row.form) == "certainty"]
    found = [
        _outcome(evidence, row, rows, effects) for row, effects in _with_effects(evidence, rows)
    ]
    order = {name: at for at, name in enumerate(dict.fromkeys(one.comparison for one in found))}
    return tuple(sorted(found, key=lambda one: (order[one.comparison], *_rank(one.row))))


def _with_effects(
    evidence: Evidence, rows: Sequence[Row]
) -> Iterator[tuple[Row, tuple[Common, ...]]]:
    """Each row with the review's effects: converted once, and only where one is wanted."""
    effects: tuple[Common, ...] | None = None
    for row in sorted(rows, key=lambda row: (row_order(row.row), row.extractor)):
        if _said(row, "outcome_domain") and effects is None:
            effects = in_common(evidence)
        yield row, effects or ()


def _outcome(
    evidence: Evidence, row: Row, rows: Sequence[Row], effects: Sequence[Common]
) -> Outcome:
    entered = {name: text for name in row.values if (text := _said(row, name))}
    twice = sum(one.row == row.row for one in rows) > 1
    name = entered.get("outcome", row.row)
    risk = reported(entered.get("baseline_risk", "")).number
    return Outcome(
        f"{name} ({row.extractor})" if twice else name,
        " · ".join(f"{label}: {entered[key]}" for label, key in _COMPARISON if key in entered),
        row,
        certainty(row.values),
        _effect(evidence, entered, effects),
        risk / _PERCENT if risk is not None and 0 <= risk <= _PERCENT else None,
        entered,
    )


def _effect(
    evidence: Evidence, entered: Mapping[str, str], effects: Sequence[Common]
) -> Pooled | str:
    domain = entered.get("outcome_domain", "")
    if not domain:
        return "no domain is named whose effects are pooled"
    wanted = entered.get("horizon", "").casefold()
    keys = [key for key, words in HORIZONS if words.casefold() == wanted]
    kept = [one for one in effects if not keys or horizon(one.row) in keys]
    return pooled_effect(pool(kept, domain, evidence.plan.effects))


def _said(row: Row, name: str) -> str:
    text = row.values.get(name, "").strip()
    return "" if says_nothing(text) else text


def _rank(row: Row) -> tuple[int, object, str]:
    given = _said(row, "importance").casefold()
    place = _IMPORTANCE.index(given) if given in _IMPORTANCE else _IMPORTANCE.index("")
    return place, row_order(row.row), row.extractor
