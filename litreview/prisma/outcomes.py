"""What became of reports in a phase, why, and by whose hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from litreview.model import Phase, ReportId
from litreview.prisma.boxes import Part
from litreview.prisma.facts import Aside, Facts
from litreview.screening.state import UNREAD, Verdict

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
    stages = [stage.name for stage in facts.screening.plan.stages if stage.phase == phase]
    found = Outcomes(seen={name: [] for name in stages}, excluded_at={name: [] for name in stages})
    verdicts = [(name, facts.screening.verdicts.get(name, {})) for name in stages]
    for report in reports:
        for name, held in verdicts:
            verdict = held.get(report, UNREAD)
            if verdict.status != "include":
                _ends(found, report, name, verdict, aside)
                break
            found.seen[name].append(report)
        else:
            found.included.append(report)
            found.decided.append(report)
    if facts.tools:
        last = {report: held for name, held in verdicts for report in found.excluded_at[name]}
        found.by_tool.update(r for r, held in last.items() if by_tools(held[r], facts.tools))
    return found


def _ends(
    found: Outcomes, report: ReportId, stage: str, verdict: Verdict, aside: Mapping[ReportId, Aside]
) -> None:
    """Put `report` where the first stage that does not include it sends it."""
    if verdict.status == "exclude":
        found.excluded[report] = verdict.reason
        found.excluded_at[stage].append(report)
    elif verdict.status == "left":
        found.left.append(report)
    elif report in aside:
        found.aside[report] = aside[report]
    else:
        found.pending.append(report)
        return
    found.decided.append(report)
    found.seen[stage].append(report)


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
