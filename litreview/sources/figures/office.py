"""What an office is: it is asked for a series of some countries, and its answers are read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litreview.sources.source import Fault, Reply, Request, Source

Values = Mapping[str, Mapping[int, float]]
"""Country or currency -> year -> figure."""


@dataclass(frozen=True, slots=True)
class Part:
    """One answer. vintage: the day of its figures, as it says; next: what to ask for then."""

    values: Values
    vintage: str
    next: Request | None = None


class Office(Source):
    """A source of figures. It is pure, as every source: who drives it has network and clock.

    codes: name of a series -> the code by which the office knows it.
    """

    codes: Mapping[str, str]

    @abstractmethod
    def ask(self, name: str, of: Sequence[str]) -> Request:
        """The first request for a series of countries (ISO 3166-1 alpha-3) or currencies."""

    @abstractmethod
    def read(self, sent: Request, reply: Reply) -> Part | Fault:
        """What an answer holds. It is a fault where a row is of another series than asked for."""
