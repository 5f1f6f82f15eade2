"""The judgements of each tool for risk of bias, in the layout that robvis reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litreview.outputs.appraised import Appraised, appraised
from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.table import Column, Table
from litreview.outputs.writers import WRITERS


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """A file a tool: Study, D1, D2 ... in the order of its domains, Overall."""
    held: dict[str, list[Appraised]] = defaultdict(list)
    for one in appraised(evidence):
        held[one.appraisal.form].append(one)
    for form, found in sorted(held.items()):
        what = f"{evidence.forms[form].label}: judgements as the package robvis reads them"
        yield ReportFile(f"plots/rob-{form}.csv", WRITERS.get("csv").write(_table(found)), what)


def _table(found: list[Appraised]) -> Table:
    domains = found[0].appraisal.tool.domains
    names = ("Study", *(f"D{at}" for at in range(1, len(domains) + 1)), "Overall")
    rows = tuple(
        (
            one.label,
            *(_word(one.appraisal.judgements.get(domain.name, "")) for domain in domains),
            _word(one.appraisal.holds),
        )
        for one in found
    )
    return Table("rob", "Risk of bias", tuple(Column(name, name) for name in names), rows)


def _word(judgement: str) -> str:
    """With a capital, as robvis writes it."""
    return judgement[:1].upper() + judgement[1:]


PART = Part("bias", 55, files)
