"""From votes to verdicts: what has been decided on each report at each stage.

Votes name the record that the reviewer saw, so they follow it through every join and split of
duplicates. Where one reviewer judged several records that were joined later, the latest counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from litreview.events import ConflictResolved, Fold, votes
from litreview.model import Plan, RecordId, ReportId, Resolution, Stage, Vote

Status = Literal["unread", "waiting", "maybe", "conflict", "include", "exclude"]
DECIDED: frozenset[Status] = frozenset({"include", "exclude"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands for one report at one stage.

    status: unread, waiting (for another reviewer), maybe, conflict, include or exclude. Votes
    that differ are a conflict when all of them are cast: until then their report waits.
    reasons: the codes behind an exclusion, best rank first.
    """

    status: Status = "unread"
    reasons: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()
    resolution: Resolution | None = None

    @property
    def decided(self) -> bool:
        """Whether the stage is settled for this report."""
        return self.status in DECIDED

    @property
    def reason(self) -> str:
        """The one primary reason that PRISMA counts, or ""."""
        return self.reasons[0] if self.reasons else ""

    def open_to(self, stage: Stage, who: str, voter: str) -> bool:
        """Whether `who` may see what `voter` says here: nobody is led by the votes of others.

        One's own always; those of others when nobody has still to vote beside them.
        """
        blind = stage.votes > 1 and self.status in {"unread", "waiting"}
        return who == voter or not blind


UNREAD = Verdict()


@dataclass(frozen=True, slots=True)
class Screening:
    """The verdicts of a review: per stage, per report that has at least one vote."""

    plan: Plan
    verdicts: Mapping[str, Mapping[ReportId, Verdict]]

    def of(self, stage: str, report: ReportId) -> Verdict:
        """The verdict on `report` at `stage`; unread where nobody voted."""
        return self.verdicts.get(stage, {}).get(report, UNREAD)

    def eligible(self, stage: Stage, reports: Iterable[ReportId]) -> tuple[ReportId, ...]:
        """The reports that have come as far as `stage`: included at every stage before it."""
        before = self.plan.stages[: self.plan.stages.index(stage)]
        return tuple(
            report
            for report in reports
            if all(self.of(earlier.name, report).status == "include" for earlier in before)
        )


def screening(state: Fold, clusters: Mapping[RecordId, ReportId], plan: Plan) -> Screening:
    """All verdicts. Linear in the votes; votes on records that are no more are left out."""
    ranks = {criterion.code: criterion.rank for criterion in plan.criteria}
    settled = _resolutions(state, clusters)
    cast = _votes(state, clusters)
    return Screening(
        plan=plan,
        verdicts={
            stage.name: {
                report: _verdict(
                    tuple(by_reviewer.values()), settled.get((stage.name, report), ()), stage, ranks
                )
                for report, by_reviewer in cast[stage.name].items()
            }
            for stage in plan.stages
        },
    )


def _votes(
    state: Fold, clusters: Mapping[RecordId, ReportId]
) -> Mapping[str, Mapping[ReportId, dict[str, Vote]]]:
    """Stage -> report -> reviewer -> the vote in force."""
    cast: dict[str, dict[ReportId, dict[str, Vote]]] = defaultdict(lambda: defaultdict(dict))
    latest: dict[tuple[str, ReportId, str], tuple[str, str]] = {}
    for entry, event in votes(state):
        record = RecordId(event.record)
        report = clusters.get(record)
        if report is None:
            continue
        place = (event.stage, report, entry.who)
        if latest.get(place, ("", "")) < entry.order:
            latest[place] = entry.order
            cast[event.stage][report][entry.who] = Vote(
                id=entry.hash,
                report=report,
                record=record,
                stage=event.stage,
                reviewer=entry.who,
                decision=event.decision,
                reasons=event.reasons,
                criteria=event.criteria,
                at=event.at,
                note=event.note,
            )
    return cast


def _resolutions(
    state: Fold, clusters: Mapping[RecordId, ReportId]
) -> Mapping[tuple[str, ReportId], list[Resolution]]:
    """Stage and report -> its resolutions, the latest first."""
    found: dict[tuple[str, ReportId], list[Resolution]] = defaultdict(list)
    entries = state.of("resolution").values()
    for entry in sorted(entries, key=lambda entry: entry.order, reverse=True):
        event = entry.event
        if not isinstance(event, ConflictResolved):
            continue
        report = clusters.get(RecordId(event.record))
        if report is None:
            continue
        found[event.stage, report].append(
            Resolution(
                id=entry.hash,
                report=report,
                stage=event.stage,
                by=entry.who,
                decision=event.decision,
                reasons=event.reasons,
                settles=event.settles,
                at=event.at,
                note=event.note,
            )
        )
    return found


def _verdict(
    cast: Sequence[Vote], resolutions: Sequence[Resolution], stage: Stage, ranks: Mapping[str, int]
) -> Verdict:
    """The verdict of `stage` over the votes in force; resolutions: the latest first."""
    ordered = tuple(sorted(cast, key=lambda vote: vote.reviewer))
    standing = {vote.id for vote in ordered}
    for resolution in resolutions:
        if set(resolution.settles) == standing:
            return _reasoned(resolution.decision, resolution.reasons, ordered, ranks, resolution)
    decisions = {vote.decision for vote in ordered}
    status: Status
    if len(ordered) < stage.votes:
        status = "waiting"
    elif len(decisions) > 1:
        status = "conflict"
    else:
        status = decisions.pop()
    reasons = (reason for vote in ordered for reason in vote.reasons)
    return _reasoned(status, reasons, ordered, ranks)


def _reasoned(
    status: Status,
    reasons: Iterable[str],
    cast: tuple[Vote, ...],
    ranks: Mapping[str, int],
    resolution: Resolution | None = None,
) -> Verdict:
    """The verdict; only an exclusion has reasons."""
    kept = _ranked(reasons, ranks) if status == "exclude" else ()
    return Verdict(status, kept, cast, resolution)


def _ranked(codes: Iterable[str], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """Codes by the rank of their criterion; those no longer in the plan last, by name."""
    return tuple(sorted(set(codes), key=lambda code: (ranks.get(code, len(ranks) + 1), code)))
