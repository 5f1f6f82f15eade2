"""Characteristics of included studies: one row a study, from all its extracted rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from litreview.model import CostBenefit, Estimate, Study, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key, study_label, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_included
from litreview.outputs.tables._words import distinct, outcome_times, says_nothing

COLUMNS = (
    Column("study", "Study", width=21),
    Column("id", "Id", width=18),
    Column("country", "Country", width=11),
    Column("design", "Design", width=18),
    Column("n", "n", width=12),
    Column("population", "Population (labour-market status)", width=24),
    Column("intervention", "Intervention", width=26),
    Column("mentoring", "Mentoring part (centrality)", width=22),
    Column("comparator", "Comparator", width=16),
    Column("outcomes", "Outcomes (follow-up)", width=44),
    Column("reports", "Reports", width=18),
)
_TELLING = ("study", "country", "design", "intervention", "outcomes", "population")
NOTES = (
    "Id: the name that the study was linked under, or else its report; extracted rows bear it.",
    "n: people in the study as the reports give it; where sources differ, each figure stands.",
    "Different entries for one study are joined by semicolons.",
    "“Not reported” stands where no row says more, “not extracted” where nothing is entered.",
)


@dataclass(slots=True)
class _Rows:
    estimates: list[Estimate] = field(default_factory=list)
    costs: list[CostBenefit] = field(default_factory=list)


def build(evidence: Evidence) -> Table:
    """One row an included study, by label."""
    labels = study_labels(evidence)
    rows: dict[StudyId, _Rows] = defaultdict(_Rows)
    for estimate in evidence.estimates:
        rows[estimate.study].estimates.append(estimate)
    for cost in evidence.costs:
        rows[cost.study].costs.append(cost)
    studies = sorted(evidence.flow.studies, key=lambda study: sort_key(labels[study.id]))
    return Table(
        name="characteristics",
        title="Characteristics of included studies",
        columns=COLUMNS,
        rows=tuple(
            (labels[study.id], study.id, *_cells(rows[study.id]), _reports(evidence, study))
            for study in studies
        ),
        notes=NOTES,
        empty=nothing_included(evidence),
        telling=_TELLING,
    )


def _cells(rows: _Rows) -> tuple[str, ...]:
    estimates = rows.estimates
    return (
        distinct(_values((*estimates, *rows.costs), "country")),
        distinct(row.design for row in estimates),
        distinct(_values(estimates, "n_total")),
        distinct(_with(row, "population", "labour_status") for row in estimates),
        distinct(_values(estimates, "intervention") or [cost.programme for cost in rows.costs]),
        distinct(_with(row, "mentoring_component", "mentoring_centrality") for row in estimates),
        distinct(_values(estimates, "comparator")),
        outcome_times((row.outcome, row.followup_months) for row in estimates) or distinct(()),
    )


def _values(rows: Iterable[Estimate | CostBenefit], name: str) -> list[str]:
    return [row.values.get(name, "") for row in rows]


def _with(row: Estimate, name: str, more: str) -> str:
    """One field with a second one in brackets; a second one that says nothing is left out."""
    text, other = row.values.get(name, "").strip(), row.values.get(more, "").strip()
    if not text or says_nothing(other):
        return text or other
    return f"{text} ({other})"


def _reports(evidence: Evidence, study: Study) -> str:
    """The short labels of its included reports, and how many linked ones are not included."""
    held = [evidence.reports[id_].record for id_ in study.reports if id_ in evidence.reports]
    held.sort(key=lambda record: (record.year or 9999, sort_key(record.title), record.id))
    labels = [study_label(record) for record in held]
    other = len(set(evidence.members.get(study.id, ())) - set(study.reports))
    count = f"{len(labels)} reports: " if len(labels) > 1 else ""
    more = [f"and {other} linked but not included"] if other else []
    return count + "; ".join([*labels, *more])


TABLE = TableKind("characteristics", "the included studies, one row each", build)
