"""One page: asked for as often as makes sense, kept before it is read, and in the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from threading import Event
from typing import NamedTuple

from litreview.sources.ahead import Ahead
from litreview.sources.harvest import Vault
from litreview.sources.http import Sender
from litreview.sources.journal import Failed, Fetched, Line, Standing
from litreview.sources.source import Fault, Limits, Page, Reply, Request, Searchable

_EXPIRED = frozenset({400, 404, 410, 422})
"""What a source may say of a cursor that it no longer knows."""
_MOMENT = 0.002
"""Seconds in which a request leaves: threads take turns of 5 ms, so it would wait for the reading
that is to go on beside it."""


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


_LONGEST = 180.0
"""Seconds for all tries of one request, and the waits between them."""


@dataclass(slots=True)
class Window:
    """A window while it is walked.

    seen: keys of its entries over the walks that count together; here: those of this walk alone,
    the same set where there is only this. before: how many distinct entries any walk had brought
    when this one began. earlier: whether `seen` holds what an earlier sitting brought.
    total, exact: the most that the source stated in this walk: an answer that states less all at
    once is rather a broken one. former: what it stated in the walk before. resumed: the request
    that an earlier sitting left behind. understated: whether more came than is stated, so that only
    the end of the pages is an end.
    """

    name: str
    first: Request
    limits: Limits
    seen: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)
    before: int = 0
    earlier: bool = False
    total: int | None = None
    exact: bool = True
    former: int | None = None
    resumed: Request | None = None
    understated: bool = False

    def begin(self, *, anew: bool) -> None:
        """A walk begins, or goes on; one that begins anew is not helped by an earlier sitting."""
        self.before = max(self.before, len(self.seen))
        self.former = self.total if self.total is not None else self.former
        self.total, self.exact, self.resumed = None, True, None
        if anew and self.earlier:
            self.seen, self.former, self.earlier = set(), None, False
        self.here = set() if anew and self.seen else self.seen

    def take(self, keys: Sequence[str]) -> None:
        """Keys of a page."""
        self.here.update(keys)
        if self.seen is not self.here:
            self.seen.update(keys)

    def part_from_others(self) -> None:
        """Where another total is stated than in the walk before, this one stands for itself."""
        if self.former is not None and self.total not in {None, self.former}:
            self.before = max(self.before, len(self.seen))
            self.seen, self.former = self.here, None

    @property
    def short(self) -> bool:
        """Whether less has come than the source states."""
        return self.exact and self.total is not None and len(self.seen) < self.total

    def stated(self, page: Page | Fetched) -> None:
        """Take over what a page states; one that states no total keeps the one before."""
        if page.total is not None and (self.total is None or page.total >= self.total):
            self.total, self.exact = page.total, page.exact

    def take_over(self, half: Window) -> None:
        """The entries of a half are entries of the whole; the half keeps none."""
        if len(half.seen) > len(self.seen):
            self.seen, half.seen = half.seen, self.seen
        self.seen |= half.seen
        half.seen = set()


class Job(NamedTuple):
    """What is asked for. left: set when nobody waits for it any more."""

    window: Window
    request: Request
    left: Event


class Got(NamedTuple):
    """A reply, or the fault that was the last; the faults on the way; seconds.

    stop: that the walk was told to end while it was waited for.
    """

    found: Reply | Fault
    faults: list[Fault]
    seconds: float
    stop: Stopped | None = None


class Kept(NamedTuple):
    """A page that is on disk and in the journal, and its body while it is at hand."""

    line: Fetched
    page: Page
    body: bytes


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
        self._last: Ahead[Job, Got] | None = None
        self._left = Event()

    def ahead(self, window: Window, request: Request) -> Ahead[Job, Got]:
        """`request`, under way from now on. There is never more than one under way."""
        self.leave()
        if self._last is not None:
            self._last.wait()
        self._left = Event()
        last = self._last = Ahead(self._tried, Job(window, request, self._left))
        last.wait(_MOMENT)
        return last

    def leave(self) -> None:
        """Nobody waits for what is under way: it is not tried again."""
        self._left.set()

    def page(self, window: Window, walk: int, request: Request, got: Got) -> Kept:
        """The page of a reply, on disk and in the journal. Raises Stopped, Lost.

        A body that is no page is asked for again.
        """
        tries = 0
        while True:
            for fault in got.faults:
                self._failed(window, request, fault)
            if got.stop is not None:
                raise got.stop
            if isinstance(got.found, Fault):
                raise self._turn(window, request, got.found)
            file, sha256 = self.vault.keep(got.found.body)
            page = self._read(request, got.found)
            tries += 1
            if not isinstance(page, Fault) and self._holed(window, page):
                page = self._doubted(window, request, page, tries)
            if not isinstance(page, Fault):
                body = got.found.body
                line = Fetched(
                    at=self.now(), window=window.name, walk=walk, request=request, file=file,
                    sha256=sha256, bytes=len(body), count=page.count, total=page.total,
                    exact=page.exact, step=page.step, next=page.next, echo=page.echo,
                    cost=page.cost, warnings=page.warnings, seconds=round(got.seconds, 3),
                )  # fmt: skip
                self.note(line)
                window.stated(page)
                return Kept(line, page, body)
            self.vault.drop(file)
            self._failed(window, request, page)
            if self._hopeless(window, request, page, tries):
                raise self._turn(window, request, page)
            self.wait(window, tries, page)
            got = self._tried(Job(window, request, Event()))

    def once(self, window: Window, walk: int, request: Request) -> Kept | None:
        """The page behind all that is stated, asked for once; None: none came."""
        begun = self.sender.pace.clock()
        found = self.sender.send(request)
        page = found if isinstance(found, Fault) else self._read(request, found)
        if isinstance(page, Fault):
            self._failed(window, request, page)
            return None
        seconds = self.sender.pace.clock() - begun
        return self.page(window, walk, request, Got(found, [], seconds))

    def _read(self, request: Request, reply: Reply) -> Page | Fault:
        page = self.source.read(request, reply)
        return self.sender.discreet(page) if isinstance(page, Fault) else page

    def keys(self, page: Fetched | Kept) -> list[str]:
        """What tells the entries of a page from others. Raises ReviewError: it is gone."""
        line, body = (page.line, page.body) if isinstance(page, Kept) else (page, None)
        if line.step:
            return []
        return list(self.source.keys(self.vault.body(line) if body is None else body))

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

    def _tried(self, job: Job) -> Got:
        """Send as often as makes sense. It runs beside the reading of the page before."""
        window, request, left = job
        faults: list[Fault] = []
        stop = None
        begun = self.sender.pace.clock()
        while True:
            found = self.sender.send(request)
            if not isinstance(found, Fault):
                break
            faults.append(found)
            if self._hopeless(window, request, found, len(faults)) or left.is_set():
                break
            spent = self.sender.pace.clock() - begun
            if spent + self.sender.patience.before(len(faults), found) > _LONGEST:
                break
            try:
                self.wait(window, len(faults), found)
            except Stopped as told:
                stop = told
                break
            if left.is_set():
                break
        return Got(found, faults, self.sender.pace.clock() - begun, stop)

    def _hopeless(self, window: Window, request: Request, fault: Fault, tries: int) -> bool:
        """Whether sending the same request again helps nothing."""
        if fault.kind in {"permanent", "budget"} or tries >= self.sender.patience.tries:
            return True
        return fault.restart or self._moves_on(window, request)

    def _moves_on(self, window: Window, request: Request) -> bool:
        """Whether this request, sent once more, would bring another page than the lost one."""
        return not self.source.about.resumes and request != window.first

    def _holed(self, window: Window, page: Page) -> bool:
        """Whether a page is empty although more is stated than was read, or than came before."""
        if not page.total and not window.here and not page.step and window.before:
            return not page.count
        stated = max(page.total or 0, window.total or 0)
        known = page.total is not None or window.total is not None
        return known and not page.count and not page.step and len(window.seen) < stated

    def _doubted(self, window: Window, request: Request, page: Page, tries: int) -> Page | Fault:
        """An empty page is broken; one that stays so, and is the last by its own word, is the end.

        Whether that end is complete is judged by what is stated.
        """
        stays = tries >= self.sender.patience.tries or self._moves_on(window, request)
        if page.next is None and stays:
            return page
        stated = max(page.total or 0, window.total or 0, window.before)
        return Fault("malformed", f"an empty page, with {len(window.seen):,} of {stated:,} read")

    def _turn(self, window: Window, request: Request, fault: Fault) -> Stopped | Lost:
        """What a fault means for the walk that cannot be mended by sending the same again."""
        passing = fault.kind in {"transient", "malformed"}
        expired = fault.status in _EXPIRED or fault.kind == "malformed"
        if request == window.resumed and expired:
            return Lost(fault)
        if fault.restart or (passing and self._moves_on(window, request)):
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
