"""The PRISMA 2020 flow: counts as a function of the facts, each with the identifiers behind it.

Box keys are those of the PRISMA2020 package's CSV, so that figures can be exchanged; the boxes
of what is pending and those beginning with ``other_`` that it lacks are ours.

Units. PRISMA counts records until they are screened, then reports, then studies. Once duplicates
are removed one record stands for each report: so the boxes of screening count as many records as
there are reports, and list them under the reports' ids, as the boxes of assessment do. What is
listed as a duplicate is every further record of a report in the order of the searches, databases
and registers first. A report that a database and another method both found therefore belongs to
the database arm, and its record from the other method is a duplicate of that arm.

Every flow has the boxes of `LABELS`. Others are there only where they say something
(``key in flow.boxes``):

- `PREVIOUS`, `TOTAL`: in an updated review (`Flow.updated`).
- `BY_HANDS`: where a reviewer is an automation tool. ``records_excluded_human`` and
  ``records_excluded_tool`` divide ``records_excluded`` (`WITHIN`), each with its parts by reason;
  the same for ``other_screened_out``, ``dbr_excluded`` and ``other_excluded``.
- `SET_ASIDE`: ``awaiting_studies``, ``awaiting_reports``, ``ongoing_studies``,
  ``ongoing_reports``: assessed, of either arm, and neither included nor excluded. So assessed -
  excluded = ``new_reports`` + ``awaiting_reports`` + ``ongoing_reports``.
- `POOLED`: ``total_studies_ma``, ``total_reports_ma``: what somebody said was pooled.
- `Flow.layers`: where a phase has several stages, ``seen_STAGE`` (settled there) and
  ``excluded_STAGE`` of each, ``other_seen_STAGE`` and ``other_excluded_STAGE`` of the other arm.

The reasons given on title or abstract are the parts of ``records_excluded`` and
``other_screened_out``; where nobody gave one there is a single part, `NO_REASON`.

A box whose number is somebody's word has `Box.stated`: all boxes of a flow that was read from a
file (`Flow.from_file`), and those with `Box.corrections`, which a figure must mark. A file may
give no number for a box: then `Box.known` is false, `n` is 0, and the figure should leave its line
out. A file's own words for a box are in `Flow.wording`.
"""

from __future__ import annotations

from litreview.prisma.arithmetic import FlowFinding, identities, unfinished
from litreview.prisma.boxes import Box, Correction, Flow, Layer, Part
from litreview.prisma.comparing import Change, Move, Place, changes, moves
from litreview.prisma.correcting import corrected
from litreview.prisma.counting import flow
from litreview.prisma.facts import Aside, Facts
from litreview.prisma.labels import LABELS, PENDING, WITHIN, Arm, Unit
from litreview.prisma.outcomes import NO_REASON
from litreview.prisma.rules import Identity, rules
from litreview.prisma.stating import stated

__all__ = [
    "LABELS",
    "NO_REASON",
    "PENDING",
    "WITHIN",
    "Arm",
    "Aside",
    "Box",
    "Change",
    "Correction",
    "Facts",
    "Flow",
    "FlowFinding",
    "Identity",
    "Layer",
    "Move",
    "Part",
    "Place",
    "Unit",
    "changes",
    "corrected",
    "flow",
    "identities",
    "moves",
    "rules",
    "stated",
    "unfinished",
]
