"""What a session asks of the review: reports, and a way to the log."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview import __version__
from litreview.events import LabelsSet, RankingMade
from litreview.model import Report, ReportId
from litreview.screening.ballots import Ballot
from litreview.screening.guide import Ordering
from litreview.screening.masking import masked, readable

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(frozen=True, slots=True)
class Desk:
    """The way of a session of `who` at the stage called `stage` to the log."""

    review: Review
    who: str
    stage: str

    def report(self, report: ReportId) -> Report:
        """The report with its fields, but for what the stage hides."""
        return masked(self.review.report(report), self.review.stage(self.stage).masked)

    def cast(self, ballot: Ballot) -> None:
        """Append a vote."""
        self.review.cast(ballot, reviewer=self.who)

    def restore(self, ballot: Ballot) -> None:
        """Append a vote that stood before."""
        self.review.restore_vote(ballot, self.who)

    def withdraw(self, report: ReportId, stage: str) -> None:
        """Take the reviewer's vote back."""
        self.review.withdraw_vote(report, stage, self.who)

    def ordered(self, ordering: Ordering) -> None:
        """Append that the sitting goes on in this order; one that has no name is none."""
        if not ordering.ranking or ordering.ranking == self._last_ranking():
            return
        event = RankingMade(
            stage=self.stage,
            ranking=ordering.ranking,
            recipe=ordering.recipe,
            seed=ordering.seed,
            learned=ordering.learned,
            reports=len(ordering.items) - ordering.ahead,
            parameters=dict(ordering.parameters),
            program=__version__,
        )
        self.review.append(event, who=self.who)

    def _last_ranking(self) -> str:
        """The order that the reviewer went by last at this stage."""
        held = self.review.state.of("ranking").items()
        found = [entry for (at, who, _), entry in held if (at, who) == (self.stage, self.who)]
        event = max(found, key=lambda entry: entry.order).event if found else None
        return event.ranking if isinstance(event, RankingMade) else ""

    def labels(self, report: ReportId) -> tuple[str, ...]:
        """The labels that the reviewer gave the report."""
        held = self.review.state.of("labels")
        records = self.review.shelf.members[report]
        entries = [held[record, self.who] for record in records if (record, self.who) in held]
        latest = max(entries, key=lambda entry: entry.order, default=None)
        event = latest.event if latest else None
        return event.labels if isinstance(event, LabelsSet) else ()

    def label(self, report: ReportId, labels: tuple[str, ...]) -> None:
        """Append these labels in the place of those before."""
        self.review.append(LabelsSet(record=report, labels=labels), who=self.who)

    def find(self, words: str) -> AbstractSet[ReportId]:
        """The reports that hold all `words`, but in what is hidden. Linear in the records."""
        wanted = words.casefold().split()
        hidden = self.review.stage(self.stage).masked
        clusters = self.review.shelf.clusters
        found = set()
        for record in self.review.index.records():
            if record.id in clusters:
                text = " ".join(readable(record, hidden)).casefold()
                if all(word in text for word in wanted):
                    found.add(clusters[record.id])
        return found
