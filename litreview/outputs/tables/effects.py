"""The effects of the included studies, one row an estimate, as reported."""

from __future__ import annotations

from litreview.extraction.rows import row_order
from litreview.model import Estimate
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_extracted
from litreview.outputs.tables._extracted import Labels, filled
from litreview.outputs.tables._groups import DOMAINS, GROUPS, domain, people, rank
from litreview.outputs.tables._words import (
    entered,
    remarks,
    seen_in,
)

COLUMNS = (
    Column("group", "People and outcome", width=0),
    Column("study", "Study", width=18),
    Column("outcome", "Outcome", width=20),
    Column("followup_months", "Follow-up, months", "right", width=12),
    Column("subgroup", "Subgroup", width=14),
    Column("centrality", "Mentoring part", width=15),
    Column("effect", "Effect", "right", width=14, group="As printed"),
    Column("unit", "Unit", width=13, group="As printed"),
    Column("treated_mean", "Treated mean", "right", width=10, group="As printed"),
    Column("control_mean", "Control mean", "right", width=10, group="As printed"),
    Column("standard_error", "SE", "right", width=10, group="As printed"),
    Column("confidence_interval", "CI", width=10, group="As printed"),
    Column("significance", "Significance as stated", width=16, group="As printed"),
    Column("design", "Design", width=18),
    Column("seen_in", "Seen in", width=12),
    Column("source", "Source", width=15),
    Column("remarks", "Remarks", width=24),
    Column("row", "Row", width=9),
)
_TELLING = ("study", "outcome", "followup_months", "subgroup", "effect", "unit", "significance")
NOTES = (
    "Effects, means and intervals stand in the unit of the report; nothing is converted.",
    "Rows of one study are about the same people: they are not independent estimates.",
    "Order: unemployed people, both, people in work, others; then outcome, study, follow-up.",
    "The headings are read from the entries, and change no value.",
)


def build(evidence: Evidence) -> Table:
    """One row an estimate of an included study."""
    empty = Table(
        name="effects",
        title="Effects, as reported",
        columns=COLUMNS,
        rows=(),
        notes=NOTES,
        empty=nothing_extracted(evidence, "effect", "estimate"),
        telling=_TELLING,
    )
    return filled(empty, evidence, evidence.estimates, _order, _cells)


def _order(row: Estimate, labels: Labels) -> tuple[object, ...]:
    followup = row.followup_months.number
    return (
        GROUPS.index(people(row)),
        rank(DOMAINS, domain(row)),
        sort_key(labels[row.study]),
        row.study,
        row.subgroup != "all",
        sort_key(row.subgroup),
        (followup is None, followup or 0.0),
        row_order(row.id),
        row.extractor,
    )


def _cells(row: Estimate, labels: Labels) -> tuple[str, ...]:
    reported = (
        row.value.text,
        row.unit,
        row.treatment_mean.text,
        row.control_mean.text,
        row.standard_error.text,
        row.confidence_interval,
        row.significance,
    )
    return (
        f"{people(row)}: {domain(row)}",
        labels[row.study],
        entered(row.outcome),
        entered(row.followup_months.text),
        entered(row.subgroup),
        entered(row.centrality),
        *map(entered, reported),
        entered(row.design),
        seen_in(row),
        entered(row.source_url),
        remarks(row),
        row.id,
    )


TABLE = TableKind("effects", "every estimate of the included studies, as reported", build)
