"""Votes and their settlement: who may, on what, under which criteria, and the events for it."""

from __future__ import annotations

from litreview.errors import UnknownName, UsageError
from litreview.events import ConflictResolved, CriteriaAdopted, Fold, VoteCast, VoteWithdrawn
from litreview.model import Criterion, Decision, Plan, ReportId, Stage, Vote
from litreview.review.present import Present
from litreview.screening.session import Ballot, Item, check_reasons
from litreview.store.settings import Settings, criteria_hash, criteria_text


def reviewer(settings: Settings, who: str, where: str) -> str:
    """`who`, if review.toml lets that name vote. Raises UnknownName."""
    if settings.reviewers and who not in settings.reviewers:
        raise UnknownName(
            f"{who!r} is not a reviewer of this review",
            where=where,
            remedy=f"use one of: {', '.join(settings.reviewers)}, or add the name there",
        )
    return who


def adopted(plan: Plan, state: Fold, where: str) -> tuple[CriteriaAdopted, ...]:
    """The criteria for the log when a version is used first; nothing when it is known.

    Raises UsageError where the criteria were changed under the same version.
    """
    version, sha256 = plan.criteria_version, criteria_hash(plan)
    held = state.of("criteria").get((version,))
    if held is None:
        text = criteria_text(plan)
        return (CriteriaAdopted(version=version, sha256=sha256, criteria=text),)
    if isinstance(held.event, CriteriaAdopted) and held.event.sha256 != sha256:
        raise UsageError(
            f"the criteria were changed, but still call themselves version {version!r}",
            where=where,
            remedy="raise [criteria] version, so that each vote keeps the criteria it was "
            "made under",
        )
    return ()


def reasons(plan: Plan, stage: Stage) -> tuple[Criterion, ...]:
    """The reasons to exclude at `stage`, by rank."""
    return tuple(c for c in plan.criteria if c.effect == "exclude" and stage.name in c.stages)


def vote(plan: Plan, stage: Stage, ballot: Ballot) -> VoteCast:
    """The event of a ballot. Raises UsageError or UnknownName where its reasons do not fit."""
    check_reasons(stage, reasons(plan, stage), ballot.decision, ballot.reasons)
    return VoteCast(
        stage=stage.name,
        record=ballot.report,
        decision=ballot.decision,
        criteria=plan.criteria_version,
        reasons=ballot.reasons,
        note=ballot.note,
        shown=ballot.shown,
    )


def withdrawals(
    present: Present, report: ReportId, stage: str, who: str
) -> tuple[VoteWithdrawn, ...]:
    """The events that take the votes of `who` on a report back. Raises UsageError: there is none.

    One vote a record: a report that was joined after it was judged may hold several.
    """
    held = present.state.of("vote")
    found = tuple(
        VoteWithdrawn(stage=stage, record=record)
        for record in present.shelf.members[report]
        if (entry := held.get((stage, record, who))) is not None
        and isinstance(entry.event, VoteCast)
    )
    if not found:
        raise UsageError(
            f"{who} has no vote on {report} at stage {stage!r}",
            remedy="see who voted on it with `litreview log show --about ID`",
        )
    return found


def settlement(present: Present, stage: Stage, ballot: Ballot) -> ConflictResolved:
    """The event that settles the votes in force on a report. Raises UsageError: there is none."""
    report = ballot.report
    cast = present.screening.of(stage.name, report).votes
    if not cast:
        raise UsageError(
            f"nobody has voted on {report} at stage {stage.name!r}",
            remedy="only votes can be settled: vote with `litreview screen`",
        )
    check_reasons(stage, reasons(present.plan, stage), ballot.decision, ballot.reasons)
    return ConflictResolved(
        stage=stage.name,
        record=report,
        decision=ballot.decision,
        criteria=present.plan.criteria_version,
        settles=tuple(sorted(one.id for one in cast)),
        reasons=ballot.reasons,
        note=ballot.note,
    )


def queue(
    present: Present, stage: Stage, who: str
) -> tuple[tuple[Item, ...], dict[ReportId, Vote | Decision]]:
    """What to show `who` at `stage`, and their own votes in force.

    Unread reports first, then those left at maybe. Nobody else's vote decides what is shown, but
    that of enough others: a report that has all the votes it needs is not asked about again.
    """
    held = present.screening
    reports = present.eligible(stage)
    own: dict[ReportId, Vote | Decision] = {
        report: one
        for report in reports
        for one in held.of(stage.name, report).votes
        if one.reviewer == who
    }
    unread = [
        Item(report, "in the order of the files")
        for report in reports
        if report not in own and _wanted(present, stage, report)
    ]
    again = [
        Item(report, "you left it at maybe")
        for report, one in own.items()
        if isinstance(one, Vote)
        and one.decision == "maybe"
        and not held.of(stage.name, report).decided
    ]
    return (*unread, *again), own


def _wanted(present: Present, stage: Stage, report: ReportId) -> bool:
    """Whether `report` needs one more vote at `stage`."""
    verdict = present.screening.of(stage.name, report)
    return verdict.resolution is None and len(verdict.votes) < stage.votes
