"""Which votes were sealed before those of a colleague could be known: proof, from logs alone.

A vote of one person is *proved blind* towards another where the other noted a seal that covers it,
and either had not voted on that report by then (so there was nothing to be seen), or the sealed
line says that its copy held no vote of theirs on it. docs/teams.md says what this does not prove.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from litreview.events import Head
from litreview.model import RecordId, ReportId
from litreview.screening.blindness.chains import Chain
from litreview.screening.blindness.logs import Logs, Place, Seal, Votes

Why = Literal["unsealed", "unnoted", "rewritten", "missing", "unsaid", "late", "here", "elsewhere"]
"""Why a vote is not proved to be blind.

unsealed: no seal stands behind it. unnoted: none that does was noted by the other. rewritten: a log
is not the one that was sealed. missing: the log does not reach as far as its seal here. unsaid: the
sealed line does not say what its copy held. late: it was sealed when its copy held the vote of the
other. here: the other noted the seal when they held the vote already. elsewhere: the voter had
another log by then, of another copy, and no seal that was noted says what that copy held.
"""


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


def proofs(
    chains: Sequence[Chain], clusters: Mapping[RecordId, ReportId], stages: Iterable[str]
) -> tuple[Proof, ...]:
    """For each stage and each two people who both voted on a report there, in either direction.

    Linear in the votes times the seals of a person.
    """
    held = Logs(chains)
    return tuple(
        found
        for stage in stages
        for one, other in permutations(held.people, 2)
        if (found := _proof(held, held.votes(stage, clusters), stage, one, other)).votes
    )


def _proof(held: Logs, votes: Votes, stage: str, one: str, other: str) -> Proof:
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


def _judged(held: Logs, vote: Place, others: tuple[Place, ...]) -> Literal["before", "apart"] | Why:
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


def _nothing_to_see(seal: Seal, others: tuple[Place, ...]) -> bool:
    """Whether the other voted only behind the line at which they noted the seal."""
    return all(place.chain == seal.noted.chain and place.line > seal.noted.line for place in others)


def _kept_apart(
    held: Logs, seal: Seal, vote: Place, others: tuple[Place, ...]
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
    held: Logs, chain: int, seal: Seal, vote: Place, others: tuple[Place, ...]
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


def _lay_there(held: Logs, holds: Iterable[Head], others: tuple[Place, ...]) -> bool:
    """Whether a copy that held so much held one of the votes."""
    reach: dict[str, int] = {}
    for one in holds:
        reach[one.log] = max(reach.get(one.log, 0), one.lines)
    return any(reach.get(held.chains[p.chain].log, 0) >= p.line for p in others)
