"""One page: asked for as often as makes sense, kept before it is read, and in the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from typing import NamedTuple

from litreview.sources.ahead import Ahead
from litreview.sources.harvest import Vault
from litreview.sources.http import Sender
from litreview.sources.journal import Failed, Fetched, Line, Standing
from litreview.sources.source import Fault, Limits, Page, Reply, Request, Searchable

_EXPIRED = frozenset({400, 404, 410, 422})
"""What a source may say of a cursor that it no longer knows."""


class Stopped(Exception):
    """The harvest cannot go on now."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


class Lost(Exception):
    """The place in this walk is lost: its window must be walked from the beginning."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


@dataclass(slots=True)
class Window:
    """A window while it is walked.

    seen: keys of its entries over all its walks. total, exact: as the source stated last. resumed:
    the request that an earlier sitting left behind. circled: its last walk came back to where it
    had been, and to no end.
    """

    name: str
    first: Request
    limits: Limits
    seen: set[str] = field(default_factory=set)
    total: int | None = None
    exact: bool = True
    resumed: Request | None = None
    circled: bool = False

    @property
    def open(self) -> bool:
        """Whether it was left in a circle, and no number says that all had come by then."""
        return self.circled and not (self.exact and self.total is not None)

    @property
    def short(self) -> bool:
        """Whether less has come than the source states."""
        return self.exact and self.total is not None and len(self.seen) < self.total

    def stated(self, page: Page | Fetched) -> None:
        """Take over what a page states; one that states no total keeps the one before."""
        if page.total is not None:
            self.total, self.exact = page.total, page.exact


class Got(NamedTuple):
    """A reply, or the fault that was the last; the faults on the way; seconds."""

    found: Reply | Fault
    faults: list[Fault]
    seconds: float


class Fetcher:
    """Brings pages. `say` tells whoever waits what is waited for."""

    def __init__(
        self, source: Searchable, vault: Vault, sender: Sender, at: Standing,
        say: Callable[[Window, str], None],
    ) -> None:  # fmt: skip
        self.source = source
        self.vault = vault
        self.sender = sender
        self.at = at
        self.say = say

    def ahead(self, window: Window, request: Request) -> Ahead[tuple[Window, Request], Got]:
        """`request`, under way from now on."""
        return Ahead(self._tried, (window, request))

    def page(self, window: Window, walk: int, request: Request, got: Got) -> tuple[Fetched, Page]:
        """The page of a reply, on disk and in the journal. Raises Stopped, Lost.

        A body that is no page is asked for again.
        """
        tries = 0
        while True:
            for fault in got.faults:
                self._failed(window, request, fault)
            if isinstance(got.found, Fault):
                raise self._turn(window, request, got.found)
            file, sha256 = self.vault.keep(got.found.body)
            page = self._read(window, request, got.found)
            if not isinstance(page, Fault):
                line = Fetched(
                    at=self.now(), window=window.name, walk=walk, request=request, file=file,
                    sha256=sha256, bytes=len(got.found.body), count=page.count, total=page.total,
                    exact=page.exact, step=page.step, next=page.next, echo=page.echo,
                    cost=page.cost, warnings=page.warnings, seconds=round(got.seconds, 3),
                )  # fmt: skip
                self.note(line)
                window.stated(page)
                return line, page
            self.vault.drop(file)
            self._failed(window, request, page)
            tries += 1
            if self._hopeless(window, request, page, tries):
                raise self._turn(window, request, page)
            self.wait(window, tries, page)
            got = self._tried((window, request))

    def keys(self, page: Fetched) -> list[str]:
        """What tells the entries of a kept page from others."""
        if page.step:
            return []
        entries = self.source.entries(self.vault.body(page))
        return [entry.key or f"!{entry.raw}" for entry in entries]

    def wait(self, window: Window, attempt: int, fault: Fault) -> None:
        """Wait before the next try."""
        self.say(window, f"waiting: {fault.what}")
        self.sender.pause(attempt, fault)

    def note(self, line: Line) -> None:
        """A line into the journal."""
        self.vault.note(line)
        self.at.add(line)

    def now(self) -> str:
        """The time for the journal: UTC, to the second."""
        return self.sender.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _tried(self, job: tuple[Window, Request]) -> Got:
        """Send as often as makes sense. It runs beside the reading of the page before."""
        window, request = job
        faults: list[Fault] = []
        begun = self.sender.pace.clock()
        while True:
            found = self.sender.send(request)
            if not isinstance(found, Fault):
                break
            faults.append(found)
            if self._hopeless(window, request, found, len(faults)):
                break
            self.wait(window, len(faults), found)
        return Got(found, faults, self.sender.pace.clock() - begun)

    def _hopeless(self, window: Window, request: Request, fault: Fault, tries: int) -> bool:
        """Whether sending the same request again helps nothing."""
        if fault.kind in {"permanent", "budget"} or tries >= self.sender.patience.tries:
            return True
        return fault.restart or self._moves_on(window, request)

    def _moves_on(self, window: Window, request: Request) -> bool:
        """Whether this request, sent once more, would bring another page than the lost one."""
        return not self.source.about.resumes and request != window.first

    def _read(self, window: Window, request: Request, reply: Reply) -> Page | Fault:
        page = self.source.read(request, reply)
        if isinstance(page, Fault) or page.count or page.step or page.next is None:
            return page
        if page.total is None or len(window.seen) >= page.total:
            return page
        what = f"an empty page, with {len(window.seen):,} of {page.total:,} read"
        return Fault("malformed", what)

    def _turn(self, window: Window, request: Request, fault: Fault) -> Stopped | Lost:
        """What a fault means for the walk that cannot be mended by sending the same again."""
        expired = request == window.resumed and fault.status in _EXPIRED
        passing = fault.kind in {"transient", "malformed"}
        if expired or fault.restart or (passing and self._moves_on(window, request)):
            return Lost(fault)
        return Stopped(fault)

    def _failed(self, window: Window, request: Request, fault: Fault) -> None:
        self.note(
            Failed(
                at=self.now(),
                window=window.name,
                request=request,
                fault=fault.kind,
                what=fault.what,
                status=fault.status,
                wait=fault.wait,
            )
        )
