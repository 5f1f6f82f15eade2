"""The effects of the included studies, one row an estimate, as reported."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.rows import natural
from litreview.model import Estimate, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_extracted
from litreview.outputs.tables._groups import DOMAINS, GROUPS, domain, people, rank
from litreview.outputs.tables._words import (
    TWICE_NOTE,
    entered,
    extracted_twice,
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
_TELLING = ("study", "outcome", "followup_months", "effect", "unit", "significance")
NOTES = (
    "Effects, means and intervals stand in the unit of the report; nothing is converted.",
    "Rows of one study are about the same people: they are not independent estimates.",
    "Order: unemployed people, both, people in work, others; then outcome, study, follow-up.",
    "The headings are read from the entries, and change no value.",
)


def build(evidence: Evidence) -> Table:
    """One row an estimate of an included study."""
    labels, included = study_labels(evidence), evidence.included
    rows = [row for row in evidence.estimates if row.study in included]
    rows.sort(key=lambda row: _order(row, labels))
    twice = extracted_twice(evidence)
    return Table(
        name="effects",
        title="Effects, as reported",
        columns=COLUMNS,
        rows=tuple(_cells(row, labels, twice) for row in rows),
        notes=(*NOTES, TWICE_NOTE) if twice else NOTES,
        empty=nothing_extracted(evidence, "effect", "estimate"),
        telling=_TELLING,
    )


def _order(row: Estimate, labels: Mapping[StudyId, str]) -> tuple[object, ...]:
    followup = row.followup_months.number
    return (
        GROUPS.index(people(row)),
        rank(DOMAINS, domain(row)),
        sort_key(labels[row.study]),
        row.study,
        row.subgroup != "all",
        sort_key(row.subgroup),
        (followup is None, followup or 0.0),
        natural(row.id),
        row.extractor,
    )


def _cells(row: Estimate, labels: Mapping[StudyId, str], twice: frozenset[str]) -> tuple[str, ...]:
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
        seen_in(row, twice),
        entered(row.source_url),
        remarks(row),
        row.id,
    )


TABLE = TableKind("effects", "every estimate of the included studies, as reported", build)
