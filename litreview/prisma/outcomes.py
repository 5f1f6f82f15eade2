"""What became of reports in a phase, why, and by whose hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from litreview.model import Phase, ReportId, Stage
from litreview.prisma.boxes import Part
from litreview.prisma.facts import Aside, Facts
from litreview.screening.state import Screening, Verdict

NO_REASON = "no reason given"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of some reports in one phase, in their order.

    excluded: report -> primary reason; by_tool: those of them that only automation tools excluded.
    aside: neither included nor excluded, and why. decided: all but the pending ones. seen,
    excluded_at: stage -> the reports that it settled, and those that it excluded.
    """

    included: list[ReportId] = field(default_factory=list)
    excluded: dict[ReportId, str] = field(default_factory=dict)
    by_tool: set[ReportId] = field(default_factory=set)
    left: list[ReportId] = field(default_factory=list)
    aside: dict[ReportId, Aside] = field(default_factory=dict)
    pending: list[ReportId] = field(default_factory=list)
    decided: list[ReportId] = field(default_factory=list)
    seen: dict[str, list[ReportId]] = field(default_factory=dict)
    excluded_at: dict[str, list[ReportId]] = field(default_factory=dict)


def outcomes(
    facts: Facts, phase: Phase, reports: Iterable[ReportId], aside: Mapping[ReportId, Aside]
) -> Outcomes:
    """What became of `reports` over the stages of `phase`. aside: what is set aside there."""
    stages = [stage for stage in facts.screening.plan.stages if stage.phase == phase]
    found = Outcomes()
    for stage in stages:
        found.seen[stage.name], found.excluded_at[stage.name] = [], []
    for report in reports:
        _follow(facts, found, stages, report, aside)
    return found


def _follow(
    facts: Facts,
    found: Outcomes,
    stages: Sequence[Stage],
    report: ReportId,
    aside: Mapping[ReportId, Aside],
) -> None:
    """Put `report` where the first stage that does not include it sends it."""
    at, verdict = _decisive(facts.screening, stages, report)
    for stage in stages[:at]:
        found.seen[stage.name].append(report)
    if verdict is None:
        found.included.append(report)
    elif verdict.status == "exclude":
        found.excluded[report] = verdict.reason
        found.excluded_at[stages[at].name].append(report)
        if by_tools(verdict, facts.tools):
            found.by_tool.add(report)
    elif verdict.status == "left":
        found.left.append(report)
    elif report in aside:
        found.aside[report] = aside[report]
    else:
        found.pending.append(report)
        return
    found.decided.append(report)
    if verdict is not None:
        found.seen[stages[at].name].append(report)


def _decisive(
    held: Screening, stages: Sequence[Stage], report: ReportId
) -> tuple[int, Verdict | None]:
    """The place of the first stage that does not include `report`, and its verdict."""
    for at, stage in enumerate(stages):
        verdict = held.of(stage.name, report)
        if verdict.status != "include":
            return at, verdict
    return len(stages), None


def by_tools(verdict: Verdict, tools: frozenset[str]) -> bool:
    """Whether no person had a hand in an exclusion: neither settled it nor voted for it."""
    if verdict.resolution is not None:
        return verdict.resolution.by in tools
    return all(vote.reviewer in tools for vote in verdict.votes if vote.decision == "exclude")


def by_reason(
    facts: Facts, excluded: Mapping[ReportId, str], only: Iterable[ReportId] | None = None
) -> tuple[Part, ...]:
    """A part a reason, in the rank of the criteria; reports without a reason last.

    only: those of the excluded that are asked about.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for report in excluded if only is None else only:
        groups[excluded[report]].append(report)
    criteria = facts.screening.plan.criteria
    ranks = {criterion.code: criterion.rank for criterion in criteria}
    labels = {criterion.code: criterion.label for criterion in criteria}
    ordered = sorted(groups, key=lambda code: (not code, ranks.get(code, len(ranks) + 1), code))
    return tuple(Part(labels.get(code, code) or NO_REASON, tuple(groups[code])) for code in ordered)
