"""The PRISMA 2020 flow: counts as a function of the facts, each with the identifiers behind it.

Box keys are those of the PRISMA2020 package's CSV, so that figures can be exchanged; the boxes
of what is pending and those beginning with ``other_`` that it lacks are ours.

Units. PRISMA counts records until they are screened, then reports, then studies. Once duplicates
are removed one record stands for each report: so the boxes of screening count as many records as
there are reports, and list them under the reports' ids, as the boxes of assessment do. What is
listed as a duplicate is every further record of a report in the order of the searches, databases
and registers first. A report that a database and another method both found therefore belongs to
the database arm, and its record from the other method is a duplicate of that arm.
"""

from __future__ import annotations

from litreview.prisma.arithmetic import identities, unfinished
from litreview.prisma.boxes import PENDING, Arm, Box, Flow, Part, Unit
from litreview.prisma.counting import NO_REASON, Facts, flow

__all__ = [
    "NO_REASON",
    "PENDING",
    "Arm",
    "Box",
    "Facts",
    "Flow",
    "Part",
    "Unit",
    "flow",
    "identities",
    "unfinished",
]
