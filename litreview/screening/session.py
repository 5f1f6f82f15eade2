"""One reviewer at one stage: what to show next, and what to do with the answer.

The terminal screen, the scriptable form and the tests drive this object; none of them decides
anything. The session appends through `Desk`, so that it knows no disk. It knows the reviewer's
own judgements and nobody else's.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import InitVar, dataclass, field

from litreview.errors import UsageError
from litreview.model import Criterion, Decision, ReportId, Stage, Vote
from litreview.screening.ballots import Ballot, Desk, Judgement, Step, check_reasons, tidy
from litreview.screening.guide import Guide, Item, NoGuide
from litreview.screening.queue import Queue

_ENOUGH = 10
"""Decisions of a sitting before its pace says anything."""
_RECENT = 50
"""Decisions that the pace is taken from."""


@dataclass(slots=True)
class Session:
    """The queue of `reviewer` at `stage`, and the answers so far.

    given: what to show, in order, each report once. earlier: the reviewer's own votes from before
    this sitting; voted: those in force now. total: the reports of the stage that people are asked
    about. guide: who orders what is still to come.
    """

    desk: Desk
    stage: Stage
    reviewer: str
    criteria: Sequence[Criterion]
    given: InitVar[Sequence[Item]]
    earlier: InitVar[Mapping[ReportId, Vote]]
    total: int
    clock: Callable[[], float] = time.monotonic
    guide: Guide = field(default_factory=NoGuide)
    again: bool = False
    """Only what a change of the criteria could turn is shown: not all that is open."""
    outlook: str = field(default="", init=False)
    """What is still to be found, in words; "": nobody can say."""
    found: str = field(default="", init=False)
    """The words that the queue is narrowed to; "": it is not."""
    voted: dict[ReportId, Judgement] = field(init=False)
    drafts: dict[ReportId, str] = field(default_factory=dict, init=False)
    """Notes that wait for the decision on their report."""
    _queue: Queue = field(init=False)
    _steps: list[Step] = field(default_factory=list, init=False)
    _fresh: Counter[ReportId] = field(default_factory=Counter, init=False)
    _elsewhere: set[ReportId] = field(default_factory=set, init=False)
    _since: float = field(init=False)

    def __post_init__(self, given: Sequence[Item], earlier: Mapping[ReportId, Vote]) -> None:
        self._queue = Queue(given)
        self.voted = {
            report: Judgement(vote.decision, vote.reasons, vote.note, vote.criteria)
            for report, vote in earlier.items()
        }
        self._follow()
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
        return self._queue.current

    @property
    def queue(self) -> Sequence[Item]:
        """What was shown and what is to come, in order; a report may stand in both."""
        return self._queue.items

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
        """How many reports of the queue, as narrowed, have not been judged in this sitting."""
        scope = self._queue.scope
        return len(scope) - sum(report in scope for report in self._judged)

    @property
    def elsewhere(self) -> int:
        """Reports of the stage that are not asked of this reviewer here: others have them."""
        if self.again:
            return 0
        return max(0, self.total - len(self.voted.keys() | self._queue.reports))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the reviewer gave the current report."""
        item = self.current
        return self.desk.labels(item.report) if item else ()

    @property
    def rate(self) -> float | None:
        """Reports an hour at this sitting's pace; None: too few to say."""
        pace = self._pace()
        return 3600 / pace if pace else None

    @property
    def seconds_left(self) -> float | None:
        """What the rest of the queue takes at this sitting's pace; None: too few to say.

        The median, so that a break counts as one slow decision.
        """
        pace = self._pace()
        return None if pace is None else pace * self.left

    def _pace(self) -> float | None:
        """Seconds a report: the median of the latest decisions."""
        if len(self._steps) < _ENOUGH:
            return None
        paces = sorted(step.seconds for step in self._steps[-_RECENT:])
        return paces[len(paces) // 2]

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
        self.desk.cast(self._ballot(item, judgement))
        before = self.voted.get(item.report)
        self._steps.append(Step(item.report, judgement, before, self._lap()))
        self._fresh[item.report] += 1
        self.voted[item.report] = judgement
        self.drafts.pop(item.report, None)
        self.guide.learn(item.report, decision)
        self._follow()
        self._queue.forward(self._judged)

    def annotate(self, text: str) -> None:
        """Keep a note for the decision on the current report."""
        if self.current is not None:
            self.drafts[self.current.report] = text

    def label(self, labels: Sequence[str]) -> None:
        """Give the current report these labels in the place of those before. Raises StorageError.

        Blank ones and those that are named again are left out.
        """
        item = self.current
        if item is not None:
            self.desk.label(item.report, tidy(labels))

    def skip(self) -> None:
        """Leave the current report as it is and move on to the next that is not judged yet."""
        if self.current is not None:
            self._follow()
            self._queue.forward(self._judged)
            self._lap()

    def back(self) -> bool:
        """Show the report before again, judged or not; False: this is the first."""
        moved = self._queue.back()
        if moved:
            self._lap()
        return moved

    def jump(self, report: ReportId, why: str = "you went to it") -> None:
        """Show this report of the stage now, judged or not; the current one comes after it."""
        self._queue.to(Item(report, why))
        self._lap()

    def narrow(self, words: str, held: AbstractSet[ReportId] | None = None) -> int:
        """Show only reports that hold `words`; "" shows all again. How many there are.

        Where there is none, nothing changes. held: those that do, where that is known already.
        """
        found = held if held is not None else self.desk.find(words) if words.strip() else None
        if found is not None and not found & self._queue.reports:
            return 0
        self.found = words if found is not None else ""
        self._queue.narrow(found, self._judged)
        self._lap()
        return len(self._queue.scope)

    def hear(self, news: Mapping[ReportId, Judgement | None]) -> bool:
        """What the same reviewer judged in another sitting; None: took back there.

        It is later than what was judged here, which can no longer be undone. Whether it is about
        the report that is shown.
        """
        for report, judgement in news.items():
            self._steps = [step for step in self._steps if step.report != report]
            self._fresh.pop(report, None)
            if judgement is None:
                self.voted.pop(report, None)
                self._elsewhere.discard(report)
            else:
                self.voted[report] = judgement
                self._elsewhere.add(report)
            self.guide.learn(report, judgement.decision if judgement else None)
        return self.current is not None and self.current.report in news

    def close(self) -> None:
        """The sitting is over."""
        self.guide.close()

    def rewind(self) -> bool:
        """Show the first report that was skipped; False: none was."""
        moved = self._queue.to_open(self._judged)
        if moved:
            self._lap()
        return moved

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
            shown = Item(step.report, "a later decision was undone")
            self.desk.restore(self._ballot(shown, step.before))
            self.voted[step.report] = step.before
        self._steps.pop()
        self._fresh[step.report] -= 1
        if not self._fresh[step.report]:
            del self._fresh[step.report]
        if step.judgement.note:
            self.drafts.setdefault(step.report, step.judgement.note)
        self.guide.learn(step.report, step.before.decision if step.before else None)
        self._queue.to(Item(step.report, "you undid its decision"))
        self._lap()
        return True

    def _ballot(self, item: Item, held: Judgement) -> Ballot:
        return Ballot(
            item.report,
            self.stage.name,
            held.decision,
            held.reasons,
            held.note,
            item.why,
            held.criteria,
            item.ranking,
            item.place,
        )

    def _follow(self) -> None:
        """Go on in a newer order, if one is ready."""
        ordering = self.guide.newer()
        if ordering is not None:
            self.desk.ordered(ordering)
            self._queue.reorder(ordering.items)
            self.outlook = ordering.outlook

    @property
    def _judged(self) -> Collection[ReportId]:
        """The reports that were judged since this sitting began, here or in another one."""
        return self._fresh.keys() | self._elsewhere if self._elsewhere else self._fresh

    def _lap(self) -> float:
        """The seconds since the reviewer did something."""
        now = self.clock()
        lap, self._since = now - self._since, now
        return lap
