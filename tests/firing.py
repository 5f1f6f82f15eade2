"""An invented source, a vault that can be killed at any point, and a walk over both.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from replaying import Answer, Answering, Asked, Server, as_json

from litreview.model import Record, SearchId
from litreview.sources import journal
from litreview.sources.harvest import Outcome, Plan, Tell, silence
from litreview.sources.http import Pace, Patience, Sender
from litreview.sources.journal import Fetched, Line, Standing
from litreview.sources.numbering import Gone, Tally, numbered
from litreview.sources.source import (
    UNFILED,
    UNNUMBERED,
    About,
    Access,
    Entry,
    Fault,
    Limits,
    Page,
    Reply,
    Request,
    Searchable,
)
from litreview.sources.walk import Walk

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ABOUT = About(
    name="invented", title="Invented", base_url="http://127.0.0.1/", licence="none",
    references=(), checked="2026-11-24", rate=1_000.0, page=10,
)  # fmt: skip


class Invented(Searchable):
    """A source whose server says everything plainly: total, items, next, exact, step."""

    def __init__(self, **about: Any) -> None:
        self.about = replace(ABOUT, **about)

    def ask(self, query: str, limits: Limits) -> Request:
        return Request(
            "find",
            (("q", query), ("first", limits.first), ("last", limits.last), ("at", "")),
        )

    def sign(self, request: Request, access: Access) -> tuple[Request, dict[str, str]]:
        return (request.having(key=access.key) if access.key else request), {}

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        try:
            found = json.loads(reply.body)
            return Page(
                len(found["items"]), found.get("total"),
                sent.having(at=str(found["next"])) if found.get("next") is not None else None,
                exact=found.get("exact", True), step=found.get("step", False),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Fault("malformed", "it sent no page")

    def entries(self, body: bytes) -> Iterator[Entry]:
        for item in json.loads(body)["items"]:
            if not item.get("id"):
                yield Entry("", None, "no id", json.dumps(item))
            else:
                yield Entry(item["id"], Record(
                    UNNUMBERED, UNFILED, title=f"Invented title {item['id']}", accession=item["id"],
                ))  # fmt: skip


def items(names: Sequence[str]) -> list[dict[str, str]]:
    """Items of these identifiers."""
    return [{"id": name} for name in names]


def names(count: int, prefix: str = "e") -> list[str]:
    """So many identifiers."""
    return [f"{prefix}{number:04}" for number in range(count)]


def paged(held: Sequence[str], size: int, **more: Any) -> Answering:
    """A server that pages through `held` by offset."""

    def answer(asked: Asked) -> Answer:
        at = int(asked.get("at") or 0)
        part = held[at : at + size]
        follow = at + len(part) if part and at + len(part) < len(held) else None
        return as_json({"total": len(held), "items": items(part), "next": follow, **more})

    return answer


class Killed(BaseException):
    """The program ends here."""


@dataclass
class Kept:
    """A vault without a disk that outlives its programs. kill: called at each point, by number.

    Points: before a body is kept, after it, before a line of the journal and after it.
    """

    bodies: dict[str, bytes] = field(default_factory=dict)
    lines: list[bytes] = field(default_factory=list)
    kill: Callable[[int], None] = id
    points: int = 0
    pages: int = 0

    def point(self) -> None:
        self.points += 1
        self.kill(self.points)

    def standing(self) -> Standing:
        at = Standing()
        for line in journal.decode(self.lines, "memory"):
            at.add(line)
        self.pages = max((int(page.file[5:]) for page in at.order), default=0)
        return at

    def keep(self, body: bytes) -> tuple[str, str]:
        name = f"page-{self.pages + 1}"
        self.point()
        self.bodies[name] = body
        self.point()
        return name, sha256(body).hexdigest()

    def drop(self, file: str) -> None:
        del self.bodies[file]

    def note(self, line: Line) -> None:
        self.point()
        self.lines.append(journal.encode(line))
        self.pages += isinstance(line, Fetched)
        self.point()

    def body(self, page: Fetched) -> bytes:
        body = self.bodies[page.file]
        assert sha256(body).hexdigest() == page.sha256
        return body


@dataclass(frozen=True)
class Ran:
    """What came of a run. numbers: key -> number of its record. waits: seconds."""

    outcome: Outcome
    numbers: dict[str, str]
    waits: tuple[float, ...]
    vault: Kept

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.numbers)


def run(  # noqa: PLR0913 - by keyword, what a test changes
    source: Searchable, server: Server, plan: Plan | None = None, vault: Kept | None = None, *,
    key: str = "", now: Callable[[], datetime] = lambda: NOON, tell: Tell = silence,
    timeouts: tuple[float, float] = (10.0, 10.0), clock: Callable[[], float] | None = None,
    patience: Patience | None = None, email: str = "",
) -> Ran:  # fmt: skip
    """Walk `source` over `server`. Nothing sleeps; no thread is left behind."""
    waits: list[float] = []
    vault = vault if vault is not None else Kept()
    pace = Pace(0.0, sleep=waits.append)
    if clock is not None:
        pace.clock = clock
    sender = Sender(
        source,
        Access(server.url, key, email=email),
        pace=pace,
        now=now,
        timeouts=timeouts,
        patience=patience,
    )
    try:
        outcome = Walk(source, plan or Plan(("mentoring",)), vault, sender, tell).run()
    finally:
        sender.close()
        for thread in threading.enumerate():
            if thread.name == "litreview-ahead":
                thread.join(10)
                assert not thread.is_alive()
    return Ran(outcome, numbers_of(source, vault), tuple(waits), vault)


def numbers_of(source: Searchable, vault: Kept) -> dict[str, str]:
    """Key -> number, of all entries with a key in a vault. What was deleted has none."""
    pages = (vault.body(page) for page in vault.standing().order if not page.step)
    found = numbered(source, pages, SearchId("s"), Tally())
    return {
        one.accession if isinstance(one, Record) else one.raw: one.id
        if isinstance(one, Record)
        else ""
        for one in found
        if isinstance(one, Record | Gone)
    }
