"""Every record, report and study behind every count."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.evidence import Evidence
from litreview.outputs.page.boxes import ALL, table
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.writers import WRITERS


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """One file."""
    content = WRITERS.get("csv").write(table(evidence))
    yield ReportFile(ALL, content, "every record, report and study behind every count")


PART = Part("boxes", 20, files)
