"""One reviewer at one stage: what to show next, and what to do with the answer.

The terminal screen, the scriptable form and the tests drive this object; none of them decides
anything. The session appends through `Desk`, so that it knows no disk. It knows the reviewer's
own judgements and nobody else's.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Protocol

from litreview.errors import UnknownName, UsageError
from litreview.model import Criterion, Decision, Report, ReportId, Stage, Vote

_ENOUGH = 10
"""Decisions of a sitting before its pace says anything."""
_RECENT = 50
"""Decisions that the pace is taken from."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A judgement on its way to the log. shown: why the report was shown.

    criteria: the version that it was made under; "": that in force.
    """

    report: ReportId
    stage: str
    decision: Decision
    reasons: tuple[str, ...] = ()
    note: str = ""
    shown: str = ""
    criteria: str = ""


class Desk(Protocol):
    """Where a session takes reports from and puts votes to."""

    def report(self, report: ReportId) -> Report:
        """The report with its fields."""

    def cast(self, ballot: Ballot) -> None:
        """Append a vote. Raises UsageError, UnknownName: the rules do not allow it."""

    def restore(self, ballot: Ballot) -> None:
        """Append a vote that stood before, as it stood: it was checked when it was made."""

    def withdraw(self, report: ReportId, stage: str) -> None:
        """Take the reviewer's vote on `report` back."""


@dataclass(frozen=True, slots=True)
class Item:
    """A report to judge. why: why it is shown now, in words."""

    report: ReportId
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reviewer holds of a report now. criteria: as in `Ballot`."""

    decision: Decision
    reasons: tuple[str, ...] = ()
    note: str = ""
    criteria: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A decision of this sitting. before: what stood until then; seconds: how long it took."""

    at: int
    report: ReportId
    judgement: Judgement
    before: Judgement | None
    seconds: float


