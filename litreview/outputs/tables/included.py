"""The references of the included studies, with the records behind each."""

from __future__ import annotations

from litreview.outputs.evidence import Evidence
from litreview.outputs.references import address, included_reports, reference, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_included

COLUMNS = (
    Column("study", "Study", width=18),
    Column("id", "Id", width=18),
    Column("reference", "Reference", width=64),
    Column("link", "DOI or address", width=28),
    Column("records", "Records behind it", width=18),
)


def build(evidence: Evidence) -> Table:
    """One row a report of an included study."""
    labels, cited = study_labels(evidence), evidence.cited
    styled = () if cited is None else (f"References in the style {cited.label}.",)
    return Table(
        name="included",
        title="Reports of included studies",
        columns=COLUMNS,
        rows=tuple(
            (
                labels[study],
                study,
                reference(report.record, link=False)
                if cited is None
                else cited.by_id[report.record.id],
                address(report.record),
                "; ".join(report.records),
            )
            for study, report in included_reports(evidence)
        ),
        notes=(
            "Id: the name that the study was linked under, or else its report.",
            "Records: search and number of the entry in it, as it was received.",
            *styled,
        ),
        empty=nothing_included(evidence),
    )


TABLE = TableKind("included", "references of the included studies, with their records", build)
