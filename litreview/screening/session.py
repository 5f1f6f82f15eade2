"""One reviewer at one stage: what to show next, and what to do with the answer.

The terminal screen, the scriptable form and the tests drive this object; none of them decides
anything. The session appends through `Desk`, so that it knows no disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from litreview.errors import UnknownName, UsageError
from litreview.model import Criterion, Decision, Report, ReportId, Stage, Vote


@dataclass(frozen=True, slots=True)
class Ballot:
    """A judgement on its way to the log. shown: why the report was shown."""

    report: ReportId
    stage: str
    decision: Decision
    reasons: tuple[str, ...] = ()
    note: str = ""
    shown: str = ""


class Desk(Protocol):
    """Where a session takes reports from and puts votes to."""

    def report(self, report: ReportId) -> Report:
        """The report with its fields."""

    def cast(self, ballot: Ballot) -> None:
        """Append a vote."""

    def withdraw(self, report: ReportId, stage: str) -> None:
        """Take the reviewer's vote on `report` back."""


@dataclass(frozen=True, slots=True)
class Item:
    """A report to judge. why: why it is shown now, in words."""

    report: ReportId
    why: str


@dataclass(slots=True)
class Session:
    """The queue of `reviewer` at `stage`, and the answers so far.

    queue: what to show, in order. voted: the reviewer's own votes in force. A report is handed
    out once; `back` and `undo` hand it out again.
    """

    desk: Desk
    stage: Stage
    reviewer: str
    criteria: Sequence[Criterion]
    queue: Sequence[Item]
    voted: dict[ReportId, Vote | Decision]
    total: int
    _at: int = 0
    _done: list[int] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many reports of the stage this reviewer has judged."""
        return len(self.voted)

    @property
    def reasons(self) -> tuple[Criterion, ...]:
        """The reasons to exclude at this stage, by rank."""
        return tuple(
            criterion
            for criterion in self.criteria
            if criterion.effect == "exclude" and self.stage.name in criterion.stages
        )

    @property
    def wanted(self) -> tuple[Criterion, ...]:
        """What a report must fulfil at this stage."""
        return tuple(
            criterion
            for criterion in self.criteria
            if criterion.effect == "include" and self.stage.name in criterion.stages
        )

    @property
    def current(self) -> Item | None:
        """The report to judge now; None at the end of the queue."""
        return self.queue[self._at] if self._at < len(self.queue) else None

    @property
    def last(self) -> tuple[ReportId, Vote | Decision] | None:
        """The latest decision of this sitting."""
        if not self._done:
            return None
        report = self.queue[self._done[-1]].report
        return (report, self.voted[report]) if report in self.voted else None

    def vote(self, decision: Decision, *, reasons: tuple[str, ...] = (), note: str = "") -> None:
        """Judge the current report and move on. Raises UsageError, UnknownName, StorageError.

        The report stays current when the vote could not be written.
        """
        item = self.current
        if item is None:
            raise UsageError("the queue is empty: there is nothing to judge")
        check_reasons(self.stage, self.reasons, decision, reasons)
        self.desk.cast(
            Ballot(item.report, self.stage.name, decision, reasons, note=note, shown=item.why)
        )
        self.voted[item.report] = decision
        self._done.append(self._at)
        self._at += 1

    def skip(self) -> None:
        """Leave the current report unjudged and move on."""
        if self.current is not None:
            self._at += 1

    def back(self) -> None:
        """Show the report before again, judged or not."""
        self._at = max(0, self._at - 1)

    def undo(self) -> bool:
        """Take back the latest decision of this sitting and show its report; False: none left."""
        if not self._done:
            return False
        at = self._done[-1]
        report = self.queue[at].report
        self.desk.withdraw(report, self.stage.name)
        self._done.pop()
        self.voted.pop(report, None)
        self._at = at
        return True


def check_reasons(
    stage: Stage, known: Sequence[Criterion], decision: Decision, reasons: tuple[str, ...]
) -> None:
    """Raise UnknownName or UsageError where `reasons` do not fit the decision."""
    codes = [criterion.code for criterion in known]
    for reason in reasons:
        if reason not in codes:
            raise UnknownName(
                f"there is no reason {reason!r} at stage {stage.name!r}",
                remedy=f"use one of: {', '.join(codes) or '(none is defined in review.toml)'}",
            )
    if reasons and decision != "exclude":
        raise UsageError(
            f"a reason goes with an exclusion, not with {decision!r}",
            remedy="leave --because out, or decide exclude",
        )
    if decision == "exclude" and stage.reason_required and not reasons:
        raise UsageError(
            f"an exclusion at stage {stage.name!r} needs a reason",
            remedy=f"add --because with one of: {', '.join(codes)}",
        )
