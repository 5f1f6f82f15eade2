"""Votes and their settlement: who may, on what, under which criteria, and the events for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from litreview.errors import UnknownName, UsageError
from litreview.events import (
    ConflictResolved,
    CriteriaAdopted,
    Fold,
    ResolutionWithdrawn,
    VoteCast,
    VoteWithdrawn,
    votes,
)
from litreview.model import Criterion, Plan, ReportId, Stage, Vote
from litreview.review import random_check, teams
from litreview.review.present import Present, Shelf
from litreview.review.random_check import CHECK
from litreview.screening.ballots import Ballot, check_reasons
from litreview.screening.calibration import CALIBRATION
from litreview.screening.guide import Item
from litreview.screening.settlers import refusal
from litreview.screening.state import DECIDED, Verdict
from litreview.screening.teams import voted_since
from litreview.store.lines import valid_name
from litreview.store.settings import Settings, criteria_hash, criteria_text

if TYPE_CHECKING:
    from litreview.review import Review

IN_ORDER = "in the order of the files"
"""Why a report is shown that no ranking put in its place."""


def reviewer(settings: Settings, who: str, where: str) -> str:
    """`who`, if that can be a name and review.toml lets it vote. Raises UsageError, UnknownName."""
    if settings.reviewers and who not in settings.reviewers:
        raise UnknownName(
            f"{who!r} is not a reviewer of this review",
            where=where,
            remedy=f"use one of: {', '.join(settings.reviewers)}, or add the name there",
        )
    return valid_name(who)


def adopted(plan: Plan, state: Fold, where: str) -> tuple[CriteriaAdopted, ...]:
    """The criteria for the log when a version is used first; nothing when it is known.

    Raises UsageError where the criteria were changed under the same version.
    """
    version, sha256 = plan.criteria_version, criteria_hash(plan)
    held = state.of("criteria").get((version,))
    text = CriteriaAdopted(version=version, sha256=sha256, criteria=criteria_text(plan))
    if held is None:
        return (text,)
    if not isinstance(held.event, CriteriaAdopted):
        return ()
    if held.event.sha256 != sha256:
        raise UsageError(
            f"the criteria were changed, but still call themselves version {version!r}",
            where=where,
            remedy="raise [criteria] version, so that each vote keeps the criteria it was "
            "made under",
        )
    if held.event.criteria != text.criteria:  # more is said now of the version before
        return (text,)
    return ()


def reasons(plan: Plan, stage: Stage) -> tuple[Criterion, ...]:
    """The reasons to exclude at `stage`, by rank."""
    return tuple(c for c in plan.criteria if c.effect == "exclude" and stage.name in c.stages)


def alone(present: Present, report: ReportId, voters: Iterable[str]) -> Present:
    """The present of one report, for what is asked with every vote.

    voters: all who keep a log. What they said of it is looked up, not searched for: only the
    settlements, which are few, are gone through.
    """
    records, state, stages = present.shelf.members[report], present.state, present.plan.stages
    cast, noted = state.of("vote"), state.of("retrieval")
    keys = product((stage.name for stage in stages), records, voters)
    held = Fold(
        {
            "vote": {key: cast[key] for key in keys if key in cast},
            "resolution": {k: e for k, e in state.of("resolution").items() if k[1] in records},
            "retrieval": {(r,): noted[r,] for r in records if (r,) in noted},
            "reviewer": dict(state.of("reviewer")),
        }
    )
    clusters = dict.fromkeys(records, report)
    everybody = any(one.calibration for _, one in votes(held))  # who are searched for, then
    voted = voted_since(state) if everybody and not present.plan.reviewers else None
    return Present(held, Shelf((), {}, clusters, {report: records}, ()), present.plan, voted)


def cast(review: Review, ballots: Iterable[Ballot], who: str) -> list[CriteriaAdopted | VoteCast]:
    """The events of `ballots` of `who`. Raises UsageError, UnknownName: one may not be cast."""
    found: dict[tuple[ReportId, str], VoteCast] = {}
    for given in ballots:
        about, stage, ballot = _opened(review, given)
        place = (ballot.report, stage.name)
        if place in found:
            raise UsageError(f"{ballot.report} is decided twice here", remedy="decide it once")
        teams.admit(review.state, who, stage.name)
        calibration = _calibrates(review, about, stage, ballot)
        shown = _shown(review, stage, ballot)
        found[place] = vote(about, stage, replace(ballot, calibration=calibration, shown=shown))
    first = adopted(review.plan, review.state, str(review.folder.settings))
    return [*first, *found.values()]


def _calibrates(review: Review, about: Present, stage: Stage, ballot: Ballot) -> bool:
    """Whether the ballot is cast in the calibration sample.

    A sitting says so itself, and shows nothing else in an order before; the sample is drawn only
    where it says neither.
    """
    if not stage.calibration:
        return False
    votes_held = about.screening.of(stage.name, ballot.report).votes
    if ballot.shown == CALIBRATION or any(vote.calibration for vote in votes_held):
        return True
    ordered = ballot.ranking or ballot.shown == IN_ORDER
    return not ordered and ballot.report in teams.calibration(review.present, stage)


def _shown(review: Review, stage: Stage, ballot: Ballot) -> str:
    """Why the report was shown: one that a random check drew belongs to it, however it was met.

    A sitting says so itself; the check is drawn only where it says neither that nor an order.
    """
    ordered = ballot.ranking or ballot.shown in {IN_ORDER, CALIBRATION, CHECK}
    asked = random_check.asked(review.state, stage)
    if ordered or asked is None or ballot.report not in random_check.drawn(review.present, stage):
        return ballot.shown
    return CHECK


def restore(review: Review, ballot: Ballot, who: str) -> VoteCast:
    """The event of a ballot that stood before, unchecked but for whether `who` may still vote."""
    about, stage, found = _opened(review, ballot)
    teams.admit(review.state, who, stage.name)
    calibration = _calibrates(review, about, stage, found)
    return restored(review.plan, replace(ballot, calibration=calibration))


def settle(review: Review, ballot: Ballot) -> list[CriteriaAdopted | ConflictResolved]:
    """The events that settle votes by `ballot`. Raises UsageError, UnknownName."""
    about, stage, ballot = _opened(review, ballot)
    event = settlement(about, stage, ballot)
    _may_settle(review, about, stage, ballot)
    return [*adopted(review.plan, review.state, str(review.folder.settings)), event]


def unsettle(review: Review, report: ReportId, stage: str) -> ResolutionWithdrawn:
    """The event that takes the settlement of a report back. Raises UsageError: there is none."""
    about, at, ballot = _opened(review, Ballot(report, stage, "include", note="taken back"))
    held = about.screening.of(at.name, ballot.report).resolution
    if held is None:
        raise UsageError(
            f"nothing settles {ballot.report} at stage {at.name!r}",
            remedy="list the conflicts with `litreview conflicts`",
        )
    _may_settle(review, about, at, ballot)
    entries = about.state.of("resolution").items()
    record = next(key[1] for key, entry in entries if entry.hash == held.id)
    return ResolutionWithdrawn(stage=at.name, record=record, settles=held.settles)


def _may_settle(review: Review, about: Present, stage: Stage, ballot: Ballot) -> None:
    teams.admit(review.state, review.who)
    verdict = about.screening.of(stage.name, ballot.report)
    refused = refusal(stage, verdict, about.screening.teams[stage.name], review.who, ballot.note)
    if refused is not None:
        raise refused


def _opened(review: Review, ballot: Ballot) -> tuple[Present, Stage, Ballot]:
    """What a ballot is about: the present of its report, its stage, and itself on the report."""
    stage, report = review.stage(ballot.stage), review.resolve_id(ballot.report)
    voters = {path.name.partition(".")[0] for path in review.folder.log_files()}
    return alone(review.present, report, voters), stage, replace(ballot, report=report)


def vote(present: Present, stage: Stage, ballot: Ballot) -> VoteCast:
    """The event of a ballot. Raises UsageError, UnknownName: it may not be cast."""
    _came_so_far(present, stage, ballot.report)
    check_reasons(stage, reasons(present.plan, stage), ballot.decision, ballot.reasons)
    return restored(present.plan, replace(ballot, criteria=""))


def _came_so_far(present: Present, stage: Stage, report: ReportId) -> None:
    if report not in present.eligible(stage):
        raise UsageError(
            f"{report} has not come as far as stage {stage.name!r}",
            remedy="include it at the stage before first, or name another --stage",
        )


def restored(plan: Plan, ballot: Ballot) -> VoteCast:
    """The event of a ballot as it is: for a vote that stood before, whatever has changed since."""
    return VoteCast(
        stage=ballot.stage,
        record=ballot.report,
        decision=ballot.decision,
        criteria=ballot.criteria or plan.criteria_version,
        reasons=ballot.reasons,
        note=ballot.note,
        shown=ballot.shown,
        ranking=ballot.ranking,
        place=ballot.place,
        calibration=ballot.calibration,
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
    """The event that settles the votes in force on a report. Raises UsageError, UnknownName.

    A settlement that stands may be replaced by another.
    """
    report = ballot.report
    _came_so_far(present, stage, report)
    verdict = present.screening.of(stage.name, report)
    if verdict.resolution is None and verdict.status != "conflict":
        raise _nothing_to_settle(verdict, report, stage)
    if ballot.decision not in DECIDED:
        raise UsageError(
            f"{ballot.decision!r} settles nothing", remedy="decide include, or exclude"
        )
    check_reasons(stage, reasons(present.plan, stage), ballot.decision, ballot.reasons)
    return ConflictResolved(
        stage=stage.name,
        record=report,
        decision=ballot.decision,
        criteria=present.plan.criteria_version,
        settles=tuple(sorted(one.id for one in verdict.votes)),
        reasons=ballot.reasons,
        note=ballot.note,
    )


def _nothing_to_settle(verdict: Verdict, report: ReportId, stage: Stage) -> UsageError:
    if not verdict.votes:
        return UsageError(
            f"nobody has voted on {report} at stage {stage.name!r}",
            remedy="only votes can be settled: vote with `litreview screen`",
        )
    return UsageError(
        f"{report} waits for another vote at stage {stage.name!r}"
        if verdict.status == "waiting"
        else f"the votes on {report} at stage {stage.name!r} do not disagree",
        remedy="list the conflicts with `litreview conflicts`; "
        "a vote of your own is changed with `litreview screen --decide`",
    )


def conflicts(present: Present, stage: Stage) -> Mapping[ReportId, Verdict]:
    """The reports of `stage` on which all votes are cast and differ."""
    held = ((r, present.screening.of(stage.name, r)) for r in present.eligible(stage))
    return {report: verdict for report, verdict in held if verdict.status == "conflict"}


def queue(
    present: Present, stage: Stage, who: str, *, whole: bool = False
) -> tuple[tuple[Item, ...], dict[ReportId, Vote]]:
    """What to show `who` at `stage`, and their own votes in force.

    The calibration sample comes first, and nothing else until they have read it; whole: what comes
    then as well. Then what a random check asks for, if there is one.
    Unread reports first, then those left at maybe. Nobody else's vote decides what is shown, but
    that of enough others: a report that has all the votes it needs is not asked about again.
    """
    held = present.screening
    reports = present.eligible(stage)
    own = {
        report: one
        for report in reports
        for one in held.of(stage.name, report).votes
        if one.reviewer == who
    }
    if not teams.takes_part(present, stage, who):
        return (), own
    sample = teams.to_calibrate(present, stage, who)
    first = tuple(Item(report, CALIBRATION) for report in sample)
    if first and not whole:
        return first, own
    mine = teams.to_read(present, stage, who)
    skipped = own.keys() | set(sample)
    unread = random_check.put_first(
        present,
        stage,
        [
            Item(report, IN_ORDER)
            for report in reports
            if report not in skipped
            and (mine is None or report in mine)
            and _wanted(present, stage, report)
        ],
    )
    again = [
        Item(report, "you left it at maybe")
        for report, one in own.items()
        if one.decision == "maybe" and not held.of(stage.name, report).decided
    ]
    return (*first, *unread, *again), own


def _wanted(present: Present, stage: Stage, report: ReportId) -> bool:
    """Whether `report` needs one more vote at `stage`."""
    return teams.lacks(present, stage, report) > 0