@dataclass(slots=True)
class Session:
    """The queue of `reviewer` at `stage`, and the answers so far.

    queue: what to show, in order, each report once. earlier: the reviewer's own votes from before
    this sitting; voted: those in force now. total: the reports of the stage.
    """

    desk: Desk
    stage: Stage
    reviewer: str
    criteria: Sequence[Criterion]
    queue: Sequence[Item]
    earlier: InitVar[Mapping[ReportId, Vote]]
    total: int
    clock: Callable[[], float] = time.monotonic
    voted: dict[ReportId, Judgement] = field(init=False)
    drafts: dict[ReportId, str] = field(default_factory=dict, init=False)
    """Notes that wait for the decision on their report."""
    _at: int = field(default=0, init=False)
    _steps: list[Step] = field(default_factory=list, init=False)
    _fresh: Counter[ReportId] = field(default_factory=Counter, init=False)
    _since: float = field(init=False)

    def __post_init__(self, earlier: Mapping[ReportId, Vote]) -> None:
        self.voted = {
            report: Judgement(vote.decision, vote.reasons, vote.note, vote.criteria)
            for report, vote in earlier.items()
        }
        self._since = self.clock()

    # -- what the reviewer sees ------------------------------------------------------------

    @property
    def read(self) -> int:
        """How many reports of the stage this reviewer has judged."""
        return len(self.voted)

    @property
    def reasons(self) -> tuple[Criterion, ...]:
        """The reasons to exclude at this stage, by rank."""
        return self._criteria("exclude")

    @property
    def wanted(self) -> tuple[Criterion, ...]:
        """What a report must fulfil at this stage."""
        return self._criteria("include")

    def _criteria(self, effect: str) -> tuple[Criterion, ...]:
        return tuple(
            criterion
            for criterion in self.criteria
            if criterion.effect == effect and self.stage.name in criterion.stages
        )

    @property
    def current(self) -> Item | None:
        """The report to judge now; None at the end of the queue."""
        return self.queue[self._at] if self._at < len(self.queue) else None

    @property
    def standing(self) -> Judgement | None:
        """The reviewer's own judgement of the current report, where there is one."""
        item = self.current
        return self.voted.get(item.report) if item else None

    @property
    def note(self) -> str:
        """The note that goes with the next decision on the current report."""
        item = self.current
        if item is None:
            return ""
        held = self.standing
        return self.drafts.get(item.report, held.note if held else "")

    @property
    def last(self) -> Step | None:
        """The latest decision of this sitting."""
        return self._steps[-1] if self._steps else None

    @property
    def sitting(self) -> Counter[Decision]:
        """The reports judged in this sitting, by decision."""
        return Counter(self.voted[report].decision for report in self._fresh)

    @property
    def left(self) -> int:
        """How many reports of the queue have not been judged in this sitting."""
        return len(self.queue) - len(self._fresh)

    @property
    def elsewhere(self) -> int:
        """Reports of the stage that are not asked of this reviewer: they have all their votes."""
        asked = self.voted.keys() | {item.report for item in self.queue}
        return self.total - len(asked)

    @property
    def seconds_left(self) -> float | None:
        """What the rest of the queue takes at this sitting's pace; None: too few to say.

        The median, so that a break counts as one slow decision.
        """
        if len(self._steps) < _ENOUGH:
            return None
        paces = sorted(step.seconds for step in self._steps[-_RECENT:])
        return paces[len(paces) // 2] * self.left

    # -- what the reviewer does ------------------------------------------------------------

    def vote(self, decision: Decision, *, reasons: tuple[str, ...] = (), note: str = "") -> None:
        """Judge the current report and move on. Raises UsageError, UnknownName, StorageError.

        A judgement of before is superseded. The report stays current, and its note waits, when
        the vote could not be written.
        """
        item = self.current
        if item is None:
            raise UsageError("the queue is empty: there is nothing to judge")
        check_reasons(self.stage, self.reasons, decision, reasons)
        judgement = Judgement(decision, reasons, note or self.note)
        self.desk.cast(self._ballot(item.report, judgement, item.why))
        before = self.voted.get(item.report)
        self._steps.append(Step(self._at, item.report, judgement, before, self._lap()))
        self._fresh[item.report] += 1
        self.voted[item.report] = judgement
        self.drafts.pop(item.report, None)
        self._at = self._open_from(self._at + 1)

    def annotate(self, text: str) -> None:
        """Keep a note for the decision on the current report."""
        if self.current is not None:
            self.drafts[self.current.report] = text

    def skip(self) -> None:
        """Leave the current report as it is and move on to the next that is not judged yet."""
        if self.current is not None:
            self._at = self._open_from(self._at + 1)
            self._lap()

    def back(self) -> bool:
        """Show the report before again, judged or not; False: this is the first."""
        if not self._at:
            return False
        self._at -= 1
        self._lap()
        return True

    def rewind(self) -> bool:
        """Show the first report that was skipped; False: none was."""
        at = self._open_from(0)
        if at == len(self.queue):
            return False
        self._at = at
        self._lap()
        return True

    def undo(self) -> bool:
        """Take back the latest decision of this sitting and show its report; False: none left.

        What stood before it stands again, and its note waits for the next decision.
        """
        if not self._steps:
            return False
        step = self._steps[-1]
        if step.before is None:
            self.desk.withdraw(step.report, self.stage.name)
            del self.voted[step.report]
        else:
            shown = "a later decision was undone"
            self.desk.restore(self._ballot(step.report, step.before, shown))
            self.voted[step.report] = step.before
        self._steps.pop()
        self._fresh[step.report] -= 1
        if not self._fresh[step.report]:
            del self._fresh[step.report]
        if step.judgement.note:
            self.drafts.setdefault(step.report, step.judgement.note)
        self._at = step.at
        self._lap()
        return True

    def _ballot(self, report: ReportId, held: Judgement, shown: str) -> Ballot:
        return Ballot(
            report, self.stage.name, held.decision, held.reasons, held.note, shown, held.criteria
        )

    def _open_from(self, at: int) -> int:
        """The first place from `at` on whose report has not been judged in this sitting."""
        while at < len(self.queue) and self.queue[at].report in self._fresh:
            at += 1
        return at

    def _lap(self) -> float:
        """The seconds since the reviewer did something."""
        now = self.clock()
        lap, self._since = now - self._since, now
        return lap


def check_reasons(
    stage: Stage, known: Sequence[Criterion], decision: Decision, reasons: tuple[str, ...]
) -> None:
    """Raise UnknownName or UsageError where `reasons` do not fit the decision."""
    codes = [criterion.code for criterion in known]
    listed = ", ".join(codes) or "(none is defined in review.toml)"
    for reason in reasons:
        parts = [part.strip() for part in reason.split(",")]
        if len(parts) > 1 and set(parts) <= set(codes):
            raise UsageError(
                f"{reason!r} are {len(parts)} reasons in one",
                remedy=f"one reason at a time: {' '.join(f'--because {part}' for part in parts)}",
            )
        if reason not in codes:
            raise UnknownName(
                f"there is no reason {reason!r} at stage {stage.name!r}",
                remedy=f"use one of: {listed}",
            )
    if reasons and decision != "exclude":
        raise UsageError(
            f"a reason goes with an exclusion, not with {decision!r}",
            remedy="leave the reason out, or decide exclude",
        )
    if decision == "exclude" and stage.reason_required and not reasons:
        raise UsageError(
            f"an exclusion at stage {stage.name!r} needs a reason",
            remedy=f"name one of: {listed}",
        )
