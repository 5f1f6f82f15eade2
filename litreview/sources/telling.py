"""What a walk tells: how far it is while it goes on, and in the end what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from litreview.sources.fetch import Window
from litreview.sources.harvest import Outcome, Tell, Told
from litreview.sources.journal import Standing
from litreview.sources.source import Fault

_LONGEST_WAIT = 366 * 86_400


class Reckoning:
    """The numbers of one walk, earlier sittings included. Memory: the keys.

    seen: keys of all entries, whatever their window; received: entries, repeated ones too.
    """

    def __init__(self, source: str, at: Standing, tell: Tell) -> None:
        self.source = source
        self.at = at
        self.tell = tell
        self.received = 0
        self.seen: set[str] = set()
        self._expected: dict[str, tuple[int | None, bool]] = {}

    def take(self, keys: Sequence[str]) -> None:
        """The entries of a page."""
        self.received += len(keys)
        self.seen.update(keys)

    def expect(self, window: Window) -> None:
        """What is known of the windows that the plan names; their halves add nothing to it."""
        if window.total is not None and "." not in window.name:
            self._expected[window.name] = window.total, window.exact

    def say(self, window: Window, state: str) -> None:
        """Tell how far it is."""
        del window
        self._told(state)

    def outcome(self, reasons: Sequence[str], fault: Fault | None, now: datetime) -> Outcome:
        """What came of it. reasons: why windows are not complete; fault: why the walk stopped."""
        at, pages = self.at, self.at.order
        plenty = {line.reason for line in at.closed.values() if line.enough}
        why = list(reasons) if fault is None else [fault.what, *reasons]
        self._told("done", complete=not why)
        again = None
        if fault is not None and fault.kind == "budget" and fault.wait is not None:
            again = now + timedelta(seconds=min(fault.wait, _LONGEST_WAIT))
        return Outcome(
            expected=self._sum(),
            exact=len(self._expected) <= 1 and all(exact for _, exact in self._expected.values()),
            received=self.received,
            distinct=len(self.seen),
            complete=not why,
            enough=bool(why) and set(why) <= plenty,
            reason="; ".join(dict.fromkeys(why)),
            remedy=fault.remedy if fault is not None else "",
            again=again,
            requests=len(pages) + len(at.failed),
            pages=len(pages),
            cost=sum(page.cost for page in pages),
            echo=next((page.echo for page in pages if page.echo), ""),
            warnings=tuple(dict.fromkeys(self._warnings())),
        )

    def _warnings(self) -> list[str]:
        found = [text for page in self.at.order for text in page.warnings]
        found += [line.remark for line in self.at.closed.values() if line.remark]
        if len(self._expected) > 1:
            parts = len(self._expected)
            found.append(
                f"it was asked in {parts} parts, whose hits may overlap: the number expected is "
                "their sum"
            )
        return found

    def _sum(self) -> int | None:
        """The sum of what is stated; None where nothing is."""
        stated = [total for total, _ in self._expected.values() if total is not None]
        return sum(stated) if stated else None

    def _told(self, state: str, *, complete: bool = False) -> None:
        self.tell(Told(self.source, self._sum(), self.received, len(self.seen), state, complete))
