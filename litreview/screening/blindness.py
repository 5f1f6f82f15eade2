"""Which votes were sealed before those of a colleague could be known: proof, from logs alone.

A vote of one person is *proved blind* towards another where the other noted a seal that covers it,
and either had not voted on that report by then (so there was nothing to be seen), or the sealed
line says that its copy held no vote of theirs on it. docs/teams.md says what this does not prove.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import Literal

from litreview.events import Entry, Head, LogSealed, SealNoted, VoteCast
from litreview.model import RecordId, ReportId

Why = Literal["unsealed", "unnoted", "rewritten", "missing", "unsaid", "late", "here", "elsewhere"]
"""Why a vote is not proved to be blind.

unsealed: no seal stands behind it. unnoted: none that does was noted by the other. rewritten: a log
is not the one that was sealed. missing: the log does not reach as far as its seal here. unsaid: the
sealed line does not say what its copy held. late: it was sealed when its copy held the vote of the
other. here: the other noted the seal when they held the vote already. elsewhere: the voter had
another log by then, of another copy, and no seal that was noted says what that copy held.
"""


@dataclass(frozen=True)
class Chain:
    """A log file that was read whole, its chain of hashes unbroken. entries: line 1 first."""

    log: str
    who: str
    entries: tuple[Entry, ...]

    def holds(self, lines: int, head: str) -> bool | None:
        """Whether its line number `lines` has that hash; None: it is shorter."""
        if not 0 < lines <= len(self.entries):
            return None
        return self.entries[lines - 1].hash == head

    @cached_property
    def head(self) -> Head:
        """How far it goes."""
        return Head(self.log, len(self.entries), self.entries[-1].hash if self.entries else "")


@dataclass(frozen=True, slots=True)
class Claim:
    """What `by` says of a log that is not theirs: its line number `lines` has the hash `head`.

    noted: it is a seal that they were shown, not a log that their copy held.
    """

    by: str
    log: str
    lines: int
    head: str
    noted: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one reviewer's first votes at a stage towards another who judged the same reports.

    before: proved, as the other had not voted when they noted the seal; apart: proved, as the copy
    of the voter held no such vote when it was sealed. unproved: the rest, by why.
    """

    stage: str
    reviewer: str
    towards: str
    before: tuple[ReportId, ...]
    apart: tuple[ReportId, ...]
    unproved: Mapping[Why, tuple[ReportId, ...]]

    @property
    def proved(self) -> int:
        """How many votes are proved to be blind."""
        return len(self.before) + len(self.apart)

    @property
    def votes(self) -> int:
        """How many votes there are."""
        return self.proved + sum(map(len, self.unproved.values()))


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a chain."""

    chain: int
    line: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Seal:
    """A noted seal that fits a chain. place: the sealed line; noted: where it was noted."""

    place: _Place
    noted: _Place
    held: int

    @property
    def holds(self) -> tuple[Head, ...] | None:
        """What the copy held; None: the line does not say."""
        event = self.place.entry.event
        return event.holds if isinstance(event, LogSealed) else None


def claims(chains: Iterable[Chain]) -> Iterator[Claim]:
    """What the logs say of each other."""
    for chain in chains:
        for entry in chain.entries:
            event = entry.event
            if isinstance(event, SealNoted):
                yield Claim(entry.who, event.log, event.lines, event.head, noted=True)
            elif isinstance(event, LogSealed):
                for one in event.holds:
                    yield Claim(entry.who, one.log, one.lines, one.head, noted=False)


def standing(claim: Claim, chains: Iterable[Chain]) -> Literal["fits", "contradicted", "missing"]:
    """Whether the log that a claim names is here as far as that, and as it was.

    Of a log that two copies continued, it is enough that one of the files fits.
    """
    found = {c.holds(claim.lines, claim.head) for c in chains if c.log == claim.log}
    if True in found:
        return "fits"
    return "contradicted" if False in found else "missing"


def proofs(
    chains: Sequence[Chain], clusters: Mapping[RecordId, ReportId], stages: Iterable[str]
) -> tuple[Proof, ...]:
    """For each stage and each two people who both voted on a report there, in either direction.

    Linear in the votes times the seals of a person.
    """
    held = _Logs(chains)
    return tuple(
        found
        for stage in stages
        for one, other in permutations(held.people, 2)
        if (found := _proof(held, held.votes(stage, clusters), stage, one, other)).votes
    )


Votes = Mapping[str, Mapping[ReportId, Mapping[int, _Place]]]
"""Reviewer -> report -> chain -> the first vote on it there."""


@dataclass
class _Logs:
    """The logs, and what they say of seals."""

    chains: Sequence[Chain]
    _votes: dict[str, Votes] = field(default_factory=dict)

    @cached_property
    def people(self) -> list[str]:
        return sorted({chain.who for chain in self.chains})

    @cached_property
    def broken(self) -> frozenset[str]:
        """The logs that are not what was sealed or held of them."""
        told = set(claims(self.chains))
        return frozenset(c.log for c in told if standing(c, self.chains) == "contradicted")

    def votes(self, stage: str, clusters: Mapping[RecordId, ReportId]) -> Votes:
        """The first votes at `stage`."""
        if stage not in self._votes:
            found: dict[str, dict[ReportId, dict[int, _Place]]] = defaultdict(
                lambda: defaultdict(dict)
            )
            for at, chain in enumerate(self.chains):
                for line, entry in enumerate(chain.entries, 1):
                    event = entry.event
                    if isinstance(event, VoteCast) and event.stage == stage:
                        report = clusters.get(RecordId(event.record))
                        if report is not None:
                            place = _Place(at, line, entry)
                            found[entry.who][report].setdefault(at, place)
            self._votes[stage] = found
        return self._votes[stage]

    def of(self, who: str) -> list[int]:
        """The chains of a person."""
        return [at for at, chain in enumerate(self.chains) if chain.who == who]

    @cached_property
    def _noted(self) -> Mapping[tuple[str, int], list[_Seal]]:
        """Who noted, and the chain that was sealed -> the seals, the earliest first."""
        found: dict[tuple[str, int], list[_Seal]] = defaultdict(list)
        for at, chain in enumerate(self.chains):
            for line, entry in enumerate(chain.entries, 1):
                event = entry.event
                if not isinstance(event, SealNoted):
                    continue
                for sealed, other in enumerate(self.chains):
                    if other.log == event.log and other.holds(event.lines, event.head):
                        place = _Place(sealed, event.lines, other.entries[event.lines - 1])
                        seal = _Seal(place, _Place(at, line, entry), event.held)
                        found[entry.who, sealed].append(seal)
        for seals in found.values():
            seals.sort(key=lambda seal: (seal.place.line, seal.noted.entry.order))
        return found

    def seals(self, chain: int, by: str, line: int) -> list[_Seal]:
        """The seals of a chain that `by` noted and that cover its `line`, the earliest first."""
        return [seal for seal in self._noted.get((by, chain), ()) if seal.place.line >= line]

    @cached_property
    def last_sealed(self) -> Sequence[int]:
        """Of each chain the last sealed line, noted or not; 0: there is none."""
        return [
            max(
                (n for n, e in enumerate(c.entries, 1) if isinstance(e.event, LogSealed)), default=0
            )
            for c in self.chains
        ]

    @cached_property
    def awaited(self) -> Mapping[tuple[str, str], int]:
        """Who noted, and a log -> the last line of it that they noted."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for claim in claims(self.chains):
            if claim.noted:
                key = (claim.by, claim.log)
                found[key] = max(found[key], claim.lines)
        return found


