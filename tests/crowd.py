"""Ten simulated reviewers, each in a copy of their own: what they do, and what must hold after it.

Events come from the functions that the program itself calls. Imported by its bare name; the
property test and `bench.machine` drive it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from crowd_copies import NAMES, PLANS, STAGES, Copy, Step, loaded, takes_part

from litreview.errors import UsageError
from litreview.events import (
    Entry,
    Head,
    LabelsSet,
    LogSealed,
    RandomCheckAsked,
    RankingMade,
    ResolutionWithdrawn,
    RetrievalNoted,
    ReviewerJoined,
    ReviewerLeft,
    ScreeningResumed,
    ScreeningStopped,
    SealNoted,
    SearchWithdrawn,
    StudyLinked,
    VoteCast,
    fold,
)
from litreview.model import RecordId, ReportId, Stage
from litreview.review import pairs, voting
from litreview.review.duplicates import joining, splitting
from litreview.screening.ballots import Ballot

PEOPLE = ("ann", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo")
KINDS: Mapping[str, int] = {
    "vote": 10, "through": 16, "undo": 4, "settle": 8, "unsettle": 1, "merge": 8, "criteria": 1,
    "leave": 1, "come": 2, "join": 1, "split": 3, "stop": 1, "resume": 1, "seal": 4, "note": 6,
    "check": 1, "load": 2, "unload": 1, "label": 1, "rank": 1, "retrieval": 1, "study": 1,
}  # fmt: skip
"""Each step and how often it comes. through: a report is voted on until it has come on."""
NUMBERS = 5
"""So many numbers go with a step."""


class Crowd:
    """Ten people in twelve copies: two of them work on two machines."""

    def __init__(self) -> None:
        owners = (*PEOPLE, "ann", "bo")
        skews = (0, 3600, -3600, 5, 0, 0, -7, 86_400, 0, 1, -90, 40)
        self.copies = [
            Copy(who, f"{who}.{at:06x}", skew)
            for at, (who, skew) in enumerate(zip(owners, skews, strict=True))
        ]
        setup = Copy("setup", "setup.ffffff", -86_400)
        setup.append(*(loaded(name) for name in ("north", "south")))
        for copy in self.copies:
            copy.merge(setup)
        self.written: dict[str, Entry] = {entry.hash: entry for entry in setup.entries}
        """All that was ever appended, by hash."""
        self.taken: dict[str, int] = {}
        """How often each kind of step did something."""

    def take(self, step: Step) -> Copy:
        """One step; one that cannot be taken as things stand changes nothing."""
        kind, at, *numbers = step
        copy = self.copies[at % len(self.copies)]
        before = sum(map(len, copy.logs.values()))
        with suppress(UsageError):
            getattr(self, f"_{kind}")(copy, *numbers)
        for entry in copy.logs.get(copy.log, ()):
            self.written.setdefault(entry.hash, entry)
        moved = sum(map(len, copy.logs.values())) != before
        self.taken[kind] = self.taken.get(kind, 0) + moved
        return copy

    # -- steps -----------------------------------------------------------------------------

    def _cast(self, copy: Copy, ballot: Ballot) -> None:
        present, stage = copy.present, _stage(ballot.stage)
        if not takes_part(present, stage, copy.who):
            raise UsageError("they take no part")
        own = [
            one
            for one in present.screening.of(stage.name, ballot.report).votes
            if one.reviewer == copy.who
        ]
        first = voting.adopted(copy.plan, present.state, "review.toml")
        copy.append(*first, voting.vote(present, stage, ballot))
        copy.done.append((stage.name, ballot.report, own[0] if own else None))

    def _vote(self, copy: Copy, report: int, stage: int, what: int, more: int, _: int) -> None:
        self._cast(copy, _ballot(copy, report, NAMES[(stage % 5) // 2], what, more))

    def _through(self, copy: Copy, report: int, *numbers: int) -> None:
        """Vote where the report has come to, mostly to let it on."""
        present, id_ = copy.present, _report(copy, report)
        for stage in STAGES:
            if not present.screening.of(stage.name, id_).decided:
                what = numbers[0] if numbers[0] % 5 == 0 else 0
                self._cast(copy, _ballot(copy, report, stage.name, what, numbers[1]))
                return

    def _undo(self, copy: Copy, *_: int) -> None:
        """As a sitting does: what stood before stands again, as it was made, or nothing does."""
        if not copy.done:
            return
        stage, report, before = copy.done.pop()
        if RecordId(report) not in copy.present.shelf.clusters:
            return
        if not takes_part(copy.present, _stage(stage), copy.who):
            return
        now = copy.present.shelf.clusters[RecordId(report)]
        if before is None:
            copy.append(*voting.withdrawals(copy.present, now, stage, copy.who))
            return
        ballot = Ballot(
            now, stage, before.decision, before.reasons, before.note, "undone", before.criteria
        )
        copy.append(voting.restored(copy.plan, ballot))

    def _settle(self, copy: Copy, report: int, stage: int, what: int, more: int, _: int) -> None:
        held = [r for s in STAGES for r in voting.conflicts(copy.present, s)]
        wanted = held[report % len(held)] if held else _report(copy, report)
        name = next(
            (s.name for s in STAGES if wanted in voting.conflicts(copy.present, s)),
            NAMES[stage % 3],
        )
        ballot = replace(_ballot(copy, report, name, what % 2, more), report=wanted)
        first = voting.adopted(copy.plan, copy.present.state, "review.toml")
        copy.append(*first, voting.settlement(copy.present, _stage(name), ballot))

    def _unsettle(self, copy: Copy, which: int, *_: int) -> None:
        held = sorted(copy.present.state.of("resolution"))
        if held:
            stage, record, *settles = held[which % len(held)]
            copy.append(ResolutionWithdrawn(stage=stage, record=record, settles=tuple(settles)))

    def _merge(self, copy: Copy, other: int, *_: int) -> None:
        copy.merge(self.copies[other % len(self.copies)])

    def _criteria(self, copy: Copy, *_: int) -> None:
        """The next version stands in review.toml of this copy; a merge leaves that alone."""
        copy.plan = PLANS[min(PLANS.index(copy.plan) + 1, len(PLANS) - 1)]

    def _leave(self, copy: Copy, who: int, *_: int) -> None:
        copy.append(ReviewerLeft(reviewer=PEOPLE[who % len(PEOPLE)]))

    def _come(self, copy: Copy, who: int, stage: int, *_: int) -> None:
        some = (NAMES[stage % 3],) if stage % 2 else ()
        copy.append(ReviewerJoined(reviewer=PEOPLE[who % len(PEOPLE)], stages=some))

    def _join(self, copy: Copy, one: int, two: int, *_: int) -> None:
        event = joining(copy.present.shelf, [_report(copy, one), _report(copy, two)], "")
        copy.append(pairs.overruling(copy.present.shelf, copy.present.state, event))

    def _split(self, copy: Copy, record: int, *_: int) -> None:
        held = sorted(copy.present.shelf.clusters)
        copy.append(splitting(copy.present.shelf, held[record % len(held)], ""))

    def _load(self, copy: Copy, *_: int) -> None:
        """What was found by hand comes in, once or again."""
        copy.append(loaded("hand"))

    def _unload(self, copy: Copy, *_: int) -> None:
        if ("hand",) in copy.present.state.of("search"):
            copy.append(SearchWithdrawn(search="hand", reason="by mistake"))

    def _stop(self, copy: Copy, stage: int, *_: int) -> None:
        name = NAMES[0] if stage % 4 else NAMES[1]
        copy.append(
            ScreeningStopped(stage=name, rule="invented", evidence={}, read=0, included=0, unread=0)
        )

    def _resume(self, copy: Copy, stage: int, *_: int) -> None:
        copy.append(ScreeningResumed(stage=NAMES[stage % 3]))

    def _check(self, copy: Copy, reports: int, *_: int) -> None:
        copy.append(RandomCheckAsked(stage=NAMES[0], seed=1, reports=reports % 9))

    def _seal(self, copy: Copy, *_: int) -> None:
        holds = tuple(
            Head(name, len(log), log[-1].hash)
            for name, log in sorted(copy.logs.items())
            if name != copy.log and log
        )
        lines = sum(map(len, copy.logs.values()))
        copy.append(LogSealed(salt=str(lines), holds=holds))

    def _note(self, copy: Copy, other: int, *_: int) -> None:
        theirs = self.copies[other % len(self.copies)]
        log = theirs.logs.get(theirs.log, [])
        lines = max((n for n, e in enumerate(log, 1) if isinstance(e.event, LogSealed)), default=0)
        if not lines or theirs.who == copy.who:
            return
        entry = log[lines - 1]
        holds = tuple(
            Head(name, len(held), held[-1].hash)
            for name, held in sorted(copy.logs.items())
            if held and held[-1].who == theirs.who
        )
        copy.append(
            SealNoted(
                log=theirs.log,
                head=entry.hash,
                lines=lines,
                sealed_at=entry.event.at,
                holds=holds,
            )
        )

    def _label(self, copy: Copy, report: int, what: int, *_: int) -> None:
        labels = ("later", "method")[: what % 3]
        copy.append(LabelsSet(record=_report(copy, report), labels=labels))

    def _rank(self, copy: Copy, stage: int, which: int, *_: int) -> None:
        copy.append(
            RankingMade(
                stage=NAMES[stage % 3],
                ranking=f"{which % 4:016x}",
                recipe="invented",
                seed=1,
                learned=0,
                reports=9,
                parameters={},
                program="0",
            )
        )

    def _retrieval(self, copy: Copy, report: int, what: int, *_: int) -> None:
        status = ("not-retrieved", "open")[what % 2]
        copy.append(RetrievalNoted(record=_report(copy, report), status=status))  # type: ignore[arg-type]

    def _study(self, copy: Copy, report: int, what: int, *_: int) -> None:
        copy.append(StudyLinked(record=_report(copy, report), study=("s1", "s2", "")[what % 3]))

    # -- all together ----------------------------------------------------------------------

    def settle_some(self, random_: random.Random) -> None:
        """Whoever is asked settles what disagrees; so that some settlements stand at the end."""
        copy = random_.choice(self.copies)
        for at in range(random_.randrange(12)):
            self.take(("settle", self.copies.index(copy), at, 0, *(random_.randrange(60),) * 3))

    def meet(self, random_: random.Random) -> None:
        """Merge in random order and direction until every copy holds what every other holds."""
        for _ in range(10_000):
            sizes = {sum(map(len, copy.logs.values())) for copy in self.copies}
            if sizes == {len(self.written)}:
                return
            one, two = random_.sample(self.copies, 2)
            one.merge(two)
        raise AssertionError(f"copies of {sizes} events never held all {len(self.written)}")


def _stage(name: str) -> Stage:
    return STAGES[NAMES.index(name)]


def _report(copy: Copy, number: int) -> ReportId:
    members = sorted(copy.present.shelf.members)
    return members[number % len(members)]


def _ballot(copy: Copy, report: int, stage: str, what: int, more: int) -> Ballot:
    """what: include mostly, exclude or maybe."""
    decision: Any = ("include", "exclude", "maybe", "include")[what % 4]
    codes = [criterion.code for criterion in voting.reasons(copy.plan, _stage(stage))]
    first, second = codes[more % len(codes)], codes[(more // 3) % len(codes)]
    named = dict.fromkeys((first, second)[: more % 3]) or ({first: None} if stage == "full" else {})
    reasons = tuple(named) if decision == "exclude" else ()
    note = "a note\nof two lines \N{RIGHT-TO-LEFT OVERRIDE}" if more % 5 == 0 else ""
    return Ballot(
        _report(copy, report), stage, decision, reasons, note, "in order", calibration=more % 7 == 0
    )


def drawn(random_: random.Random, steps: int) -> Iterator[Step]:
    """Random steps."""
    kinds, weights = list(KINDS), list(KINDS.values())
    for kind in random_.choices(kinds, weights, k=steps):
        yield (kind, random_.randrange(12), *(random_.randrange(60) for _ in range(NUMBERS)))


def votes_ever(entries: Sequence[Entry]) -> set[str]:
    """The hashes of all votes."""
    return {entry.hash for entry in entries if isinstance(entry.event, VoteCast)}


def folded(entries: Sequence[Entry]) -> dict[tuple[str, ...], str]:
    """The fold, by register and key: the hash that holds there."""
    return {
        (register, *key): entry.hash
        for register, held in fold(entries).registers.items()
        for key, entry in held.items()
    }
