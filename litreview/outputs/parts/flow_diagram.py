"""The flow diagram in every format, its counts, and whether they add up."""

from __future__ import annotations

import json
from collections.abc import Iterator

from litreview.outputs import prisma_csv
from litreview.outputs.diagram.formats import FORMATS, Drawing, write
from litreview.outputs.evidence import Evidence
from litreview.outputs.flow_data import as_data
from litreview.outputs.page import figure
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.words import counted, moment
from litreview.outputs.writers.markdown import table_of
from litreview.prisma import Flow, identities, rules

_WHAT = {
    "svg": "the flow diagram, to edit and to print",
    "png": "the same, 180 mm wide at 300 dpi",
    "pdf": "the same, with text to select",
    "docx": "the same, as a Word file whose boxes can be edited",
    "mmd": "the same, as Mermaid",
    "txt": "the same, as text",
}


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """prisma.png may differ between machines where the bundled font lacks a character."""
    drawing = Drawing(evidence.drawn, figure.title(evidence))
    for suffix in FORMATS:
        content = write(drawing, suffix)
        yield ReportFile(f"prisma.{suffix}", content, _WHAT.get(suffix, f"the same, {suffix}"))
    page = figure.page(evidence).encode()
    yield ReportFile("prisma.html", page, "the diagram with the records behind each box")
    counts = prisma_csv.write(evidence.drawn)
    yield ReportFile("prisma.csv", counts, "the counts as the PRISMA2020 package reads them")
    yield ReportFile("prisma.json", _data(evidence), "the counts, their parts and the checks")
    check = _check(evidence).encode()
    yield ReportFile("counts-check.md", check, "whether the boxes add up, rule by rule")


def _data(evidence: Evidence) -> bytes:
    """What ``litreview prisma --json`` shows, with the title; without the lists of identifiers."""
    import msgspec

    flow = evidence.drawn
    data = {
        "title": evidence.plan.title,
        "as_of": evidence.as_of,
        **as_data(flow, identities(flow), listed=False),
    }
    plain = msgspec.to_builtins(data)
    return f"{json.dumps(plain, ensure_ascii=False, indent=2)}\n".encode()


def _check(evidence: Evidence) -> str:
    flow = evidence.drawn
    when = f", as of {moment(evidence.as_of)}" if evidence.as_of else ""
    return f"# Do the counts add up?\n\nThe flow diagram{when}.\n\n{_rules(flow)}\n{_found(flow)}"


def _rules(flow: Flow) -> str:
    held = [
        (one.code, one.rule, _number(one.left), one.relation, _number(one.right), _holds(one.holds))
        for one in rules(flow)
    ]
    return table_of(("Code", "Rule", "Left", "", "Right", "Holds"), held)


def _number(n: int | None) -> str:
    return "not known" if n is None else f"{n:,}"


def _holds(holds: bool | None) -> str:
    return {True: "yes", False: "NO", None: "cannot be said"}[holds]


def _found(flow: Flow) -> str:
    found = identities(flow)
    if not found:
        return "The check found nothing, and nothing is pending.\n"
    rows = [(one.severity, one.code, one.message, one.remedy) for one in found]
    head = f"{counted(len(rows), 'finding')}:\n\n"
    return head + table_of(("Severity", "Code", "What", "To do"), rows)


PART = Part("flow-diagram", 10, files)
