"""Whoever seals, notes and merges in whatever order: what is called blind was cast unseen.

Copies are simulated without a disk. Each knows how far it holds every log, as merging leaves it:
who takes a copy takes all that it holds. What a vote could have been led by is written down apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.events import AnyEvent, Entry, Head, LogOpened, LogSealed, SealNoted, VoteCast
from litreview.model import RecordId, ReportId
from litreview.screening.blindness import Chain, proofs, standing
from litreview.screening.blindness import claims as all_claims

REPORTS = ("a:1", "a:2")
CLUSTERS = {RecordId(one): ReportId(one) for one in REPORTS}
Copies = tuple[tuple[str, str], ...]
TWO: Copies = (("ann", "aaaa"), ("bo", "bbbb"))
THREE: Copies = (*TWO, ("cy", "cccc"))
MACHINES: Copies = (*TWO, ("ann", "dddd"))
Step = tuple[int, str, int]
"""Which copy, what it does, and with which other copy or report."""


@dataclass
class Cast:
    """A first vote of a person. seen: whose votes on that report lay in copies of theirs."""

    who: str
    report: str
    seen: set[str]


@dataclass
class World:
    """All copies. held: copy -> log -> lines. The clock is the same for all."""

    copies: Copies
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    held: dict[int, dict[str, int]] = field(default_factory=dict)
    seals: list[tuple[str, Head]] = field(default_factory=list)
    cast: dict[tuple[str, str], Cast] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    """Copy -> its last line, by when it was written."""
    taken: dict[tuple[int, str], int] = field(default_factory=dict)
    """Copy and line -> when it came into the copy."""
    now: int = 0

    def log(self, copy: int) -> str:
        return ".".join(self.copies[copy])

    def write(self, copy: int, event: AnyEvent) -> Entry:
        log, who = self.log(copy), self.copies[copy][0]
        if log not in self.logs:
            self.logs[log] = []
            opened = LogOpened(format=1, log=log, who=who, review="r1", program="test")
            self.write(copy, opened)
        self.now += 1
        entry = Entry(_at(event, f"{self.now:06d}"), f"{log}-{len(self.logs[log]) + 1}", log, who)
        self.logs[log].append(entry)
        self.held.setdefault(copy, {})[log] = len(self.logs[log])
        self.told[copy] = self.now
        return entry

    def head(self, log: str, lines: int) -> Head:
        return Head(log, lines, self.logs[log][lines - 1].hash)

    def votes_in(self, copy: int, report: str) -> dict[str, int]:
        """Whose votes on a report a copy holds, and since when."""
        found: dict[str, int] = {}
        for log, lines in self.held.get(copy, {}).items():
            for line, entry in enumerate(self.logs[log][:lines], 1):
                if isinstance(entry.event, VoteCast) and entry.event.record == report:
                    since = self.taken.get((copy, f"{log}-{line}"), 0)
                    found[entry.who] = min(found.get(entry.who, since), since)
        return found

    def do(self, step: Step) -> None:
        copy, what, other = step
        copy %= len(self.copies)
        if what == "vote" and other < len(REPORTS):
            self._vote(copy, REPORTS[other])
        elif what == "seal":
            holds = tuple(
                self.head(log, n) for log, n in self.held.get(copy, {}).items()
                if log != self.log(copy)
            )  # fmt: skip
            self.write(copy, LogSealed(salt="", holds=holds))
            log = self.log(copy)
            self.seals.append((log, self.head(log, len(self.logs[log]))))
        elif what == "note" and self.seals:
            self._note(copy, self.seals[-1 - other % len(self.seals)][1])
        elif what == "take":
            self._take(copy, other % len(self.copies))

    def _vote(self, copy: int, report: str) -> None:
        who = self.copies[copy][0]
        own = [at for at, (name, _) in enumerate(self.copies) if name == who]
        known = {name for at in own for name in self.votes_in(at, report)} - {who}
        self.write(copy, VoteCast(stage="t", record=report, decision="include", criteria="1"))
        self.cast.setdefault((who, report), Cast(who, report, known))

    def _note(self, copy: int, seal: Head) -> None:
        who, owner = self.copies[copy][0], seal.log.partition(".")[0]
        if who == owner:
            return
        holds = tuple(
            self.head(log, n) for log, n in self.held.get(copy, {}).items()
            if log.startswith(f"{owner}.")
        )  # fmt: skip
        self.write(
            copy,
            SealNoted(log=seal.log, head=seal.head, lines=seal.lines, sealed_at="", holds=holds),
        )

    def _take(self, copy: int, other: int) -> None:
        self.now += 1
        mine = self.held.setdefault(copy, {})
        for log, lines in self.held.get(other, {}).items():
            for line in range(mine.get(log, 0) + 1, lines + 1):
                self.taken[copy, f"{log}-{line}"] = self.now
            mine[log] = max(mine.get(log, 0), lines)

    def chains(self) -> list[Chain]:
        return [Chain(log, log.partition(".")[0], tuple(e)) for log, e in sorted(self.logs.items())]


def _at(event: AnyEvent, at: str) -> AnyEvent:
    return msgspec.structs.replace(event, at=at)


def steps(copies: Copies) -> st.SearchStrategy[list[Step]]:
    copy = st.integers(0, len(copies) - 1)
    step = st.one_of(
        st.tuples(copy, st.just("vote"), st.integers(0, 1)),
        st.tuples(copy, st.just("seal"), st.just(0)),
        st.tuples(copy, st.just("note"), st.integers(0, 2)),
        st.tuples(copy, st.just("take"), copy),
    )
    return st.lists(step, min_size=10, max_size=30)


def after(copies: Copies, done: list[Step]) -> World:
    world = World(copies)
    for step in done:
        world.do(step)
    return world


def check_sound(world: World) -> int:
    """Nothing that is called blind had a vote of the other in sight; how many votes are blind."""
    proved = 0
    for proof in proofs(world.chains(), CLUSTERS, ["t"]):
        for report in (*proof.before, *proof.apart):
            assert proof.towards not in world.cast[proof.reviewer, report].seen
            proved += 1
    return proved


@settings(max_examples=300)
@given(steps(TWO))
def test_of_two_people(done: list[Step]) -> None:
    check_sound(after(TWO, done))


@settings(max_examples=300)
@given(steps(THREE))
def test_of_three_people_who_pass_logs_on(done: list[Step]) -> None:
    check_sound(after(THREE, done))


def worked_at_all(done: list[Step]) -> World:
    """After somebody with two machines has written at both before the rest, and after it."""
    world = World(MACHINES)
    everywhere = [(copy, "seal", 0) for copy in range(len(MACHINES))]
    for step in (*everywhere, *done, *everywhere):
        world.do(step)
    return world


@settings(max_examples=300)
@given(steps(MACHINES))
def test_of_somebody_with_two_machines(done: list[Step]) -> None:
    """What a machine that had written nothing, or never wrote again, took in leaves no trace.

    docs/teams.md says so.
    """
    check_sound(worked_at_all(done))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=8),
    st.permutations(range(3)),
    st.permutations([(a, b) for a in range(3) for b in range(3) if a != b]),
)
def test_seals_before_logs_proves_every_vote(
    votes: list[tuple[int, int]], sealing: list[int], exchange: list[tuple[int, int]]
) -> None:
    world = World(THREE)
    for copy, report in votes:
        world.do((copy, "vote", report))
    for copy in sealing:
        world.do((copy, "seal", 0))
    for copy in range(3):
        for seal in range(len(world.seals)):
            world.do((copy, "note", seal))
    for copy, other in exchange:
        world.do((copy, "take", other))
    found = proofs(world.chains(), CLUSTERS, ["t"])
    assert [proof.unproved for proof in found] == [{} for _ in found]
    pairs = sum(
        {(a, r), (b, r)} <= {(world.copies[c][0], REPORTS[r_]) for c, r_ in votes}
        for r in REPORTS for a in ("ann", "bo", "cy") for b in ("ann", "bo", "cy") if a != b
    )  # fmt: skip
    assert sum(proof.proved for proof in found) == pairs


@given(steps(THREE))
def test_logs_that_nobody_changed_contradict_no_seal(done: list[Step]) -> None:
    chains = after(THREE, done).chains()
    assert {standing(claim, chains) for claim in all_claims(chains)} <= {"fits"}
