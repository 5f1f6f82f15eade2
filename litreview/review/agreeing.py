"""How well reviewers agree at a stage: from the log, by the rules of `screening.agreement`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from litreview.errors import UnknownName, UsageError
from litreview.events import Entry
from litreview.model import ReportId, Stage
from litreview.outputs.agreed import StageAgreement
from litreview.review import teams
from litreview.review.present import Present
from litreview.screening.agreement import (
    Given,
    Maybe,
    Taken,
    changed,
    compare,
    final_votes,
    first_votes,
)

if TYPE_CHECKING:
    from litreview.review import Review

_TWO = 2


def agreed(  # noqa: PLR0913 - which votes are compared has several sides
    review: Review,
    stage: str | None = None,
    votes: Taken = "first",
    maybe: Maybe = "separate",
    reviewers: Sequence[str] = (),
    *,
    sample: bool = False,
) -> StageAgreement:
    """Compare the votes at `stage`; None: the first at which two people judged one report.

    reviewers: only these; none: all who voted. sample: only the calibration sample, which everybody
    reads first. Raises UnknownName; UsageError where the stage asks for none.
    """
    present = review.present
    at = _shared(present) or review.stage() if stage is None else review.stage(stage)
    return agreed_at(present, review.index.events, at, votes, maybe, reviewers, sample=sample)


def agreed_at(  # noqa: PLR0913, PLR0917 - which votes are compared has several sides
    present: Present,
    entries: Callable[[], Iterable[Entry]],
    at: Stage,
    votes: Taken = "first",
    maybe: Maybe = "separate",
    reviewers: Sequence[str] = (),
    *,
    sample: bool = False,
) -> StageAgreement:
    """The same of any present. entries: the whole log, which only first votes need."""
    held = present.screening
    final = final_votes(held, at)
    given = final
    if votes == "first":
        given = first_votes(entries(), present.shelf.clusters, held, at)
    if sample:
        wanted = _sample(present, at)
        given = {report: by for report, by in given.items() if report in wanted}
        final = {report: by for report, by in final.items() if report in wanted}
    voters = _voters(given)
    known = {*voters, *present.plan.reviewers, *present.screening.teams[at.name].since}
    for name in sorted(reviewers, key=known.__contains__):  # a slip is named first
        if name not in voters:
            raise _no_voter(name, at, voters)
    ordered = {report: given[report] for report in present.shelf.members if report in given}
    found = compare(ordered, maybe, reviewers)
    verdicts = held.verdicts.get(at.name, {})
    if sample:
        verdicts = {r: verdict for r, verdict in verdicts.items() if r in wanted}
    return StageAgreement(
        stage=at,
        votes=votes,
        maybe=maybe,
        agreement=found,
        waiting=sum(v.status == "waiting" or bool(v.awaited) for v in verdicts.values()),
        changed=changed(given, final),
        unsettled=tuple(
            report for report in found.overall.disagree if verdicts[report].status == "conflict"
        ),
    )


def agreements(
    present: Present, entries: Callable[[], Iterable[Entry]]
) -> tuple[StageAgreement, ...]:
    """First votes at each stage at which two people judged one report. A pass over the log each."""
    return tuple(
        agreed_at(present, entries, stage)
        for stage in present.plan.stages
        if _judged_twice(present, stage)
    )


def _sample(present: Present, stage: Stage) -> frozenset[ReportId]:
    if not stage.calibration:
        raise UsageError(
            f"stage {stage.name!r} has no calibration sample",
            where="review.toml",
            remedy="write `calibration = 20` in its [[stages]], or leave out --calibration",
        )
    return teams.calibration(present, stage)


def _shared(present: Present) -> Stage | None:
    """The first stage at which two people judged one report."""
    return next((one for one in present.plan.stages if _judged_twice(present, one)), None)


def _judged_twice(present: Present, stage: Stage) -> bool:
    verdicts = present.screening.verdicts.get(stage.name, {}).values()
    return any(len(verdict.votes) >= _TWO for verdict in verdicts)


def _voters(given: Given) -> list[str]:
    return sorted({who for by in given.values() for who in by})


def _no_voter(name: str, stage: Stage, voters: Sequence[str]) -> UnknownName:
    return UnknownName(
        f"{name!r} has no vote at stage {stage.name!r} on a report that has all its votes",
        remedy=f"use some of: {', '.join(voters)}"
        if voters
        else "see who has still to read with `litreview status`",
    )
