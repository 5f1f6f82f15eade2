"""Characteristics of included studies: one row a study, from all its extracted rows."""

from __future__ import annotations

from collections.abc import Iterable

from litreview.model import CostBenefit, Estimate
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._characters import Extracted, extracted_of, named_studies, reports
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


def build(evidence: Evidence) -> Table:
    """One row an included study, by label."""
    held = extracted_of(evidence)
    return Table(
        name="characteristics",
        title="Characteristics of included studies",
        columns=COLUMNS,
        rows=tuple(
            (label, study.id, *_cells(held[study.id]), reports(evidence, study))
            for study, label in named_studies(evidence)
        ),
        notes=NOTES,
        empty=nothing_included(evidence),
        telling=_TELLING,
    )


def _cells(rows: Extracted) -> tuple[str, ...]:
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


TABLE = TableKind("characteristics", "the included studies, one row each", build)
