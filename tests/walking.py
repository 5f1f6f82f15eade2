"""A walk against a local server, kept in memory: what comes of it, what was waited, what came.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from replaying import Answering, Asked, Server

from litreview.model import Failure, Record, SearchId
from litreview.sources.harvest import Outcome, Plan
from litreview.sources.http import Pace, Sender
from litreview.sources.journal import Fetched, Line, Standing
from litreview.sources.numbering import Tally, numbered
from litreview.sources.source import OPEN, Access, Limits, Request, Searchable
from litreview.sources.walk import Walk


@dataclass
class Memory:
    """A vault without a disk."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    at: Standing = field(default_factory=Standing)
    lines: list[Line] = field(default_factory=list)

    def standing(self) -> Standing:
        return self.at

    def keep(self, body: bytes) -> tuple[str, str]:
        name = f"page-{len(self.bodies) + 1}"
        self.bodies[name] = body
        return name, sha256(body).hexdigest()

    def drop(self, file: str) -> None:
        self.bodies[file] = b""

    def note(self, line: Line) -> None:
        self.lines.append(line)

    def body(self, page: Fetched) -> bytes:
        return self.bodies[page.file]


@dataclass(frozen=True)
class Walked:
    """What came of a walk. waits: seconds, as they would have been slept."""

    outcome: Outcome
    items: tuple[Record | Failure, ...]
    tally: Tally
    waits: tuple[float, ...]
    asked: tuple[Asked, ...]
    vault: Memory

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.accession for one in self.items if isinstance(one, Record))


def walked(  # noqa: PLR0913 - by keyword, what a test changes
    source: Searchable, answer: Answering, *strings: str, limits: Limits = OPEN, key: str = "",
    token: str = "", vault: Memory | None = None, starts: tuple[Request, ...] = (),
) -> Walked:  # fmt: skip
    """Walk `source` over the server that `answer` makes. Nothing sleeps.

    starts: first requests in the place of those of the strings.
    """
    waits: list[float] = []
    vault = vault or Memory()
    with Server(answer) as server:
        access = Access(server.url, key, token)
        sender = Sender(source, access, pace=Pace(0.0, sleep=waits.append))
        outcome = Walk(
            source, Plan(strings or ("mentoring",), limits, starts=starts), vault, sender
        ).run()
        sender.close()
        tally = Tally()
        pages = (vault.body(page) for page in vault.at.order if not page.step)
        items = tuple(numbered(source, pages, SearchId("s"), tally))
        return Walked(outcome, items, tally, tuple(waits), tuple(server.asked), vault)
