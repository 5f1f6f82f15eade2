"""Of checklists: how reports were selected, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.checklists.answering import Answer, Topic, filled, gap, person
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods.selecting import selected
from litreview.outputs.words import counted

_FLOW, _SCREEN = "prisma.svg", "litreview screen"


def _selection(evidence: Evidence) -> Answer:
    said = " ".join(selected(evidence))
    if not said:
        return gap(f"nobody has judged a report yet: {_SCREEN}")
    return filled(said, "methods.md")


def _results(evidence: Evidence) -> Answer:
    flow = evidence.drawn
    if not flow.identified:
        return gap("load the results of a search: litreview load FILE")
    studies = flow["total_studies"].n if "total_studies" in flow.boxes else flow["new_studies"].n
    what = (
        f"{counted(flow.identified, 'record')} found, {flow.screened:,} screened, "
        f"{counted(flow.assessed, 'report')} assessed in full text, {counted(studies, 'study')} "
        "included."
    )
    for key, words in (("ongoing_studies", "ongoing"), ("awaiting_studies", "awaiting judgement")):
        if key in flow.boxes:
            what += f" {counted(flow[key].n, 'study')} {words}."
    if flow.pending:
        return gap(f"{flow.pending:,} still to be decided on: {_SCREEN}", what, _FLOW)
    return filled(what, _FLOW)


def _near_misses(evidence: Evidence) -> Answer:
    """All full texts that were excluded; which of them a reader would expect is for people."""
    out = evidence.flow["dbr_excluded"].n + evidence.flow["other_excluded"].n
    if not evidence.flow.assessed:
        return gap(f"no full text is assessed yet: {_SCREEN}")
    what = f"{counted(out, 'full text')} excluded, each with its reason"
    return person("say which of them a reader would expect to find", what, "tables/excluded.html")


def _limits(evidence: Evidence) -> Answer:
    """What the checks found is a beginning."""
    found = [one.message for one in evidence.findings if one.severity != "note"]
    what = f"the checks found: {'; '.join(found)}" if found else ""
    return person("write it", what, "counts-check.md" if found else "")


TOPICS: Mapping[str, Topic] = {
    "selection": _selection,
    "selection-results": _results,
    "near-misses": _near_misses,
    "limits": _limits,
}
