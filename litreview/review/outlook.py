"""What is still to be found at the stage that may be stopped, kept up to date in a sitting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from litreview.model import Decision, ReportId, Stage
from litreview.review.random_check import CHECK
from litreview.screening.guide import Item
from litreview.screening.known import AGAIN
from litreview.screening.stop.reading import Reading

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(slots=True)
class Outlook:
    """before: what was read when the sitting began; unread: the reports of it that were not."""

    before: Reading
    unread: frozenset[ReportId]
    drawn: frozenset[ReportId]
    """Those that a random check shows."""
    _read: dict[ReportId, bool] = field(default_factory=dict)

    def say(self, report: ReportId, decision: Decision | None) -> None:
        """Take a decision into account; None: it was taken back. A maybe counts as relevant."""
        if report not in self.unread:
            return
        self._read.pop(report, None)
        if decision is not None:
            self._read[report] = decision != "exclude"

    def reading(self) -> Reading:
        """What has been read by now, in the order of reading."""
        checks = [*self.before.checks, *(report in self.drawn for report in self._read)]
        labels = [*self.before.labels, *self._read.values()]
        return replace(
            self.before,
            labels=labels,
            checks=checks,
            unread=self.before.unread - len(self._read),
        )


def begin(review: Review, stage: Stage, items: Iterable[Item]) -> Outlook | None:
    """The outlook of a sitting that has `items` to show; None: this stage is read whole."""
    from litreview.review.stopping import reading

    if stage != review.plan.stages[0] or stage.phase != "screening":
        return None
    given = [item for item in items if item.why != AGAIN]
    return Outlook(
        reading(review, stage),
        frozenset(item.report for item in given),
        frozenset(item.report for item in given if item.why == CHECK),
    )
