"""Who reads what at a stage: the calibration sample, shared reports, and who takes part at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from litreview.errors import UsageError
from litreview.events import Fold, ReviewerJoined, ReviewerLeft
from litreview.model import ReportId, Stage
from litreview.screening.allocation import readers
from litreview.screening.calibration import sample

if TYPE_CHECKING:
    from litreview.review.present import Present


def calibration(present: Present, stage: Stage) -> frozenset[ReportId]:
    """The reports of `stage` that everybody reads first; none where it asks for no calibration."""
    return present.samples[stage.name]


def drawn(present: Present, stage: Stage) -> frozenset[ReportId]:
    """The same, drawn anew, of what is to be read at all. Linear in the reports of the stage."""
    if not stage.calibration:
        return frozenset()
    verdicts = present.screening.verdicts[stage.name]
    marked = {r for r, held in verdicts.items() if any(vote.calibration for vote in held.votes)}
    held = present.screening
    there = [r for r in present.eligible(stage) if held.of(stage.name, r).status != "left"]
    return sample(stage, there, marked, present.plan.ranking.seed)


def given(
    present: Present, stage: Stage, guests: Iterable[str] = ()
) -> Mapping[ReportId, tuple[str, ...]]:
    """Report -> who reads it, of those that lack a vote; `guests` take part besides the team."""
    team = {*present.screening.teams[stage.name].active, *guests}
    found: dict[ReportId, tuple[str, ...]] = {}
    for report in present.eligible(stage):
        if lacking := lacks(present, stage, report):
            votes = present.screening.of(stage.name, report).votes
            voted = tuple(vote.reviewer for vote in votes)
            found[report] = readers(stage.name, report, team, len(voted) + lacking, voted)
    return found


def lacks(present: Present, stage: Stage, report: ReportId) -> int:
    """How many votes of further people `report` needs at `stage`.

    One that was left at maybe by people who take no more part needs another: nobody would come
    back to it.
    """
    verdict = present.screening.of(stage.name, report)
    if verdict.resolution is not None or verdict.status == "left":
        return 0
    here = present.screening.teams[stage.name]
    if verdict.status == "maybe" and not here.any_of(vote.reviewer for vote in verdict.votes):
        return 1
    return max(0, stage.votes - len(verdict.votes))


def takes_part(present: Present, stage: Stage, who: str) -> bool:
    """Whether `who` reads at `stage`; where nobody is listed, anyone does who has not left."""
    team, listed = present.screening.teams[stage.name], present.plan.reviewers
    return who not in team.absent and (not listed or who in team.since)


def to_calibrate(present: Present, stage: Stage, who: str) -> tuple[ReportId, ...]:
    """What `who` has still to read of the calibration sample, in the order of the files."""
    wanted = calibration(present, stage)
    if not wanted or not takes_part(present, stage, who):
        return ()
    votes = {report: present.screening.of(stage.name, report).votes for report in wanted}
    open_ = {r for r, cast in votes.items() if all(vote.reviewer != who for vote in cast)}
    return tuple(report for report in present.eligible(stage) if report in open_) if open_ else ()


def to_read(present: Present, stage: Stage, who: str) -> frozenset[ReportId] | None:
    """The reports of a stage with shared ones that are given to `who`; None: all are."""
    if not takes_part(present, stage, who):
        return frozenset()
    if stage.allocation != "shared":
        return None
    known = who in present.screening.teams[stage.name].since
    held = present.readers[stage.name] if known else given(present, stage, [who])
    return frozenset(report for report, people in held.items() if who in people)


def admit(state: Fold, who: str, stage: str = "") -> None:
    """Raise UsageError where `who` left the review, or does not take part at `stage`."""
    held = state.of("reviewer").get((who,))
    event = held.event if held is not None else None
    if isinstance(event, ReviewerLeft):
        raise UsageError(
            f"{who} left the review on {event.at[:10]}: their votes stay, no more may follow",
            remedy=f"`litreview screen allocate --join {who}` if they take part again",
        )
    if stage and isinstance(event, ReviewerJoined) and event.stages and stage not in event.stages:
        raise UsageError(
            f"{who} takes part at stage {', '.join(event.stages)}, not at {stage}",
            remedy=f"`litreview screen allocate --join {who} --stage {stage}` if they do here too",
        )
