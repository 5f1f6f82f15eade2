"""Ten simulated reviewers, each in a copy of their own: what they do, and what must hold after it.

Copies are in memory: logs as lists of lines, whose hashes and times are made as the program makes
them. Events come from the functions that the program itself calls. Imported by its bare name; the
property test and `bench.machine` drive it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from litreview.dedup.clusters import cluster
from litreview.dedup.order import natural
from litreview.errors import UsageError
from litreview.events import (
    FORMAT,
    AnyEvent,
    DuplicatesJoined,
    Entry,
    Fold,
    Head,
    LabelsSet,
    LogOpened,
    LogSealed,
    RankingMade,
    ResolutionWithdrawn,
    RetrievalNoted,
    ReviewerJoined,
    ReviewerLeft,
    ScreeningResumed,
    ScreeningStopped,
    SealNoted,
    StudyLinked,
    VoteCast,
    encode,
    fold,
    line_hash,
)
from litreview.model import Criterion, Plan, RecordId, ReportId, Search, SearchId, Stage
from litreview.review import pairs, voting
from litreview.review.duplicates import joining, splitting
from litreview.review.present import Present, Shelf
from litreview.screening.ballots import Ballot
from litreview.store.lines import stamp

PEOPLE = ("ann", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo")
STAGES = (
    Stage("titles", "Titles", "screening", votes=2),
    Stage("abstracts", "Abstracts", "screening", calibration=2),
    Stage("full", "Full texts", "eligibility", reason_required=True),
)
NAMES = tuple(stage.name for stage in STAGES)
_START = datetime(2026, 11, 24, tzinfo=UTC)
_KINDS = (("north", "database", 4), ("south", "register", 3), ("hand", "citation", 2))
SEARCHES = tuple(
    Search(SearchId(id_), f"Invented {id_}", kind, n, n, 0, ())  # type: ignore[arg-type]
    for id_, kind, n in _KINDS
)
RECORDS = {id_: tuple(RecordId(f"{id_}:{at + 1}") for at in range(n)) for id_, _, n in _KINDS}
ALL = tuple(record for records in RECORDS.values() for record in records)


def _plan(version: str, *criteria: tuple[str, str, str, str]) -> Plan:
    """criteria: code, label, effect and what is said of the version before."""
    held = tuple(
        Criterion(code, label, effect, NAMES, rank, change)  # type: ignore[arg-type]
        for rank, (code, label, effect, change) in enumerate(criteria, 1)
    )
    return Plan("Invented", "", STAGES, held, version)


_FLOATS = ("floats", "It floats", "include", "")
PLANS = (
    _plan("1", _FLOATS, ("sinks", "It sinks", "exclude", ""), ("paper", "Paper", "exclude", "")),
    _plan("2", _FLOATS, ("sinks", "It sinks", "exclude", "")),
    _plan("3", _FLOATS, ("sinks", "It dives", "exclude", "wider"), ("rust", "Rust", "exclude", "")),
    _plan("4", _FLOATS, ("rust", "Rust", "exclude", ""), ("sinks", "It dives", "exclude", "")),
)
CODES = ("sinks", "paper", "rust")
Step = tuple[Any, ...]
"""What is done, by which copy, and with what: whole numbers that are taken modulo what there is."""
KINDS: Mapping[str, int] = {
    "vote": 10, "through": 16, "undo": 4, "settle": 8, "unsettle": 1, "merge": 8, "criteria": 1,
    "leave": 1, "come": 2, "join": 1, "split": 3, "stop": 1, "resume": 1, "seal": 4, "note": 6,
    "label": 1, "rank": 1, "retrieval": 1, "study": 1,
}  # fmt: skip
"""Each step and how often it comes. through: a report is voted on until it has come on."""
NUMBERS = 5
"""So many numbers go with a step."""


@dataclass
class Copy:
    """A working copy: the logs that lie in it, its own clock, and its own review.toml."""

    who: str
    log: str
    skew: int
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    plan: Plan = PLANS[0]
    done: list[Step] = field(default_factory=list)
    """What can be undone: the stage, the report and the ballot that stood before."""
    saw: dict[str, frozenset[tuple[str, str, str]]] = field(default_factory=dict)
    """Vote cast here -> the votes of anybody that lay here then: reviewer, stage and record."""
    _seen: set[tuple[str, str, str]] = field(default_factory=set)
    _state: Fold = field(default_factory=Fold)
    _present: Present | None = None
    _ticks: int = 0

    @property
    def present(self) -> Present:
        """What follows from its logs and its review.toml."""
        if self._present is None or self._present.plan is not self.plan:
            self._present = Present(self._state, shelf(self._state), self.plan)
        return self._present

    @property
    def entries(self) -> Iterator[Entry]:
        """All that it holds, a log after the other."""
        for log in self.logs.values():
            yield from log

    def append(self, *events: AnyEvent) -> None:
        """As `store.log` does: later than all that is here, each line after the one before."""
        own = self.logs.setdefault(self.log, [])
        opening = () if own else (_opening(self),)
        for event in (*opening, *events):
            self._ticks += 1
            latest = max((log[-1].event.at for log in self.logs.values() if log), default="")
            at = stamp(_START + timedelta(seconds=self.skew + self._ticks))
            if latest >= at:
                was = datetime.strptime(latest, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
                at = stamp(was + timedelta(microseconds=1))
            stamped = msgspec.structs.replace(event, at=at, prev=own[-1].hash if own else "")
            entry = Entry(stamped, line_hash(encode(stamped)), self.log, self.who)
            own.append(entry)
            if isinstance(stamped, VoteCast):
                self.saw[entry.hash] = frozenset(self._seen)
            self._hold(entry)
        self._present = None

    def _hold(self, entry: Entry) -> None:
        self._state.add(entry)
        event = entry.event
        if isinstance(event, VoteCast):
            self._seen.add((entry.who, event.stage, event.record))

    def merge(self, other: Copy) -> None:
        """Take in what the other holds and this one does not: of each log the rest."""
        for name, log in other.logs.items():
            own = self.logs.setdefault(name, [])
            assert [e.hash for e in own[: len(log)]] == [e.hash for e in log[: len(own)]]
            for entry in log[len(own) :]:
                own.append(entry)
                self._hold(entry)
        self._present = None


def _opening(copy: Copy) -> LogOpened:
    return LogOpened(format=FORMAT, log=copy.log, who=copy.who, review="r1", program="0")


def shelf(state: Fold) -> Shelf:
    """As `review.present.shelve` makes it, of the invented records."""
    hand: tuple[list[Any], list[Any]] = ([], [])
    for pair, entry in state.of("pair").items():
        hand[not isinstance(entry.event, DuplicatesJoined)].append(pair)
    clusters = cluster(ALL, (), *hand)
    members: dict[ReportId, list[RecordId]] = {}
    for record in ALL:
        members.setdefault(clusters[record], []).append(record)
    held = {report: tuple(sorted(some, key=natural)) for report, some in members.items()}
    return Shelf(SEARCHES, RECORDS, clusters, held, ())


class Crowd:
    """Ten people in twelve copies: two of them work on two machines."""

    def __init__(self) -> None:
        owners = (*PEOPLE, "ann", "bo")
        skews = (0, 3600, -3600, 5, 0, 0, -7, 86_400, 0, 1, -90, 40)
        self.copies = [
            Copy(who, f"{who}.{at:06x}", skew)
            for at, (who, skew) in enumerate(zip(owners, skews, strict=True))
        ]
        self.written: dict[str, Entry] = {}
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
        copy.append(splitting(copy.present.shelf, ALL[record % len(ALL)], ""))

    def _stop(self, copy: Copy, stage: int, *_: int) -> None:
        name = NAMES[stage % 3]
        copy.append(
            ScreeningStopped(stage=name, rule="invented", evidence={}, read=0, included=0, unread=0)
        )

    def _resume(self, copy: Copy, stage: int, *_: int) -> None:
        copy.append(ScreeningResumed(stage=NAMES[stage % 3]))

    def _seal(self, copy: Copy, *_: int) -> None:
        holds = tuple(
            Head(name, len(log), log[-1].hash)
            for name, log in sorted(copy.logs.items())
            if name != copy.log and log
        )
        copy.append(LogSealed(salt=str(copy._ticks), holds=holds))

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
                reports=len(ALL),
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


def takes_part(present: Present, stage: Stage, who: str) -> bool:
    """Whether they may vote."""
    from litreview.review import teams

    return teams.takes_part(present, stage, who)


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
