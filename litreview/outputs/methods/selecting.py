"""Of the methods: who judged what, how far they agree, and what was read again or left unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from litreview.events import ScreeningStopped
from litreview.model import Phase, Stage
from litreview.outputs.agreed import sentence
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods.ordering import ordered, tools
from litreview.outputs.words import counted, listed, moment
from litreview.screening.rescreened import Rescreened
from litreview.screening.state import Verdict

_PHASES: Mapping[Phase, tuple[str, ...]] = {
    "screening": (
        "records_screened",
        "pending_screening",
        "other_screened",
        "other_pending_screening",
    ),
    "eligibility": ("dbr_assessed", "dbr_pending", "other_assessed", "other_pending"),
}
"""The boxes of a phase, of both arms, decided and not."""


def selected(evidence: Evidence) -> Iterator[str]:
    """The stages in their order: who judged, how far they agree, by which order, where it ended."""
    for stage in evidence.plan.stages:
        yield from _screened(evidence, stage)
        agreed = (one for one in evidence.agreements if one.stage.name == stage.name)
        yield from filter(None, map(sentence, agreed))
        yield from ordered(evidence, stage)
        if evidence.stop is not None and evidence.stop.stage == stage.name:
            yield from _stopped(evidence, evidence.stop, stage)
    yield from tools(evidence)


def _screened(evidence: Evidence, stage: Stage) -> Iterator[str]:
    verdicts = evidence.screening.verdicts.get(stage.name, {})
    counted_here = _reached(evidence, stage)
    judged = [v for report, v in verdicts.items() if v.votes and report in counted_here]
    if not judged:
        return
    decided = sum(verdict.decided for verdict in judged)
    people = sorted({vote.reviewer for verdict in judged for vote in verdict.votes})
    yield (
        f"{stage.label}: {counted(decided, 'report')} decided by "
        f"{counted(len(people), 'reviewer')} ({listed(people)}); {_each(stage, judged)}."
    )
    yield from _agreed(judged)


def _stopped(evidence: Evidence, stop: ScreeningStopped, stage: Stage) -> Iterator[str]:
    """When reading stopped and by which rule, what that said then, and what was left unread."""
    said = " ".join(str(stop.evidence.get(f"{stop.rule}.said", "")).split())
    met = stop.evidence.get(f"{stop.rule}.met", "yes") == "yes"
    yield (
        f"{stage.label}: reading was stopped on {moment(stop.at)}, after "
        f"{counted(stop.read, 'report')}, by the rule “{stop.rule}”"
        f"{'' if met else ', which was not met'}{f'; it said then: {said}' if said else ''}."
    )
    if stop.note.strip():
        yield f"The reason given: {' '.join(stop.note.split()).rstrip('.')}."
    flow = evidence.flow
    left = flow["records_left_unread"].n + flow["other_left_unread"].n
    are = "is" if left == 1 else "are"
    yield (
        f"{counted(left, 'report')} that nobody read {are} counted as screened, "
        "and apart from those that people excluded."
        if left
        else "Since then somebody has read what was left."
    )


def _each(stage: Stage, judged: Iterable[Verdict]) -> str:
    """How many judged each report that is decided; where that is not the plan, the plan."""
    done = {len({vote.reviewer for vote in v.votes}) for v in judged if v.decided}
    if done == {stage.votes}:
        return f"{counted(stage.votes, 'reviewer')} judged each report, as planned"
    verb = "was" if stage.votes == 1 else "were"
    return f"{counted(stage.votes, 'judgement')} of each report {verb} planned"


def _reached(evidence: Evidence, stage: Stage) -> frozenset[str]:
    """The reports in the boxes of this stage's phase: the text counts what the figure counts."""
    flow = evidence.flow
    keys = _PHASES[stage.phase]
    return frozenset(id_ for key in keys for id_ in flow[key].ids)


def _agreed(judged: list[Verdict]) -> Iterator[str]:
    settled = sum(verdict.resolution is not None for verdict in judged)
    opposed = sum(verdict.status == "conflict" for verdict in judged)
    if settled:
        yield f"{counted(settled, 'conflict')} settled by discussion or a further person."
    if opposed:
        yield f"{counted(opposed, 'conflict')} not settled yet."


def criteria(evidence: Evidence) -> Iterator[str]:
    """The versions judged under, and what came of each change."""
    versions = sorted(
        {
            vote.criteria
            for verdicts in evidence.screening.verdicts.values()
            for verdict in verdicts.values()
            for vote in verdict.votes
            if vote.criteria
        }
    )
    if versions:
        word = "version" if len(versions) == 1 else "versions"
        yield f"Judgements were made under criteria {word} {listed(versions)}."
    for one in evidence.rescreened:
        yield _rescreened(one)


def _rescreened(one: Rescreened) -> str:
    """What changed in one version of the criteria, and what was judged again for it."""
    when = f" (first vote {moment(one.adopted)})" if one.adopted else " (no vote under it yet)"
    told = "; ".join(one.told) or "nothing"
    head = f"Criteria version {one.version}{when} changed this: {told}."
    if not one.affected:
        return f"{head} No vote cast before could turn by that."
    were = "was" if one.again == 1 else "were"
    waiting = f"; {one.waiting:,} still to be looked at" if one.waiting else ""
    return (
        f"{head} Of {counted(one.affected, 'vote')} that could turn, {one.again:,} {were} cast "
        f"again, {one.changed:,} with another decision{waiting}."
    )
