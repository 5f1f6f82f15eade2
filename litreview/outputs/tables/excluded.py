"""The full texts that were read and excluded, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.model import Report, ReportId, Stage
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import reference, sort_key
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_excluded
from litreview.prisma import NO_REASON
from litreview.screening.state import UNREAD, Verdict

COLUMNS = (
    Column("report", "Report", width=52),
    Column("stage", "Stage", width=14),
    Column("reason", "Reason", width=24),
    Column("further_reasons", "Further reasons", width=20),
    Column("note", "Note", width=30),
)
NOTES = (
    "One reason a report is counted in the flow diagram: the first in the rank of the criteria.",
)


def build(evidence: Evidence) -> Table:
    """One row an excluded full text, by the rank of its reason, then by reference."""
    plan = evidence.plan
    labels = {criterion.code: criterion.label for criterion in plan.criteria}
    ranks = {criterion.code: criterion.rank for criterion in plan.criteria}
    found = []
    for id_ in _excluded(evidence):
        stage, verdict = _where(evidence, id_)
        reasons = [labels.get(code, code) for code in verdict.reasons]
        text = _report(evidence.reports.get(id_), id_)
        place = (not reasons, ranks.get(verdict.reason, len(ranks) + 1), reasons[:1])
        cells = (
            text,
            stage,
            reasons[0] if reasons else NO_REASON,
            "; ".join(reasons[1:]),
            _notes(verdict),
        )
        found.append(((place, sort_key(text), id_), cells))
    found.sort(key=lambda pair: pair[0])
    return Table(
        name="excluded",
        title="Full texts excluded, with reasons",
        columns=COLUMNS,
        rows=tuple(cells for _, cells in found),
        notes=NOTES,
        empty=nothing_excluded(evidence),
    )


def _excluded(evidence: Evidence) -> Iterator[ReportId]:
    for key in ("dbr_excluded", "other_excluded"):
        yield from map(ReportId, evidence.flow[key].ids)


def _report(report: Report | None, id_: ReportId) -> str:
    return reference(report.record) if report else id_


def _where(evidence: Evidence, report: ReportId) -> tuple[str, Verdict]:
    """The label of the first full-text stage that excludes `report`, and the verdict there."""
    stages: list[Stage] = [s for s in evidence.plan.stages if s.phase == "eligibility"]
    for stage in stages:
        verdict = evidence.screening.of(stage.name, report)
        if verdict.status == "exclude":
            return stage.label, verdict
    return "", UNREAD


def _notes(verdict: Verdict) -> str:
    """What the reviewers, or who settled their conflict, wrote on it."""
    notes = [vote.note.strip() for vote in verdict.votes]
    if verdict.resolution:
        notes.append(verdict.resolution.note.strip())
    return "; ".join(dict.fromkeys(note for note in notes if note))


TABLE = TableKind("excluded", "full texts excluded, each with its reason", build)
