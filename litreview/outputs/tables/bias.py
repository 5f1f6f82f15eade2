"""Risk of bias: each judgement with the reasons that were given for it."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.appraisal.appraisals import Appraisal
from litreview.extraction.appraisal.tool import Tool
from litreview.outputs.appraised import appraised
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_included

COLUMNS = (
    Column("study", "Study", width=0),
    Column("tool", "Tool", width=0),
    Column("domain", "Domain", width=28),
    Column("judgement", "Judgement", width=20),
    Column("support", "Support for the judgement", width=64),
)
NOT_JUDGED = "not judged"
NO_REASON = "no reason given"
_EMPTY = "No included study is appraised yet. Next: litreview extract import rob-2 FILE.csv"


def build(evidence: Evidence) -> Table:
    """A row a domain and one for all of them, under each study (or estimate) and tool."""
    found = appraised(evidence)
    tools = {one.appraisal.form: one.appraisal.tool for one in found}
    labels = {name: evidence.forms[name].label for name in tools}
    return Table(
        name="bias",
        title="Risk of bias, with support for the judgements",
        columns=COLUMNS,
        rows=tuple(
            (one.label, labels[one.appraisal.form], *cells)
            for one in found
            for cells in _cells(one.appraisal)
        ),
        notes=tuple(_cited(labels[name], tool) for name, tool in sorted(tools.items())),
        empty=_EMPTY if evidence.flow.studies else nothing_included(evidence),
    )


def _cells(one: Appraisal) -> Iterator[tuple[str, str, str]]:
    """A row a domain, and one over all of them, where there are several or a person gave it."""
    for domain in one.tool.domains:
        given = one.judgements.get(domain.name, "")
        support = one.support.get(domain.name, "") or (NO_REASON if given else "")
        yield domain.label, given or NOT_JUDGED, support
    proposed = one.proposed
    if one.overall:
        yield "Overall", one.overall, one.overall_support or NO_REASON
    elif len(one.tool.domains) == 1:
        return
    elif proposed.judgement:
        why = f"by the rule of the tool, not by a person: {proposed.why}"
        yield "Overall", proposed.judgement, why
    else:
        yield "Overall", NOT_JUDGED, proposed.why


def _cited(label: str, tool: Tool) -> str:
    levels = ", ".join(one.name for one in tool.judgements)
    link = f", {tool.link}" if tool.link else ""
    return f"{label} (judgements: {levels}). {tool.reference}{link}"


TABLE = TableKind("bias", "risk of bias by domain, with support for each judgement", build)
