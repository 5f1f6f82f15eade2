"""What a harvest is given, what it tells while it goes on, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from litreview.sources.journal import Fetched, Line, Standing
from litreview.sources.source import OPEN, Limits, Request


class Vault(Protocol):
    """Where pages and the journal are kept: a folder, or the memory of a test."""

    def standing(self) -> Standing:
        """What was kept before. Raises ReviewError: the journal is damaged."""
        ...

    def keep(self, body: bytes) -> tuple[str, str]:
        """Put a body on disk; its file and the SHA-256 of that. It is no page before `note`."""
        ...

    def drop(self, file: str) -> None:
        """A body that was no page."""
        ...

    def note(self, line: Line) -> None:
        """Append a line to the journal; it is on disk when this returns."""
        ...

    def body(self, page: Fetched) -> bytes:
        """The body of a kept page. Raises ReviewError: it is gone or was changed."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be harvested.

    strings: the queries as they are sent. most: the most entries wanted; None: all, or as many as
    the source's own `most`. starts: first requests in the place of those of the strings, where
    these are words for people (citation chasing).
    """

    strings: tuple[str, ...]
    limits: Limits = OPEN
    most: int | None = None
    starts: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """How far it is, for whoever waits. state: asking, reading, done, or what is waited for.

    complete: once it is done, whether all came, whatever was expected: of an estimate, or of
    several strings whose hits overlap, fewer are all.
    """

    source: str
    expected: int | None
    received: int
    distinct: int
    state: str
    complete: bool = False


Tell = Callable[[Told], None]
"""Called from the thread of the walk and from that which waits for the next answer. It may raise
`fetch.Stopped`, except where the state is done: the walk ends there, as if the source had failed.
"""


def silence(told: Told) -> None:
    """Nobody waits."""
    del told


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, earlier sittings included.

    expected: hits that the source states; exact: whether they are counted, not estimated.
    received: entries of all pages; distinct: without those that came again. reason: why it is not
    complete, in a sentence without the source's name; again: when to come back, where it said so.
    enough: nothing is wrong: it stopped as as many as wanted had come.
    cost: US dollars. echo: the query as the source understood it.
    """

    expected: int | None
    exact: bool
    received: int
    distinct: int
    complete: bool
    enough: bool = False
    reason: str = ""
    remedy: str = ""
    again: datetime | None = None
    requests: int = 0
    pages: int = 0
    cost: float = 0.0
    echo: str = ""
    warnings: tuple[str, ...] = ()
