"""What somebody who waits for a harvest sees, and how they stop it.

A line a source on a terminal; else a line of text now and then.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock, current_thread, main_thread
from typing import TYPE_CHECKING

from litreview.cli import say

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.table import Table

    from litreview.sources.harvest import Tell, Told

_SELDOM = 5.0
"""Seconds between two lines about one source where there is no screen."""
_LONG = 5.0
"""Seconds of silence that are shown."""
_MINUTE, _HOUR = 60, 3_600
_PER_SECOND = 4
_NAME = 16


@dataclass(slots=True)
class Seen:
    """How far a source is. begun: when the first word of it came, with so many entries received.

    The first page, and what earlier sittings brought, says nothing about the rate.
    """

    name: str
    expected: int | None = None
    received: int = 0
    distinct: int = 0
    state: str = "asking"
    complete: bool = False
    begun: tuple[float, int] | None = None
    last: float = 0.0
    printed: float = 0.0

    def take(self, told: Told, now: float) -> None:
        """Take in what a walk tells."""
        self.expected, self.state, self.last = told.expected, told.state, now
        self.received, self.distinct = told.received, told.distinct
        self.complete = told.complete
        self.begun = self.begun or (now, told.received)

    @property
    def rate(self) -> float:
        """Entries a second since the first page; 0 where that cannot be said yet."""
        if self.begun is None or self.last <= self.begun[0]:
            return 0.0
        return (self.received - self.begun[1]) / (self.last - self.begun[0])

    @property
    def left(self) -> float | None:
        """Seconds that are left at this rate; None: nobody knows."""
        if self.expected is None or self.rate <= 0 or self.state == "done":
            return None
        return max(self.expected - self.distinct, 0) / self.rate

    @property
    def so_far(self) -> str:
        """`400 of 1,101`, or what is known of it; what came again is not counted."""
        of = f" of {self.expected:,}" if self.expected is not None else ""
        return f"{self.distinct:,}{of}" if self.begun else ""

    def doing(self, now: float) -> str:
        """Its state, and for how long where that is long."""
        if self.state == "done":
            return "all received" if self.complete else "ended"
        silent = now - self.last
        since = f" ({span(silent)})" if silent >= _LONG else ""
        return f"{say.one_line(self.state)}{since}"


class Board:
    """Takes what the walks tell, from whichever thread it comes."""

    def __init__(
        self, names: Sequence[str], stop: Event, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.stop = stop
        self.clock = clock
        self.lock = Lock()
        now = clock()
        self.seen = {name: Seen(name, last=now, printed=now) for name in names}

    def tell(self, told: Told) -> None:
        """For a walk."""
        with self.lock:
            self.seen[told.source].take(told, self.clock())


class Lines(Board):
    """Without a screen: at most a line every few seconds a source, on standard error."""

    def tell(self, told: Told) -> None:
        """For a walk."""
        with self.lock:
            one, now = self.seen[told.source], self.clock()
            one.take(told, now)
            if now - one.printed >= _SELDOM and told.state != "done":
                one.printed = now
                say.note(_line(one))


class Screen(Board):
    """On a terminal: a table that is drawn anew while the walks go on."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Table]:
        """The table as it is now, with room for the ^C that a terminal writes behind it."""
        from rich.table import Table
        from rich.text import Text

        shown = Table.grid(padding=(0, 2, 0, 0))
        shown.width = max(options.max_width - len("^C") - 1, _NAME)
        shown.add_column(no_wrap=True, max_width=_NAME, overflow="ellipsis")
        for _ in range(3):
            shown.add_column(no_wrap=True, justify="right")
        shown.add_column(no_wrap=True, ratio=1, overflow="ellipsis")
        with self.lock:
            now = self.clock()
            for one in self.seen.values():
                rate = f"{one.rate:,.0f}/s" if one.rate >= 1 else ""
                left = "" if one.left is None else f"{span(one.left)} left"
                doing = one.doing(now)
                if self.stop.is_set() and one.state != "done":
                    doing = "stopping with the answer that is under way"
                cells = (one.name, one.so_far, rate, left, doing)
                shown.add_row(*(Text(cell) for cell in cells))
        yield shown


def span(seconds: float) -> str:
    """`8 s`, `1:05 min`, `2 h 10 min`."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE}:{whole % _MINUTE:02} min"
    return f"{whole // _HOUR:,} h {whole % _HOUR // _MINUTE} min"


def _line(one: Seen) -> str:
    rate = f", {one.rate:,.0f}/s" if one.rate >= 1 else ""
    left = "" if one.left is None else f", {span(one.left)} left"
    state = "" if one.state == "asking" else f"; {say.one_line(one.state)}"
    return f"{one.name}: {one.so_far} received{rate}{left}{state}"


@contextmanager
def watching(names: Sequence[str], stop: Event, *, silent: bool) -> Iterator[Tell]:
    """What walks of the sources `names` are to tell.

    stop: set when they are to end. silent: nobody looks.
    """
    if silent:
        yield Board(names, stop).tell
        return
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield Lines(names, stop).tell
        return
    from rich.console import Console
    from rich.live import Live

    screen = Screen(names, stop)
    console = Console(stderr=True, markup=False, highlight=False)
    with Live(
        screen, console=console, refresh_per_second=_PER_SECOND, transient=say.on_terminal(),
        redirect_stdout=False, redirect_stderr=False,
    ):  # fmt: skip
        yield screen.tell


@contextmanager
def stoppable() -> Iterator[Event]:
    """An event that Ctrl-C sets, so that what came is filed. A second Ctrl-C ends at once."""
    stop = Event()
    if current_thread() is not main_thread():
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def asked(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
