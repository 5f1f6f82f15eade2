"""What was looked at again after each change of the criteria: a function of all events.

Counted are votes, those that a change could turn (`affected`) by their last voter before it. A vote
of an older version that is cast after a newer one was adopted elsewhere counts as well: its voter
had not seen the change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from litreview.events import Entry, Fold, VoteCast, VoteWithdrawn
from litreview.model import Criterion, Plan, RecordId, ReportId
from litreview.screening.affected import Version, changes, only_ranks, turning
from litreview.screening.criteria_versions import Versions, versions

Key = tuple[str, ReportId, str]
"""Stage, report and reviewer."""
Course = Sequence[tuple[Entry, VoteCast | VoteWithdrawn]]


@dataclass(frozen=True, slots=True)
class Rescreened:
    """A version of the criteria, and what came of it.

    adopted: when the first vote was cast under it; "": none was. told: what changed since the
    version before, in words. affected: votes that this could turn; again: those of them that were
    cast again since, under this version or a later one; changed: with another decision then;
    waiting: those that still wait. The others stand on reports of which they change nothing.
    """

    version: str
    before: str
    adopted: str
    told: tuple[str, ...]
    affected: int
    again: int
    changed: int
    waiting: int


def rescreened(  # noqa: PLR0913, PLR0917 - all that the counts are made of
    entries: Iterable[Entry],
    state: Fold,
    clusters: Mapping[RecordId, ReportId],
    plan: Plan,
    waiting: AbstractSet[str],
    hidden: AbstractSet[tuple[str, ReportId]] = frozenset(),
) -> tuple[Rescreened, ...]:
    """Each version but the first, up to the one in force.

    entries: all events. waiting: the ids of the votes that wait. hidden: by stage, the reports of
    whose votes nobody may know yet; none of them is counted. Linear in the votes, times the
    versions.
    """
    known = versions(state, plan)
    if len(known.held) == 1:
        return ()
    first: dict[str, str] = {}
    every = _courses(entries, clusters, plan, first)
    courses = {key: course for key, course in every.items() if key[:2] not in hidden}
    return tuple(
        _one(before, after, known, courses, first, waiting)
        for before, after in pairwise(known.held)
    )


def _courses(
    entries: Iterable[Entry],
    clusters: Mapping[RecordId, ReportId],
    plan: Plan,
    first: dict[str, str],
) -> Mapping[Key, Course]:
    """What each reviewer said of each report, in time; `first` gets the first vote a version."""
    stages = {stage.name for stage in plan.stages}
    found: dict[Key, list[tuple[Entry, VoteCast | VoteWithdrawn]]] = defaultdict(list)
    once: set[str] = set()
    for entry in sorted(entries, key=lambda one: one.order):
        event = entry.event
        if not isinstance(event, VoteCast | VoteWithdrawn) or entry.hash in once:
            continue
        once.add(entry.hash)
        if isinstance(event, VoteCast):
            first.setdefault(event.criteria, event.at)
        report = clusters.get(RecordId(event.record))
        if report is not None and event.stage in stages:
            found[event.stage, report, entry.who].append((entry, event))
    return found


def _one(  # noqa: PLR0913, PLR0917 - all that one version is told from
    before: Version,
    after: Version,
    known: Versions,
    courses: Mapping[Key, Course],
    first: Mapping[str, str],
    waiting: AbstractSet[str],
) -> Rescreened:
    """What came of the step from `before` to `after`."""
    names = [version.name for version in known.held]
    older = frozenset(names[: names.index(after.name)])
    changed = {stage: changes((before, after), stage) for stage, _, _ in courses}
    affected = again = otherwise = open_ = 0
    for (stage, _, _), course in courses.items():
        at = _last(course, older)
        if at is None:
            continue
        entry, vote = course[at]
        if not isinstance(vote, VoteCast) or not turning(
            vote.decision, vote.reasons, changed[stage]
        ):
            continue
        then = course[at + 1][1] if at + 1 < len(course) else None
        waits = entry.hash in waiting  # also where what was said later of a joined record is gone
        if isinstance(then, VoteWithdrawn) and not waits:
            continue
        affected += 1
        open_ += waits
        if isinstance(then, VoteCast) and not waits:
            again += 1
            otherwise += then.decision != vote.decision
    return Rescreened(
        version=after.name,
        before=before.name,
        adopted=first.get(after.name, ""),
        told=tuple(in_words(before, after)),
        affected=affected,
        again=again,
        changed=otherwise,
        waiting=open_,
    )


def _last(course: Course, older: AbstractSet[str]) -> int | None:
    """The place of the last vote under one of the `older` versions."""
    cast = (
        at
        for at, (_, event) in enumerate(course)
        if isinstance(event, VoteCast) and event.criteria in older
    )
    return max(cast, default=None)


def in_words(before: Version, after: Version) -> Iterator[str]:
    """What changed from one version to the next, a sentence part a criterion."""
    old = {(c.effect, c.code): c for c in before.criteria}
    new = {(c.effect, c.code): c for c in after.criteria}
    for key, one in new.items():
        if key not in old:
            yield f"{one.code} is new (“{one.label}”)"
        else:
            yield from _moved(old[key], one)
    for key, one in old.items():
        if key not in new:
            yield f"{one.code} was dropped (“{one.label}”)"
    if only_ranks(before, after):
        yield "the order of the criteria changed, and nothing else"


def _moved(old: Criterion, new: Criterion) -> Iterator[str]:
    said = {"wording": "the wording alone"}.get(new.change, new.change)
    if old.label != new.label:
        called = f" ({said}, by its authors)" if said else ""
        yield f"{new.code}: “{old.label}” became “{new.label}”{called}"
    elif said and new.change != old.change:
        yield f"{new.code} is meant otherwise ({said}, by its authors)"
    if sorted(old.stages) != sorted(new.stages):
        yield (
            f"{new.code} counts at {', '.join(new.stages) or 'no stage'}"
            f" (before: {', '.join(old.stages) or 'no stage'})"
        )
