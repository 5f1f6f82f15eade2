"""A sitting over the conflicts that one person may settle, and its way to the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from litreview.errors import UsageError
from litreview.model import Report, ReportId, Resolution, Stage, Vote
from litreview.review import teams, voting
from litreview.screening.ballots import Ballot
from litreview.screening.settlers import by_consensus, may_settle
from litreview.screening.settling import Dispute, Settling
from litreview.screening.state import Verdict

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(frozen=True, slots=True)
class Table:
    """The way of a sitting to the log.

    seen: what each report was shown with: the ids of its votes, and of its settlement.
    sizes: the log files as they were read last; other ones are read before anything is written.
    """

    review: Review
    seen: dict[ReportId, frozenset[str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def report(self, report: ReportId) -> Report:
        """The report with its fields."""
        return self.review.report(report)

    def settle(self, ballot: Ballot) -> None:
        """Append a settlement. Raises UsageError where others changed what was shown."""
        self._as_shown(ballot.report, ballot.stage)
        self.review.resolve(ballot)
        self._note(ballot.report, ballot.stage)

    def unsettle(self, report: ReportId, stage: str) -> None:
        """Append that it is taken back. Raises UsageError where others changed what was shown."""
        self._as_shown(report, stage)
        self.review.append(voting.unsettle(self.review, report, stage))
        self._note(report, stage)

    def _now(self, report: ReportId, stage: str) -> Verdict:
        voters = {path.name.partition(".")[0] for path in self.review.folder.log_files()}
        return voting.alone(self.review.present, report, voters).screening.of(stage, report)

    def _note(self, report: ReportId, stage: str) -> None:
        self.seen[report] = _ids(self._now(report, stage))
        self.measure()

    def measure(self) -> bool:
        """Whether a log file is not as it was read last; it is as it should be from now on."""
        files = {path.name: path.stat().st_size for path in self.review.folder.log_files()}
        changed = files != self.sizes
        self.sizes.clear()
        self.sizes.update(files)
        return changed

    def _as_shown(self, report: ReportId, stage: str) -> None:
        """Raise UsageError, once, where a vote or the settlement is another than was shown."""
        if self.measure():
            self.review.reread()
        verdict = self._now(report, stage)
        before = self.seen.get(report)
        self.seen[report] = _ids(verdict)
        if before is None or before == self.seen[report]:
            return
        held = verdict.resolution
        if held is not None and held.id not in before:
            what = f"{report} was settled meanwhile by {held.by}: {_said(held)}"
        else:
            votes = "; ".join(f"{one.reviewer} {_said(one)}" for one in verdict.votes)
            what = f"{report} was judged otherwise meanwhile: {votes or 'no vote is left'}"
        raise UsageError(what, where=f"stage {stage!r}", remedy="the same key again does it")


def _ids(verdict: Verdict) -> frozenset[str]:
    settled = verdict.resolution
    return frozenset([*(one.id for one in verdict.votes), *([settled.id] if settled else [])])


def _said(judgement: Vote | Resolution) -> str:
    return ", ".join((judgement.decision, *judgement.reasons))


def sitting(review: Review, stage: Stage, found: Mapping[ReportId, Verdict]) -> Settling:
    """Over those of the conflicts `found` that the reviewer may settle. Raises UsageError."""
    teams.admit(review.state, review.who)
    team = review.present.screening.teams[stage.name]
    disputes = [
        Dispute(report, held.votes, by_consensus(stage, held, team), held.resolution)
        for report, held in found.items()
        if may_settle(stage, held, team, review.who)
    ]
    table = Table(review, {one.report: _ids(found[one.report]) for one in disputes})
    return Settling(table, stage, review.who, review.plan.criteria, disputes)
