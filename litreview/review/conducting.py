"""How the review was done, from its log and its folder: what a report says beside the results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from litreview.events import (
    ConflictResolved,
    CorrectionWithdrawn,
    CountCorrected,
    CriteriaAdopted,
    DuplicatesFound,
    DuplicatesJoined,
    DuplicatesSplit,
    Entry,
    LogOpened,
    PrimingLoaded,
    PrimingWithdrawn,
    RandomCheckAsked,
    RankingMade,
    ReportSetAside,
    ResolutionWithdrawn,
    RetrievalNoted,
    ReviewerJoined,
    ReviewerLeft,
    ScreeningResumed,
    ScreeningStopped,
    SearchLoaded,
    SearchWithdrawn,
    StudyLinked,
    StudyPooled,
    ToolDeclared,
    VoteCast,
    VoteWithdrawn,
    votes,
)
from litreview.model import RecordId
from litreview.outputs.conduct import Conduct, Ranked
from litreview.outputs.evidence import Evidence
from litreview.review import peering, reporting
from litreview.store.lines import read

if TYPE_CHECKING:
    from litreview.review.facade import Review
    from litreview.review.present import Present

_JUDGEMENTS = (VoteCast, VoteWithdrawn, ConflictResolved, ResolutionWithdrawn)
_DECISIONS = (
    *_JUDGEMENTS,
    *(SearchLoaded, SearchWithdrawn, DuplicatesFound, DuplicatesJoined, DuplicatesSplit),
    *(CriteriaAdopted, ReviewerJoined, ReviewerLeft, ToolDeclared, RankingMade),
    *(PrimingLoaded, PrimingWithdrawn, RandomCheckAsked, ScreeningStopped, ScreeningResumed),
    *(RetrievalNoted, StudyLinked, ReportSetAside, StudyPooled),
    *(CountCorrected, CorrectionWithdrawn),
)
"""What a list of decisions shows. Extracted rows stand in tables; labels and seals are private."""


def with_conduct(review: Review) -> Evidence:
    """The evidence of the review as it is now, with how it was done. One pass over the log."""
    return replace(review.evidence(), conduct=conduct(review))


def conduct(review: Review) -> Conduct:
    """How the review was done. Linear in the log."""
    present = review.present
    state, root = present.state, review.folder.root
    run = state.of("dedup-run").get(())
    check = [entry.event for entry in state.of("check").values()]
    pairs = [entry.event for entry in state.of("pair").values()]
    primed = (entry.event for entry in state.of("priming").values())
    shown, hidden = _decisions(review, present)
    return Conduct(
        programs=tuple(_programs(review)),
        run=run.event if run is not None and isinstance(run.event, DuplicatesFound) else None,
        joined=sum(isinstance(event, DuplicatesJoined) for event in pairs),
        kept_apart=sum(isinstance(event, DuplicatesSplit) for event in pairs),
        ranked=tuple(_ranked(present)),
        primed=tuple(sorted(one.name for one in primed if isinstance(one, PrimingLoaded))),
        check=next((one for one in check if isinstance(one, RandomCheckAsked)), None),
        tools=reporting.tools(state),
        strategies=peering.strategies(root),
        pressed=peering.forms(root),
        decisions=shown,
        hidden=hidden,
    )


def _programs(review: Review) -> list[str]:
    """Which programs wrote the log: the first line of each file names its own."""
    firsts = (next(read(path), None) for path in review.folder.log_files())
    opened = (one[0].event for one in firsts if isinstance(one, tuple))
    return sorted({event.program for event in opened if isinstance(event, LogOpened)})


def _decisions(review: Review, present: Present) -> tuple[tuple[Entry, ...], int]:
    """The decisions that everybody may see, by time, and how many judgements are not among them."""
    review.index.catch_up(review.folder.log_files())  # with what was appended a moment ago
    shown: list[Entry] = []
    hidden = 0
    for entry in review.index.events():
        event = entry.event
        if isinstance(event, _JUDGEMENTS) and not _may_be_seen(present, event):
            hidden += 1
        elif isinstance(event, _DECISIONS):
            shown.append(entry)
    return tuple(shown), hidden


def _may_be_seen(
    present: Present, event: VoteCast | VoteWithdrawn | ConflictResolved | ResolutionWithdrawn
) -> bool:
    """Whether nobody has still to vote on the report who must not be led by this."""
    stage = next((one for one in present.plan.stages if one.name == event.stage), None)
    report = present.shelf.clusters.get(RecordId(event.record))
    if stage is None or report is None:
        return False
    verdict = present.screening.of(stage.name, report)
    return not verdict.awaited and verdict.open_to(stage, who="", voter="-")


def _ranked(present: Present) -> Iterator[Ranked]:
    """By stage and recipe. A vote names the order that its report was shown by."""
    made = {
        event.ranking: event
        for entry in present.state.of("ranking").values()
        if isinstance(event := entry.event, RankingMade)
    }
    all_: dict[str, int] = defaultdict(int)
    cast: dict[tuple[str, str], int] = defaultdict(int)
    used: dict[tuple[str, str], dict[str, RankingMade]] = defaultdict(dict)
    for _, vote in votes(present.state):
        all_[vote.stage] += 1
        if (order := made.get(vote.ranking)) is not None:
            cast[vote.stage, order.recipe] += 1
            used[vote.stage, order.recipe][order.ranking] = order
    for (stage, recipe), n in sorted(cast.items()):
        orders = sorted(used[stage, recipe].values(), key=lambda one: one.at)
        yield Ranked(stage, recipe, tuple(orders), n, all_[stage])
