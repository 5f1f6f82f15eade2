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

    @property
    def holds(self) -> tuple[Head, ...] | None:
        """What the copy held; None: the line does not say."""
        event = self.place.entry.event
        return event.holds if isinstance(event, LogSealed) else None

    @property
    def known(self) -> tuple[Head, ...]:
        """What was known of the sealed log, and of others by its owner, when the seal was noted."""
        event = self.noted.entry.event
        return event.holds if isinstance(event, SealNoted) else ()


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
    def noted(self) -> Mapping[tuple[str, str], list[_Seal]]:
        """Who noted, and whose log was sealed -> the seals that fit a log, the earliest first."""
        found: dict[tuple[str, str], list[_Seal]] = defaultdict(list)
        for at, chain in enumerate(self.chains):
            for line, entry in enumerate(chain.entries, 1):
                event = entry.event
                if not isinstance(event, SealNoted):
                    continue
                for sealed, other in enumerate(self.chains):
                    if other.log == event.log and other.holds(event.lines, event.head):
                        place = _Place(sealed, event.lines, other.entries[event.lines - 1])
                        seal = _Seal(place, _Place(at, line, entry))
                        found[entry.who, other.who].append(seal)
        for seals in found.values():
            seals.sort(key=lambda seal: (seal.place.entry.order, seal.noted.entry.order))
        return found

    def reach(self, place: _Place, chain: int) -> int:
        """The last line of a chain that a sealed line stands for: itself, or what it held."""
        own = place.line if place.chain == chain else 0
        event = place.entry.event
        held = (
            one.lines
            for one in (event.holds if isinstance(event, LogSealed) else ())
            if one.log == self.chains[chain].log and self.chains[chain].holds(one.lines, one.head)
        )
        return max(own, 0, *held)

    @cached_property
    def sealed(self) -> Sequence[int]:
        """Of each chain the last line that a seal of its owner stands for, noted or not."""
        found = [0] * len(self.chains)
        for at, chain in enumerate(self.chains):
            for line, entry in enumerate(chain.entries, 1):
                if isinstance(entry.event, LogSealed):
                    for own in self.of(chain.who):
                        found[own] = max(found[own], self.reach(_Place(at, line, entry), own))
        return found

    @cached_property
    def awaited(self) -> frozenset[tuple[str, str]]:
        """Who noted a seal of whom that no log here reaches to."""
        return frozenset(
            (claim.by, claim.log.partition(".")[0])
            for claim in set(claims(self.chains))
            if claim.noted and standing(claim, self.chains) == "missing"
        )


def _proof(held: _Logs, votes: Votes, stage: str, one: str, other: str) -> Proof:
    before: list[ReportId] = []
    apart: list[ReportId] = []
    unproved: dict[Why, list[ReportId]] = {}
    both = votes.get(one, {}).keys() & votes.get(other, {}).keys()
    for report in sorted(both):
        first = min(votes[one][report].values(), key=lambda place: place.entry.order)
        told = _judged(held, first, tuple(votes[other][report].values()))
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
    one = vote.entry.who
    seals = [
        s for s in held.noted.get((by, one), ()) if held.reach(s.place, vote.chain) >= vote.line
    ]
    if not seals:
        if (by, one) in held.awaited:
            return "missing"
        return "unnoted" if held.sealed[vote.chain] >= vote.line else "unsealed"
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
    if _lay_there(held, seal.known, (vote,)):
        return "here"
    if seal.holds is None:
        return "unsaid"
    if _lay_there(held, seal.holds, others):
        return "late"
    elsewhere = (chain for chain in held.of(vote.entry.who) if chain != vote.chain)
    if not all(_knew_nothing(held, chain, seal, vote, others) for chain in elsewhere):
        return "elsewhere"
    return "apart"


def _knew_nothing(
    held: _Logs, chain: int, seal: _Seal, vote: _Place, others: tuple[_Place, ...]
) -> bool:
    """Whether another log of the voter lets the vote be blind.

    It was begun later; or the copy that was sealed held all of it, or a line of it that is later
    than the vote; or it was sealed after the vote itself, by a copy that held none of the others'.
    """
    at, entries = vote.entry.event.at, held.chains[chain].entries
    if entries[0].event.at > at:
        return True
    reach = held.reach(seal.place, chain)
    if reach == len(entries) or (reach and entries[reach - 1].event.at > at):
        return True
    seals = held.noted.get((seal.noted.entry.who, vote.entry.who), ())
    later = [s for s in seals if s.place.chain == chain and s.place.entry.event.at >= at]
    holds = later[0].holds if later else None
    return holds is not None and not _lay_there(held, holds, others)


def _lay_there(held: _Logs, holds: Iterable[Head], others: tuple[_Place, ...]) -> bool:
    """Whether a copy that held so much held one of the votes."""
    reach: dict[str, int] = {}
    for one in holds:
        reach[one.log] = max(reach.get(one.log, 0), one.lines)
    return any(reach.get(held.chains[p.chain].log, 0) >= p.line for p in others)
