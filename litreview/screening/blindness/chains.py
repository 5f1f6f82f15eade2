"""Logs that were read whole, and what they say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from litreview.events import Entry, Head, LogSealed, SealNoted


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
