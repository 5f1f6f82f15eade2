"""The items of PRISMA-S as a table."""

from __future__ import annotations

from litreview.outputs.evidence import Evidence
from litreview.outputs.prisma_s import LINK, Known, items
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind

COLUMNS = (
    Column("item", "Item", width=4),
    Column("title", "What to report", width=20),
    Column("status", "Status", width=10),
    Column("what", "From the review", width=28),
    Column("missing", "Missing", width=34),
)
NOTES = (
    f"After PRISMA-S (Rethlefsen et al. 2021, {LINK}), in our own words.",
    (
        "Filled: the review says it. Gap: it could be in the review, and a command puts it there. "
        "For a person: only those who searched can say."
    ),
)


def build(evidence: Evidence) -> Table:
    """One row an item."""
    known = Known(evidence.searches, evidence.flow["duplicates"].n)
    found = items(known) if evidence.searches else ()
    return Table(
        name="prisma-s",
        title="Reporting of the searches (PRISMA-S)",
        columns=COLUMNS,
        rows=tuple((str(i.number), i.title, i.status, i.what, i.missing) for i in found),
        notes=NOTES,
        empty="No search is loaded yet. Next: litreview load FILE",
        telling=("item", "title", "status", "missing"),
    )


TABLE = TableKind("prisma-s", "what PRISMA-S asks of the searches, and what is missing", build)
