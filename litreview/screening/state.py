"""From votes to verdicts: what has been decided on each report at each stage.

Votes name the record that the reviewer saw, so they follow it through every join and split of
duplicates. Where one reviewer judged several records that were joined later, the latest counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from litreview import collector
from litreview.events import ConflictResolved, Fold, votes
from litreview.model import Plan, RecordId, ReportId, Resolution, Stage, Vote
from litreview.screening.left import covered
from litreview.screening.teams import Since, Team, teams, voted_since

Status = Literal["unread", "left", "waiting", "maybe", "conflict", "include", "exclude"]
DECIDED: frozenset[Status] = frozenset({"include", "exclude"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands for one report at one stage.

    status: unread, left (unread, when reading stopped), waiting (for another reviewer), maybe,
    conflict, include or exclude. Votes that differ are a conflict when all of them are cast: until
    then their report waits.
    reasons: the codes behind an exclusion, best rank first.
    awaited: of a report of the calibration sample, who has still to read it. The report itself
    waits only for those who took part when it was last voted on: whoever joins later reopens none.
    """

    status: Status = "unread"
    reasons: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()
    resolution: Resolution | None = None
    awaited: frozenset[str] = frozenset()

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
        several = stage.votes > 1 or stage.calibration > 0
        blind = several and self.status in {"unread", "waiting"}
        return who == voter or not (blind or who in self.awaited)

    def as_told_to(self, who: str) -> Verdict:
        """What `who` may know of it: no more than that it waits, as long as it waits for them."""
        if who not in self.awaited or not (self.decided or self.status in {"maybe", "conflict"}):
            return self
        return Verdict("waiting", (), self.votes, None, self.awaited)


UNREAD = Verdict()
LEFT = Verdict("left")


@dataclass(frozen=True, slots=True)
class Screening:
    """The verdicts of a review: per stage, per report with a vote, or left unread."""

    plan: Plan
    verdicts: Mapping[str, Mapping[ReportId, Verdict]]
    teams: Mapping[str, Team] = field(default_factory=dict)
    """Who takes part, by stage."""

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


def screening(
    state: Fold,
    clusters: Mapping[RecordId, ReportId],
    plan: Plan,
    voted: Since | None = None,
) -> Screening:
    """All verdicts. Linear in the votes; votes on records that are no more are left out.

    voted: who votes at which stage, since when, where `state` is only a part of the review's.
    """
    with collector.resting():
        return _screening(state, clusters, plan, voted)


def _screening(
    state: Fold, clusters: Mapping[RecordId, ReportId], plan: Plan, voted: Since | None
) -> Screening:
    people = teams(state, plan, voted_since(state) if voted is None else voted)
    ranks = {criterion.code: criterion.rank for criterion in plan.criteria}
    settled = _resolutions(state, clusters)
    cast = _votes(state, clusters)
    left = {plan.stages[0].name: dict.fromkeys(covered(state, clusters, plan), LEFT)}
    return Screening(
        plan=plan,
        verdicts={
            stage.name: left.get(stage.name, {})
            | {
                report: _verdict(
                    tuple(by_reviewer.values()),
                    settled.get((stage.name, report), ()),
                    stage,
                    ranks,
                    people[stage.name],
                )
                for report, by_reviewer in cast[stage.name].items()
            }
            for stage in plan.stages
        },
        teams=people,
    )


def _votes(
    state: Fold, clusters: Mapping[RecordId, ReportId]
) -> Mapping[str, Mapping[ReportId, dict[str, Vote]]]:
    """Stage -> report -> reviewer -> the vote in force."""
    cast: dict[str, dict[ReportId, dict[str, Vote]]] = defaultdict(lambda: defaultdict(dict))
    for entry, event in votes(state):
        record = RecordId(event.record)
        report = clusters.get(record)
        if report is None:
            continue
        given = cast[event.stage][report]
        held = given.get(entry.who)
        if held is None or (held.at, held.id) < entry.order:
            given[entry.who] = Vote(
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
                calibration=event.calibration,
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
                criteria=event.criteria,
            )
        )
    return found


def _verdict(
    cast: Sequence[Vote],
    resolutions: Sequence[Resolution],
    stage: Stage,
    ranks: Mapping[str, int],
    team: Team,
) -> Verdict:
    """The verdict of `stage` over the votes in force; resolutions: the latest first."""
    ordered = tuple(cast if len(cast) < 2 else sorted(cast, key=lambda vote: vote.reviewer))  # noqa: PLR2004
    calibrated = stage.calibration > 0 and any(vote.calibration for vote in ordered)
    awaited = _awaited(ordered, team) if calibrated else frozenset()
    for resolution in resolutions:
        if _holds(resolution, ordered, calibrated=calibrated):
            kept = _ranked(resolution.reasons, ranks) if resolution.decision == "exclude" else ()
            return Verdict(resolution.decision, kept, ordered, resolution, awaited)
    status = _status(ordered, stage, team, awaited)
    reasons = (reason for vote in ordered for reason in vote.reasons)
    return Verdict(
        status, _ranked(reasons, ranks) if status == "exclude" else (), ordered, None, awaited
    )


def _status(cast: Sequence[Vote], stage: Stage, team: Team, awaited: Iterable[str]) -> Status:
    """What votes come to that nobody has settled."""
    if len(cast) < stage.votes:
        return "waiting"
    if awaited:
        latest = max(vote.at for vote in cast)
        if any(team.since[who] <= latest for who in awaited):
            return "waiting"
    if len(cast) == 1:
        return cast[0].decision
    decisions = {vote.decision for vote in cast}
    return "conflict" if len(decisions) > 1 else decisions.pop()


def _awaited(cast: Iterable[Vote], team: Team) -> frozenset[str]:
    """Who takes part and has not voted."""
    return frozenset(team.since).difference(vote.reviewer for vote in cast)


def _holds(resolution: Resolution, cast: Sequence[Vote], *, calibrated: bool) -> bool:
    """Whether it settles the votes in force.

    In the calibration sample a further vote that says the same lets it stand: people who join read
    what was settled before they came.
    """
    named, standing = set(resolution.settles), {vote.id for vote in cast}
    if named == standing or not (calibrated and named and named < standing):
        return named == standing
    return all(v.decision == resolution.decision for v in cast if v.id not in named)


def _ranked(codes: Iterable[str], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """Codes by the rank of their criterion; those no longer in the plan last, by name."""
    given = set(codes)
    if len(given) < 2:  # noqa: PLR2004 - as nearly all have
        return tuple(given)
    return tuple(sorted(given, key=lambda code: (ranks.get(code, len(ranks) + 1), code)))
