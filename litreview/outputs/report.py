"""The report folder: figure, tables, references and one page, as a function of the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from litreview.formats import FORMATS, Format
from litreview.outputs import diagram
from litreview.outputs.csl import Cited
from litreview.outputs.evidence import Evidence
from litreview.outputs.page import figure
from litreview.outputs.page.boxes import ALL
from litreview.outputs.page.boxes import table as boxes_table
from litreview.outputs.page.index import index
from litreview.outputs.references import included_reports
from litreview.outputs.table import Table
from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS
from litreview.prisma import identities

_STYLED = "references/included.txt"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file. path: relative, inside the report folder, with forward slashes."""

    path: str
    content: bytes


def report_files(evidence: Evidence) -> Iterator[ReportFile]:
    """Every file of the report, the page last. The same evidence gives the same bytes.

    prisma.png may differ between machines where the bundled font lacks a character.
    """
    tables = {kind.name: kind.build(evidence) for kind in TABLES.all()}
    yield from _figure(evidence)
    yield ReportFile("counts.json", _counts(evidence))
    yield ReportFile(ALL, WRITERS.get("csv").write(boxes_table(evidence)))
    for table in tables.values():
        for writer in WRITERS.all():
            yield ReportFile(f"tables/{table.name}{writer.suffix}", writer.write(table))
    yield from _references(evidence)
    listing = tuple(_listing(tables, evidence.cited))
    yield ReportFile("index.html", index(evidence, tables, listing).encode())


def _figure(evidence: Evidence) -> Iterator[ReportFile]:
    drawing = diagram.svg(evidence.drawn, title=figure.title(evidence))
    yield ReportFile("prisma.svg", drawing.encode())
    yield ReportFile("prisma.png", diagram.png(drawing))
    yield ReportFile("prisma.html", figure.page(evidence).encode())


def _counts(evidence: Evidence) -> bytes:
    """The counts by box, what is pending, and the arithmetic that does not hold."""
    flow = evidence.drawn
    found = {
        "title": evidence.plan.title,
        "as_of": evidence.as_of,
        "pending": flow.pending,
        "counts": flow.counts(),
        "parts": {
            key: [{"label": part.label, "n": part.n} for part in box.parts]
            for key, box in flow.boxes.items()
            if box.parts
        },
        "identities": [
            {"code": one.code, "severity": one.severity, "message": one.message}
            for one in identities(flow)
        ],
    }
    return f"{json.dumps(found, ensure_ascii=False, indent=2)}\n".encode()


def _references(evidence: Evidence) -> Iterator[ReportFile]:
    records = [report.record for _, report in included_reports(evidence)]
    for known in FORMATS.all():
        if known.write is not None:
            yield ReportFile(_reference_path(known), "".join(known.write(records)).encode())
    if evidence.cited is not None:
        lines = "".join(f"{line}\n" for line in evidence.cited.ordered)
        yield ReportFile(_STYLED, lines.encode())


def _reference_path(known: Format) -> str:
    return f"references/included{known.suffixes[0]}"


def _listing(tables: Mapping[str, Table], cited: Cited | None) -> Iterator[tuple[str, str]]:
    """The files as the page lists them: (path, what it is)."""
    yield "prisma.svg", "the flow diagram, to edit and to print"
    yield "prisma.png", "the flow diagram, 180 mm wide at 300 dpi"
    yield "prisma.html", "the flow diagram with the records behind each box"
    yield "counts.json", "the count of every box, and whether they add up"
    yield ALL, "every record, report and study behind every count"
    for name, table in tables.items():
        yield f"tables/{name}.csv", table.title
    for known in FORMATS.all():
        if known.write is not None:
            yield _reference_path(known), f"references of the included studies, {known.label}"
    if cited is not None:
        yield _STYLED, f"references of the included studies, {cited.label}"