def _proof(held: _Logs, votes: Votes, stage: str, one: str, other: str) -> Proof:
    before: list[ReportId] = []
    apart: list[ReportId] = []
    unproved: dict[Why, list[ReportId]] = {}
    both = votes.get(one, {}).keys() & votes.get(other, {}).keys()
    for report in sorted(both):
        places = sorted(votes[one][report].values(), key=lambda place: place.entry.order)
        first = [place for place in places if place.entry.hash == places[0].entry.hash]
        told = min(
            (_judged(held, place, tuple(votes[other][report].values())) for place in first),
            key=lambda why: why not in {"before", "apart"},
        )
        if told == "before":
            before.append(report)
        elif told == "apart":
            apart.append(report)
        else:
            unproved.setdefault(told, []).append(report)
    return Proof(
        stage,
        one,
        other,
        tuple(before),
        tuple(apart),
        {why: tuple(reports) for why, reports in sorted(unproved.items())},
    )


def _judged(
    held: _Logs, vote: _Place, others: tuple[_Place, ...]
) -> Literal["before", "apart"] | Why:
    """What is proved of `vote` towards the first votes on its report in each log of another."""
    by = others[0].entry.who
    if held.broken.intersection(held.chains[at].log for at in (vote.chain, *held.of(by))):
        return "rewritten"
    seals = held.seals(vote.chain, by, vote.line)
    if not seals:
        chain = held.chains[vote.chain]
        if held.awaited.get((by, chain.log), 0) > len(chain.entries):
            return "missing"
        return "unnoted" if held.last_sealed[vote.chain] > vote.line else "unsealed"
    if any(_nothing_to_see(seal, others) for seal in seals):
        return "before"
    told = [_kept_apart(held, seal, vote, others) for seal in seals]
    return "apart" if "apart" in told else told[0]


def _nothing_to_see(seal: _Seal, others: tuple[_Place, ...]) -> bool:
    """Whether the other voted only behind the line at which they noted the seal."""
    return all(place.chain == seal.noted.chain and place.line > seal.noted.line for place in others)


def _kept_apart(
    held: _Logs, seal: _Seal, vote: _Place, others: tuple[_Place, ...]
) -> Literal["apart"] | Why:
    if seal.held >= vote.line:
        return "here"
    if seal.holds is None:
        return "unsaid"
    if _lay_there(held, seal.holds, others):
        return "late"
    own, by = vote.entry, others[0].entry.who
    for chain in held.of(own.who):
        if chain == vote.chain or held.chains[chain].entries[0].event.at > own.event.at:
            continue
        later = [s for s in held.seals(chain, by, 1) if s.place.entry.event.at >= own.event.at]
        holds = later[0].holds if later else None
        if holds is None or _lay_there(held, holds, others):
            return "elsewhere"
    return "apart"


def _lay_there(held: _Logs, holds: Iterable[Head], others: tuple[_Place, ...]) -> bool:
    """Whether a copy that held so much held one of the votes."""
    reach: dict[str, int] = {}
    for one in holds:
        reach[one.log] = max(reach.get(one.log, 0), one.lines)
    return any(reach.get(held.chains[p.chain].log, 0) >= p.line for p in others)
