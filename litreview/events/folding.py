"""The fold: from the entries of all logs to the present."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from litreview.events.base import Key, Register
from litreview.events.codec import AnyEvent
from litreview.events.judging import VoteCast


class Entry(msgspec.Struct, frozen=True):
    """An event in its log: `hash` is the SHA-256 of its line, `who` the owner of the log."""

    event: AnyEvent
    hash: str
    log: str
    who: str

    @property
    def order(self) -> tuple[str, str]:
        """The place in the one total order of all events."""
        return (self.event.at, self.hash)


@dataclass(slots=True)
class Fold:
    """The present: for every register the latest entry. Adding is commutative and idempotent.

    Memory: one reference an occupied register; time: constant an event.
    """

    registers: dict[Register, dict[Key, Entry]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take one entry into account."""
        for register, key in entry.event.writes(entry.who):
            held = self.registers.setdefault(register, {})
            current = held.get(key)
            if current is None or current.order < entry.order:
                held[key] = entry

    def of(self, register: Register) -> Mapping[Key, Entry]:
        """The current entries of one register."""
        return self.registers.get(register, {})


def fold(entries: Iterable[Entry]) -> Fold:
    """The state after all `entries`, in whatever order they come."""
    state = Fold()
    for entry in entries:
        state.add(entry)
    return state


def votes(state: Fold) -> Iterator[tuple[Entry, VoteCast]]:
    """The votes in force: those not withdrawn."""
    for entry in state.of("vote").values():
        if isinstance(entry.event, VoteCast):
            yield entry, entry.event
