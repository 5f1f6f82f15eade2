"""A sitting over conflicts: which is shown, what settles it, undo. Without a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from litreview.errors import UsageError
from litreview.model import Criterion, Decision, Report, ReportId, Resolution, Stage, Vote
from litreview.screening.ballots import Ballot, Judgement, check_reasons
from litreview.screening.state import DECIDED


@dataclass(frozen=True, slots=True)
class Dispute:
    """A report on which the votes in force differ.

    note: whether its settlement needs one. before: the settlement that is looked at again, if any.
    """

    report: ReportId
    votes: tuple[Vote, ...]
    note: bool = False
    before: Resolution | None = None


class Table(Protocol):
    """Where a sitting takes reports from and puts settlements to."""

    def report(self, report: ReportId) -> Report:
        """The report with its fields."""

    def settle(self, ballot: Ballot) -> None:
        """Append a settlement. Raises UsageError, UnknownName: the rules do not allow it."""

    def unsettle(self, report: ReportId, stage: str) -> None:
        """Append that the settlement of `report` is taken back."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement of this sitting. before: what this sitting settled the report by until then."""

    report: ReportId
    judgement: Judgement
    before: Judgement | None


@dataclass(slots=True)
class Settling:
    """The conflicts of `stage` that `settler` may settle, one after the other.

    criteria: all of the review. A settlement is on disk before the next conflict is shown.
    """

    table: Table
    stage: Stage
    settler: str
    criteria: Sequence[Criterion]
    disputes: Sequence[Dispute]
    settled: dict[ReportId, Judgement] = field(default_factory=dict, init=False)
    """What this sitting settled."""
    drafts: dict[ReportId, str] = field(default_factory=dict, init=False)
    """Notes that wait for the settlement of their report."""
    at: int = field(default=0, init=False)
    _steps: list[Settled] = field(default_factory=list, init=False)

    # -- what the settler sees -------------------------------------------------------------

    @property
    def current(self) -> Dispute | None:
        """The conflict to settle now; None at the end."""
        return self.disputes[self.at] if self.at < len(self.disputes) else None

    @property
    def reasons(self) -> tuple[Criterion, ...]:
        """The reasons to exclude at this stage, by rank."""
        return tuple(
            one
            for one in self.criteria
            if one.effect == "exclude" and self.stage.name in one.stages
        )

    @property
    def standing(self) -> Judgement | None:
        """What this sitting settled the current conflict by."""
        return self.settled.get(self.current.report) if self.current else None

    @property
    def note(self) -> str:
        """The note that goes with the settlement of the current conflict."""
        if self.current is None:
            return ""
        held = self.standing
        return self.drafts.get(self.current.report, held.note if held else "")

    @property
    def last(self) -> Settled | None:
        """The latest settlement of this sitting."""
        return self._steps[-1] if self._steps else None

    @property
    def left(self) -> int:
        """Conflicts that are not settled yet."""
        return len(self.disputes) - len(self.settled)

    @property
    def sitting(self) -> Counter[Decision]:
        """The conflicts that this sitting settled, by decision."""
        return Counter(one.decision for one in self.settled.values())

    # -- what the settler does -------------------------------------------------------------

    def settle(self, decision: Decision, reasons: tuple[str, ...] = ()) -> None:
        """Settle the current conflict and move on. Raises UsageError, UnknownName, StorageError.

        Where it could not be written the conflict stays current, and its note waits.
        """
        dispute = self.current
        if dispute is None:
            raise UsageError("there is no conflict left to settle")
        if decision not in DECIDED:
            raise UsageError(f"{decision!r} settles nothing", remedy="include it, or exclude it")
        check_reasons(self.stage, self.reasons, decision, reasons)
        judgement = Judgement(decision, reasons, self.note)
        self._put(dispute.report, judgement)
        before = self.settled.get(dispute.report)
        self._steps.append(Settled(dispute.report, judgement, before))
        self.settled[dispute.report] = judgement
        self.drafts.pop(dispute.report, None)
        self._forward()

    def undo(self) -> bool:
        """Take the latest settlement of this sitting back and show its conflict; False: none left.

        Its note waits for the next one.
        """
        if not self._steps:
            return False
        step = self._steps[-1]
        if step.before is None:
            self.table.unsettle(step.report, self.stage.name)
            del self.settled[step.report]
        else:
            self._put(step.report, step.before)
            self.settled[step.report] = step.before
        self._steps.pop()
        if step.judgement.note:
            self.drafts.setdefault(step.report, step.judgement.note)
        reports = [dispute.report for dispute in self.disputes]
        self.at = reports.index(step.report)
        return True

    def skip(self) -> None:
        """Leave the current conflict as it is and go to the next that is not settled."""
        if self.current is not None:
            self._forward()

    def back(self) -> bool:
        """Show the conflict before, settled or not; False: this is the first."""
        if self.at == 0:
            return False
        self.at -= 1
        return True

    def rewind(self) -> bool:
        """Show the first conflict that was skipped; False: none was."""
        for at, dispute in enumerate(self.disputes):
            if dispute.report not in self.settled:
                self.at = at
                return True
        return False

    def annotate(self, text: str) -> None:
        """Keep a note for the settlement of the current conflict."""
        if self.current is not None:
            self.drafts[self.current.report] = text

    def _put(self, report: ReportId, held: Judgement) -> None:
        ballot = Ballot(report, self.stage.name, held.decision, held.reasons, held.note)
        self.table.settle(ballot)

    def _forward(self) -> None:
        self.at += 1
        while self.current is not None and self.current.report in self.settled:
            self.at += 1
