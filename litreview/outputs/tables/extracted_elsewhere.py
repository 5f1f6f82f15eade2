"""Rows extracted from studies that are not included: nothing extracted is hidden."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.rows import row_order
from litreview.model import CostBenefit, Estimate, ReportId, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import reference, reports_of, sort_key, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._status import ORDER, Standing, standing, standings
from litreview.outputs.tables._words import (
    entered,
    remarks,
    says_nothing,
    seen_in,
    standing_notes,
)

COLUMNS = (
    Column("status", "Status", width=0),
    Column("study", "Study", width=18),
    Column("reference", "Reference", width=32),
    Column("kind", "Kind", width=10),
    Column("what", "Outcome or programme", width=22),
    Column("whom", "Subgroup or perspective", width=14),
    Column("result", "Result, as printed", width=24),
    Column("unit", "Unit or currency", width=13),
    Column("time", "Follow-up or horizon", width=12),
    Column("reason", "Reason", width=16),
    Column("seen_in", "Seen in", width=12),
    Column("source", "Source", width=15),
    Column("remarks", "Remarks", width=30),
    Column("row", "Row", width=9),
)
_TELLING = ("study", "what", "result", "unit", "reason")
NOTES = (
    (
        "These rows count in no other table. A study enters the review when one of its reports is "
        "included; its rows then move to the tables of effects and of costs and benefits."
    ),
)
_EMPTY = "Every extracted row belongs to an included study."
_NONE = "Nothing is extracted yet. Next: litreview extract import estimate FILE.csv"


def build(evidence: Evidence) -> Table:
    """One row an extracted row of a study that is not included, by status, then by study."""
    labels, included = study_labels(evidence), evidence.included
    by_report = standings(evidence)
    extracted: list[Estimate | CostBenefit] = [*evidence.estimates, *evidence.costs]
    rows = [row for row in extracted if row.study not in included]
    where = {row.study: standing(evidence, row.study, by_report) for row in rows}
    names = {study: _reference(evidence, study, where[study], by_report) for study in where}
    rows.sort(key=lambda row: _order(row, labels, where))
    return Table(
        name="extracted-elsewhere",
        title="Extracted from studies that are not included",
        columns=COLUMNS,
        rows=tuple(
            (
                where[row.study].status,
                labels[row.study],
                names[row.study] or _as_extracted(row),
                *(_estimate(row) if isinstance(row, Estimate) else _cost(row)),
                where[row.study].reason,
                seen_in(row),
                entered(row.source_url),
                remarks(row),
                row.id,
            )
            for row in rows
        ),
        notes=(*NOTES, *standing_notes(evidence)),
        empty=_EMPTY if evidence.estimates or evidence.costs else _NONE,
        telling=_TELLING,
    )


def _order(
    row: Estimate | CostBenefit,
    labels: Mapping[StudyId, str],
    where: Mapping[StudyId, Standing],
) -> tuple[object, ...]:
    return (
        ORDER.index(where[row.study].status),
        sort_key(labels[row.study]),
        row.study,
        isinstance(row, CostBenefit),
        row_order(row.id),
        row.extractor,
    )


def _reference(
    evidence: Evidence,
    study: StudyId,
    found: Standing,
    by_report: Mapping[ReportId, Standing],
) -> str:
    """The report that gives the study its status, or "" where the review has none."""
    for report in reports_of(evidence, study):
        if report.id in by_report and by_report[report.id].status == found.status:
            return reference(report.record)
    return ""


def _as_extracted(row: Estimate | CostBenefit) -> str:
    """Who, when and what as the extractor wrote it down."""
    names = ("authors", "year", "title")
    said = [text for name in names if not says_nothing(text := row.values.get(name, "").strip())]
    return entered(", ".join(said))


def _estimate(row: Estimate) -> tuple[str, ...]:
    return (
        "effect",
        entered(row.outcome),
        entered(row.subgroup),
        entered(row.value.text),
        entered(row.unit),
        _months(row.followup_months.text),
    )


def _months(text: str) -> str:
    return f"{text.strip()} months" if text.strip().isdecimal() else entered(text)


def _cost(row: CostBenefit) -> tuple[str, ...]:
    amounts = (
        ("cost", row.cost.text),
        ("benefits", row.benefits.text),
        ("net present value", row.net_present_value.text),
        ("", row.ratio),
        ("", row.direction),
    )
    said = [f"{name} {text.strip()}".strip() for name, text in amounts if not says_nothing(text)]
    return (
        "economics",
        entered(row.programme),
        entered(row.perspective),
        "; ".join(said) or "no amount",
        entered(row.currency),
        entered(row.horizon),
    )


TABLE = TableKind("extracted-elsewhere", "rows extracted from studies not included", build)
