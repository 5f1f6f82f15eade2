"""All logs of a review, with what was sealed and noted, looked up from many sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from litreview.events import Entry, Head, LogSealed, SealNoted, VoteCast
from litreview.model import RecordId, ReportId
from litreview.screening.blindness.chains import Chain, claims, standing


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a chain."""

    chain: int
    line: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Seal:
    """A noted seal that fits a chain. place: the sealed line; noted: where it was noted."""

    place: Place
    noted: Place

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


Votes = Mapping[str, Mapping[ReportId, Mapping[int, Place]]]
"""Reviewer -> report -> chain -> the first vote on it there."""


@dataclass
class Logs:
    """The logs, and what they say of seals."""

    chains: Sequence[Chain]
    _votes: dict[str, Votes] = field(default_factory=dict)

    @cached_property
    def people(self) -> list[str]:
        """Whose logs these are."""
        return sorted({chain.who for chain in self.chains})

    @cached_property
    def broken(self) -> frozenset[str]:
        """The logs that are not what was sealed or held of them."""
        told = set(claims(self.chains))
        return frozenset(c.log for c in told if standing(c, self.chains) == "contradicted")

    def votes(self, stage: str, clusters: Mapping[RecordId, ReportId]) -> Votes:
        """The first votes at `stage`."""
        if stage not in self._votes:
            found: dict[str, dict[ReportId, dict[int, Place]]] = defaultdict(
                lambda: defaultdict(dict)
            )
            for at, chain in enumerate(self.chains):
                for line, entry in enumerate(chain.entries, 1):
                    event = entry.event
                    if isinstance(event, VoteCast) and event.stage == stage:
                        report = clusters.get(RecordId(event.record))
                        if report is not None:
                            place = Place(at, line, entry)
                            found[entry.who][report].setdefault(at, place)
            self._votes[stage] = found
        return self._votes[stage]

    def of(self, who: str) -> list[int]:
        """The chains of a person."""
        return [at for at, chain in enumerate(self.chains) if chain.who == who]

    @cached_property
    def noted(self) -> Mapping[tuple[str, str], list[Seal]]:
        """Who noted, and whose log was sealed -> the seals that fit a log, the earliest first."""
        found: dict[tuple[str, str], list[Seal]] = defaultdict(list)
        for at, chain in enumerate(self.chains):
            for line, entry in enumerate(chain.entries, 1):
                event = entry.event
                if not isinstance(event, SealNoted):
                    continue
                for sealed, other in enumerate(self.chains):
                    if other.log == event.log and other.holds(event.lines, event.head):
                        place = Place(sealed, event.lines, other.entries[event.lines - 1])
                        seal = Seal(place, Place(at, line, entry))
                        found[entry.who, other.who].append(seal)
        for seals in found.values():
            seals.sort(key=lambda seal: (seal.place.entry.order, seal.noted.entry.order))
        return found

    def reach(self, place: Place, chain: int) -> int:
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
                        found[own] = max(found[own], self.reach(Place(at, line, entry), own))
        return found

    @cached_property
    def awaited(self) -> frozenset[tuple[str, str]]:
        """Who noted a seal of whom that no log here reaches to."""
        return frozenset(
            (claim.by, claim.log.partition(".")[0])
            for claim in set(claims(self.chains))
            if claim.noted and standing(claim, self.chains) == "missing"
        )
