"""Which votes and settlements wait to be looked at again after a change of the criteria.

The smallest set: a judgement that could turn (`affected`), on a report of the stage, unless

- the report is out at a later stage by judgements that stand: an inclusion before that changes
  nothing;
- the votes were settled, and the settlement stands: it is what counts.

A settlement that could turn goes to those of its voters whose own vote could turn: a vote that is
cast again ends it, and where they disagree again it is settled again. Where none of the votes
could turn, the settlement waits itself, for whoever settles at that stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litreview.model import Decision, ReportId, Resolution, Stage, Vote
from litreview.screening.affected import Change, turning
from litreview.screening.criteria_versions import Versions
from litreview.screening.state import Screening, Verdict

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A judgement that could turn. because: the changes; (): its version is in no log."""

    judgement: Vote | Resolution
    criteria: str
    because: tuple[Change, ...]

    @property
    def report(self) -> ReportId:
        """The report that was judged."""
        return self.judgement.report

    @property
    def decision(self) -> Decision:
        """What was said of it."""
        return self.judgement.decision

    @property
    def voter(self) -> str:
        """Whose vote it is; "": it is a settlement."""
        return self.judgement.reviewer if isinstance(self.judgement, Vote) else ""

    @property
    def why(self) -> str:
        """``criterion no-mentoring changed in version 3``, for each change."""
        if not self.because:
            return f"criteria version {self.criteria} of this judgement is in no log"
        more = len(self.because) - _NAMED
        told = [change.words for change in self.because[:_NAMED]]
        return "; ".join([*told, *([f"and {more} more"] if more > 0 else [])])


def waiting(
    screening: Screening, known: Versions, stage: Stage, reports: Sequence[ReportId]
) -> Iterator[Waiting]:
    """What waits at `stage`, of the `reports` that came as far, in their order. Linear in them."""
    held = screening.verdicts.get(stage.name, {})
    later = screening.plan.stages[screening.plan.stages.index(stage) + 1 :]
    for report in reports:
        verdict = held.get(report)
        if verdict is None:
            continue
        found = _turning(verdict, known, stage)
        if found and not any(_out(screening, known, one, report) for one in later):
            yield from found


def _turning(verdict: Verdict, known: Versions, stage: Stage) -> list[Waiting]:
    """What could turn of the judgements behind a verdict; none: it stands as it is."""
    settled = verdict.resolution
    if settled is not None:
        own = _could_turn(settled, known, stage)
        if own is None:
            return []
    votes = [found for vote in verdict.votes if (found := _could_turn(vote, known, stage))]
    return votes or ([own] if settled is not None and own is not None else [])


def _could_turn(judgement: Vote | Resolution, known: Versions, stage: Stage) -> Waiting | None:
    changed = known.changed(judgement.criteria, stage.name)
    if changed is None:
        return Waiting(judgement, judgement.criteria, ())
    because = turning(judgement.decision, judgement.reasons, changed) if changed else ()
    return Waiting(judgement, judgement.criteria, because) if because else None


def _out(screening: Screening, known: Versions, stage: Stage, report: ReportId) -> bool:
    """Whether the report is out at `stage` by judgements that stand."""
    verdict = screening.of(stage.name, report)
    return verdict.status == "exclude" and not _turning(verdict, known, stage)
