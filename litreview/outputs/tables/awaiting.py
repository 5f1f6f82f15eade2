"""Ongoing studies, and those that await classification: neither included nor excluded."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.model import ReportId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import address, reference, sort_key, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.words import counted

COLUMNS = (
    Column("status", "Status", width=0),
    Column("study", "Study", width=18),
    Column("reference", "Reference", width=52),
    Column("link", "DOI or address", width=28),
    Column("why", "Why", width=36),
    Column("report", "Report", width=14),
)
_STATUSES = (
    ("ongoing_reports", "Ongoing studies"),
    ("awaiting_reports", "Studies awaiting classification"),
)
NOTES = (
    "Neither included nor excluded. A verdict on the full text ends that.",
    "Why: what the person wrote who set the report aside.",
)


def build(evidence: Evidence) -> Table:
    """One row a report, ongoing studies first, by reference."""
    pending = evidence.flow["dbr_pending"].n + evidence.flow["other_pending"].n
    waits = (f"{counted(pending, 'further report')} still to be assessed.",) if pending else ()
    return Table(
        name="awaiting",
        title="Ongoing studies and studies awaiting classification",
        columns=COLUMNS,
        rows=tuple(_rows(evidence)),
        notes=(*NOTES, *waits),
        empty="No report is of an ongoing study or awaits classification. "
        "Next: litreview prisma aside ID --as ongoing",
        telling=("study", "reference", "why"),
    )


def _rows(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    labels = study_labels(evidence)
    studies = {report: study for study, held in evidence.members.items() for report in held}
    for key, status in _STATUSES:
        box = evidence.flow.boxes.get(key)
        found = []
        for id_ in map(ReportId, box.ids if box is not None else ()):
            held = evidence.reports.get(id_)
            study = studies.get(id_)
            name = labels.get(study, study) if study is not None else ""
            text = reference(held.record, link=False) if held else id_
            link = address(held.record) if held else ""
            why = evidence.aside_notes.get(id_, "")
            found.append((sort_key(text), (status, name, text, link, why, id_)))
        yield from (cells for _, cells in sorted(found))


TABLE = TableKind("awaiting", "ongoing studies, and those awaiting classification", build)
