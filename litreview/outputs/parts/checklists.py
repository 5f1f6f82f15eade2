"""The checklists, filled from the review."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.checklists import checklist, names
from litreview.outputs.checklists.filling import table
from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.writers import WRITERS

_FORMATS = ("docx", "html", "markdown")
"""To fill in, to read, to compare. The others: ``litreview checklist NAME --out FILE``."""


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """Each in three formats; the page links to them."""
    writers = [WRITERS.get(name) for name in _FORMATS]
    for chosen in map(checklist, names()):
        found = table(chosen, evidence)
        for writer in writers:
            yield ReportFile(f"checklists/{chosen.name}{writer.suffix}", writer.write(found))


PART = Part("checklists", 60, files)
