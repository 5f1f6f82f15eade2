"""A sitting over the conflicts that one person may settle, and its way to the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview.model import Report, ReportId, Stage
from litreview.review import teams, voting
from litreview.screening.ballots import Ballot
from litreview.screening.settlers import by_consensus, may_settle
from litreview.screening.settling import Dispute, Settling
from litreview.screening.state import Verdict

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(frozen=True, slots=True)
class Table:
    """The way of a sitting to the log."""

    review: Review

    def report(self, report: ReportId) -> Report:
        """The report with its fields."""
        return self.review.report(report)

    def settle(self, ballot: Ballot) -> None:
        """Append a settlement."""
        self.review.resolve(ballot)

    def unsettle(self, report: ReportId, stage: str) -> None:
        """Append that it is taken back."""
        self.review.append(voting.unsettle(self.review, report, stage))


def sitting(review: Review, stage: Stage, found: Mapping[ReportId, Verdict]) -> Settling:
    """Over those of the conflicts `found` that the reviewer may settle. Raises UsageError."""
    teams.admit(review.state, review.who)
    team = review.present.screening.teams[stage.name]
    disputes = [
        Dispute(report, held.votes, by_consensus(stage, held, team), held.resolution)
        for report, held in found.items()
        if may_settle(stage, held, team, review.who)
    ]
    return Settling(Table(review), stage, review.who, review.plan.criteria, disputes)
