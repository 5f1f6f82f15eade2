"""Who orders what is unread while a reviewer reads: the seam between a session and a ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from litreview.model import Decision, ReportId


@dataclass(frozen=True, slots=True)
class Item:
    """A report to judge. why: why it is shown now, in words.

    ranking, place: the order that put it here, and its place in that order from 1; "", 0: none.
    """

    report: ReportId
    why: str
    ranking: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Ordering:
    """A new order of all that a sitting has still to show, best first.

    ranking: its name, from its content; learned: how many decisions it was learned from; recipe,
    seed, parameters: what makes it again. outlook: what is still to be found, in words. ahead: so
    many of the items are no part of the order, but come before it for a reason of their own.
    """

    ranking: str
    items: Sequence[Item]
    recipe: str
    seed: int
    learned: int
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    outlook: str = ""
    ahead: int = 0


class Guide(Protocol):
    """Learns from decisions and orders the unread. No method may make a key wait."""

    def learn(self, report: ReportId, decision: Decision | None) -> None:
        """Take a decision into account; None: it was taken back."""

    def newer(self) -> Ordering | None:
        """An order that was not handed out yet, if one is ready."""

    def close(self) -> None:
        """The sitting is over: end what runs beside it."""


class NoGuide:
    """Leaves the order as it is."""

    def learn(self, report: ReportId, decision: Decision | None) -> None:
        """Nothing."""

    def newer(self) -> Ordering | None:
        """None."""
        return None

    def close(self) -> None:
        """Nothing."""
