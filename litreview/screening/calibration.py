"""The reports of a stage that everybody reads first, so that people judge alike before they part.

The sample is drawn by a hash of the reports' ids, not taken from the top of a file: the first
entries of an export are its newest, or its likeliest. Every copy of the review draws the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from heapq import nsmallest

from litreview.model import ReportId, Stage

CALIBRATION = "calibration"
"""Why such a report is shown."""


def sample(
    stage: Stage, eligible: Sequence[ReportId], marked: Collection[ReportId], seed: int
) -> frozenset[ReportId]:
    """The calibration sample of `stage`: `stage.calibration` of its `eligible` reports.

    marked: those on which a vote says that it was cast in the sample: they stay in it, whatever is
    loaded later, and what was drawn apart in two copies is read by all. Linear in `eligible`.
    """
    if not stage.calibration:
        return frozenset()
    kept = frozenset(report for report in eligible if report in marked)
    rest = (report for report in eligible if report not in kept)
    lacking = max(0, stage.calibration - len(kept))
    drawn = nsmallest(lacking, rest, key=lambda report: _place(seed, stage.name, report))
    return kept.union(drawn)


def _place(seed: int, stage: str, report: ReportId) -> bytes:
    """A place in an order that nobody chose."""
    return hashlib.blake2b(f"{seed}\0{stage}\0{report}".encode(), digest_size=16).digest()
