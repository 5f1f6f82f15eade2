"""The report folder: its parts, the page that ties them, and its description for a deposit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from litreview.outputs import crate
from litreview.outputs.evidence import Evidence
from litreview.outputs.page.index import PLOTS, index
from litreview.outputs.parts import ReportFile, parts
from litreview.outputs.tables import TABLES

PAGE = "index.html"


def report_files(evidence: Evidence) -> Iterator[ReportFile]:
    """Every file of the report, the page last. The same evidence gives the same bytes.

    prisma.png may differ between machines where the bundled font lacks a character.
    """
    held: list[crate.Held] = []
    listing: list[tuple[str, str]] = []
    plots: list[ReportFile] = []
    for part in parts():
        for file in part.files(evidence):
            held.append(_held(file))
            if file.what:
                listing.append((file.path, file.what))
            if file.path.startswith(PLOTS):
                plots.append(file)
            yield file
    if evidence.as_of:
        listing.append((crate.PATH, "the folder described for a deposit (RO-Crate)"))
    tables = {kind.name: kind.build(evidence) for kind in TABLES.all()}
    content = index(evidence, tables, plots, listing).encode()
    page = ReportFile(PAGE, content, "the report as one page")
    if evidence.as_of:
        yield ReportFile(crate.PATH, crate.metadata(evidence, [_held(page), *held]))
    yield page


def _held(file: ReportFile) -> crate.Held:
    content = file.content
    return crate.Held(file.path, file.what, len(content), hashlib.sha256(content).hexdigest())
