"""Each table in each format."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS

_LISTED = ".csv"


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """All tables, those without rows too: they say why. The page lists one format of each."""
    for kind in TABLES.all():
        table = kind.build(evidence)
        for writer in WRITERS.all():
            path = f"tables/{table.name}{writer.suffix}"
            what = table.title if writer.suffix == _LISTED else ""
            yield ReportFile(path, writer.write(table), what)


PART = Part("tables", 40, files)
