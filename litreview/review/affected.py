"""Judging again after a change of the criteria: who has what to look at, and a sitting over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from litreview.model import Finding, ReportId, Stage
from litreview.outputs.words import counted
from litreview.review import teams, voting
from litreview.review.desk import Desk
from litreview.review.present import Present
from litreview.screening.affected import only_ranks
from litreview.screening.criteria_versions import versions
from litreview.screening.guide import Item
from litreview.screening.session import Session
from litreview.screening.state import Verdict
from litreview.screening.waiting import Waiting, waiting

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(frozen=True, slots=True)
class Again:
    """What waits at a stage after a change of the criteria.

    votes: by those who cast them; they are asked themselves. left: votes of people who take no part
    any more, on reports that nobody has judged since: whoever has not voted there is asked.
    settlements: those that wait though no vote behind them does.
    """

    stage: Stage
    votes: tuple[Waiting, ...]
    left: tuple[Waiting, ...]
    settlements: tuple[Waiting, ...]

    def __len__(self) -> int:
        """How many judgements wait."""
        return len(self.votes) + len(self.left) + len(self.settlements)


def again(present: Present, stage: Stage) -> Again:
    """What waits at `stage`. Linear in its votes; where all are of one version, only they count."""
    known = versions(present.state, present.plan)
    found = tuple(waiting(present.screening, known, stage, present.eligible(stage)))
    votes = [one for one in found if one.voter]
    gone = _gone(present, stage, (one.voter for one in votes))
    return Again(
        stage=stage,
        votes=tuple(one for one in votes if one.voter not in gone),
        left=tuple(
            one for one in votes if one.voter in gone and not _looked_at(present, stage, one, gone)
        ),
        settlements=tuple(one for one in found if not one.voter),
    )


def told(present: Present, held: Again, who: str) -> Again:
    """What of `held` may be told to `who`: that a vote could turn tells what it said.

    One's own votes, and those of others that are open to `who`. "": to anybody.
    """
    return replace(
        held,
        votes=tuple(one for one in held.votes if _open(present, held.stage, one, who)),
        left=tuple(one for one in held.left if _open(present, held.stage, one, who)),
        settlements=tuple(
            one
            for one in held.settlements
            if who not in present.screening.of(held.stage.name, one.report).awaited
        ),
    )


def _open(present: Present, stage: Stage, one: Waiting, who: str) -> bool:
    verdict = present.screening.of(stage.name, one.report)
    return verdict.open_to(stage, who, one.voter)


def _gone(present: Present, stage: Stage, voters: Iterable[str]) -> frozenset[str]:
    """Those of the voters who take no part any more."""
    return frozenset(who for who in voters if not present.screening.teams[stage.name].any_of([who]))


def _looked_at(present: Present, stage: Stage, one: Waiting, gone: frozenset[str]) -> bool:
    """Whether somebody who takes part has judged the report under the criteria in force."""
    now = present.plan.criteria_version
    votes = present.screening.of(stage.name, one.report).votes
    return any(vote.criteria == now and vote.reviewer not in gone for vote in votes)


def queue(present: Present, held: Again, who: str) -> tuple[Item, ...]:
    """What of `held` is asked of `who`, each report with the reason.

    A report that waits for another vote is asked about by the usual queue: to be asked here, in the
    place of somebody who left, would tell what they said.
    """
    stage = held.stage
    if not teams.takes_part(present, stage, who):
        return ()
    items = [Item(one.report, one.why) for one in held.votes if one.voter == who]
    for one in held.left:
        votes = present.screening.of(stage.name, one.report).votes
        if who not in {vote.reviewer for vote in votes} and _open(present, stage, one, who):
            items.append(Item(one.report, f"its reader has left, and {_blind(present)}"))
    return tuple({item.report: item for item in reversed(items)}.values())[::-1]


def _blind(present: Present) -> str:
    """Why, without a word that would tell what the one who left had said."""
    return f"the criteria changed up to version {present.plan.criteria_version}"


def sitting(review: Review, stage: str | None, who: str) -> Session:
    """A sitting of `who` over what waits for them; None: at the first stage where something does.

    Raises UnknownName.
    """
    name = voting.reviewer(review.settings, who, str(review.folder.settings))
    if stage is None:
        stages = review.plan.stages
        waits = (s for s in stages if queue(review.present, again(review.present, s), name))
        at = next(waits, stages[0])
    else:
        at = review.stage(stage)
    items = queue(review.present, again(review.present, at), name)
    total = len(review.present.eligible(at))
    _, own = voting.queue(review.present, at, name)
    desk, criteria = Desk(review, name, at.name), review.plan.criteria
    return Session(desk, at, name, criteria, items, own, total, again=True)


def unsettled(present: Present, stage: Stage) -> Mapping[ReportId, Verdict]:
    """The settled reports whose settlement waits, though no vote behind it does."""
    waits = again(present, stage).settlements
    return {one.report: present.screening.of(stage.name, one.report) for one in waits}


def listed(present: Present, session: Session) -> list[dict[str, object]]:
    """What a sitting over `queue` asks: the reviewer's own vote where there is one, and why.

    Nothing of what others said: who is asked in the place of somebody votes blind.
    """
    votes = {one.report: one for one in again(present, session.stage).votes}
    return [
        {
            "report": item.report,
            "why": item.why,
            "decision": held.decision if held else "",
            "reasons": held.reasons if held else (),
            "criteria": votes[item.report].criteria if held and item.report in votes else "",
        }
        for item in session.queue
        for held in (session.voted.get(item.report),)
    ]


def only_order(present: Present) -> bool:
    """Whether the newest change of the criteria was one of their order alone.

    Then the reason that is counted first may be another, and nothing is judged again.
    """
    held = versions(present.state, present.plan).held
    return len(held) > 1 and only_ranks(held[-2], held[-1])


def findings(present: Present, who: str = "") -> Iterator[Finding]:
    """One note a stage where judgements of older criteria could turn, as far as `who` may know."""
    for stage in present.plan.stages:
        held = told(present, again(present, stage), who)
        if not len(held):
            continue
        reports = dict.fromkeys(one.report for one in (*held.votes, *held.left, *held.settlements))
        remedy = f"look at them again: litreview screen --affected --stage {stage.name}"
        if not held.votes and not held.left:
            remedy = f"settle again: litreview conflicts --stage {stage.name} --resolve ID=DECISION"
        yield Finding(
            "CR104",
            "note",
            f"{counted(len(held), 'judgement')} at stage {stage.name!r} could turn since the "
            f"criteria changed to version {present.plan.criteria_version[:40]!r}",
            next(iter(reports)),
            remedy,
            tuple(reports),
        )
