"""Where a review stands: the numbers of each step, who has something to do, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from litreview import collector
from litreview.events import DuplicatesFound, ScreeningStopped, SearchLoaded
from litreview.model import Finding, Stage
from litreview.prisma import unfinished
from litreview.review import affected, pairs, teams
from litreview.review.checking import changed_files, criteria, cut_off_harvests
from litreview.review.extraction_standing import ExtractionStanding, extraction_standing
from litreview.review.next_step import next_command
from litreview.review.readers import Reader, readers, wanted
from litreview.review.reading import broken_forms
from litreview.screening.left import stopped
from litreview.store.verify import cut_off, glance, gone

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.present import Present
    from litreview.screening.state import Status

COUNTS: tuple[Status, ...] = (
    "include", "exclude", "maybe", "conflict", "waiting", "unread", "left",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StageStanding:
    """One stage: its reports by what became of them, which add up to `total`.

    readers: how much each reviewer has read, and has still to read; wanted: reviewers that are
    still without a name, because fewer take part than each report needs.
    calibration: how many reports everybody reads first.
    """

    stage: Stage
    total: int
    counts: Mapping[Status, int]
    readers: Sequence[Reader]
    wanted: int
    calibration: int = 0
    again: Mapping[str, int] = field(default_factory=dict)
    """Reviewer -> how many judgements wait for that person after a change of the criteria.

    Of others no vote is counted that whoever asks may not know.
    """
    unsettled: int = 0
    """Settlements that wait after a change of the criteria."""
    stop: ScreeningStopped | None = None
    """Where reading is stopped."""

    @property
    def to_read(self) -> Mapping[str, int]:
        """Reviewer -> how many reports wait for that person; without those for whom none does."""
        return {one.name: one.open for one in self.readers if one.open}

    @property
    def calibrated(self) -> bool:
        """Whether everybody has read the calibration sample, and nobody more than that."""
        read_by = [one for one in self.readers if not one.left and not one.calibration]
        active = [one for one in self.readers if not one.left]
        judged = self.total - self.counts["unread"] - self.counts["left"]
        several = len(active) >= max(2, self.stage.votes) and len(read_by) == len(active)
        return bool(self.calibration) and several and judged <= self.calibration

    @property
    def open(self) -> int:
        """Reports that a reviewer has still to read, or to read again."""
        return self.counts["maybe"] + self.counts["waiting"] + self.counts["unread"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole review at a glance. needs_dedup: records came in since the last run, or none ran.

    findings: what a person should look at; `next`: the one command that comes next.
    """

    title: str
    searches: int
    incomplete: int
    """So many of the searches are known not to hold all that their source states."""
    records: int
    unreadable: int
    reports: int
    needs_dedup: bool
    unsure: int
    stages: Sequence[StageStanding]
    sought: int
    missing: int
    included_reports: int
    included: int
    rows: int
    extraction: ExtractionStanding
    findings: Sequence[Finding]
    next: str


def standing(review: Review) -> Standing:
    """Where `review` stands. Linear in its records and votes."""
    with collector.resting():
        return _standing(review)


def _standing(review: Review) -> Standing:
    present, flow = review.present, review.flow()
    shelf = present.shelf
    stages = tuple(_stage(review, stage) for stage in review.plan.stages)
    found = Standing(
        title=review.plan.title,
        searches=len(shelf.searches),
        incomplete=sum(one.complete is False and not one.enough for one in shelf.searches),
        records=shelf.total,
        unreadable=sum(search.failures for search in shelf.searches),
        reports=len(shelf.members),
        needs_dedup=_needs_dedup(present),
        unsure=len(pairs.unsure(shelf, present.state)),
        stages=stages,
        sought=flow["dbr_sought_reports"].n + flow["other_sought_reports"].n,
        missing=flow["dbr_notretrieved_reports"].n + flow["other_notretrieved_reports"].n,
        included_reports=flow["new_reports"].n,
        included=flow["new_studies"].n,
        rows=len(review.rows()),
        extraction=extraction_standing(review),
        findings=tuple(_findings(review, stages)),
        next="",
    )
    return replace(found, next=next_command(review, found))


def _stage(review: Review, stage: Stage) -> StageStanding:
    present = review.present
    held = present.screening
    reports = present.eligible(stage)
    verdicts = [held.of(stage.name, report) for report in reports]
    counts: Counter[Status] = Counter(verdict.status for verdict in verdicts)
    stop = stopped(present.state, present.plan)
    names = held.teams[stage.name].active
    held_again = affected.told(present, affected.again(present, stage), review.who)
    again = {name: len(affected.queue(present, held_again, name)) for name in names}
    return StageStanding(
        stage=stage,
        total=len(reports),
        counts={name: counts[name] for name in COUNTS},
        readers=readers(present, stage, review.who),
        wanted=wanted(present, stage),
        calibration=len(teams.calibration(present, stage)),
        again={name: n for name, n in again.items() if n},
        unsettled=len(held_again.settlements),
        stop=stop if stop is not None and stop.stage == stage.name else None,
    )


def _needs_dedup(present: Present) -> bool:
    """Whether records came in that no search for duplicates has seen."""
    run = present.state.of("dedup-run").get(())
    if run is None or not isinstance(run.event, DuplicatesFound):
        return present.shelf.total > 0
    loaded = (e for e in present.state.of("search").values() if isinstance(e.event, SearchLoaded))
    later = any(entry.order > run.order for entry in loaded)
    return later or run.event.records < present.shelf.total


def _findings(review: Review, stages: Sequence[StageStanding]) -> list[Finding]:
    """What is wrong, as far as it can be seen without reading every file again."""
    found = [gone(lost, review.folder.log) for lost in review.lost]
    found += glance(review.folder.log_files())
    found += [cut_off(torn) for torn in review.torn]
    found += broken_forms(review.folder).values()
    for search in review.shelf.searches:
        found += changed_files(review.folder, search, whole=False)
    found += criteria(review, review.state)
    found += unfinished(review.present.drawn)
    found += cut_off_harvests(review.folder, review.state)
    found += (_too_few(review, one) for one in stages if review.plan.reviewers and one.wanted)
    return found


def _too_few(review: Review, one: StageStanding) -> Finding:
    named, active = len(review.plan.reviewers), sum(not reader.left for reader in one.readers)
    fewer = f", of whom {active} take{'s' if active == 1 else ''} part" if active < named else ""
    return Finding(
        "CR102",
        "error",
        f"stage {one.stage.name!r} asks for {one.stage.votes} votes, but there "
        f"{'is' if named == 1 else 'are'} {named} in `reviewers`{fewer}",
        str(review.folder.settings),
        "name more reviewers there, or ask for fewer votes",
    )
