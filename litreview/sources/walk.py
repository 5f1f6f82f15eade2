"""The walk: from page to page until all that a source states has come, or to say why not.

A page is kept before it is read, and in the journal before the next one is asked for, so a walk
can be killed anywhere. What counts as complete is decided here, once for all sources: every window
was walked to its end, and brought as many distinct entries as the source states. A window that
falls short is walked once more (pages shift while an index changes); then it is told.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from litreview.sources.fetch import Fetcher, Lost, Stopped, Window
from litreview.sources.harvest import Outcome, Plan, Tell, Told, Vault, silence
from litreview.sources.http import PROGRAM, Sender
from litreview.sources.journal import Begun, Closed, Fetched, Split
from litreview.sources.source import Fault, Page, Request, Searchable
from litreview.sources.windows import halves

_WALKS = 2
"""How often a window is walked in one sitting that falls short without an error."""
_BARREN = 3
"""Pages in a row without anything new after which a walk goes round in circles."""
_LONGEST_WAIT = 366 * 86_400


class Walk:
    """One harvest of one source. Cost: linear in the pages; memory: one page, and the keys."""

    def __init__(
        self, source: Searchable, plan: Plan, vault: Vault, sender: Sender, tell: Tell = silence
    ) -> None:
        self.source = source
        self.plan = plan
        self.sender = sender
        self.tell = tell
        self.at = vault.standing()
        self.fetcher = Fetcher(source, vault, sender, self.at, self._say)
        self._received = 0
        self._seen: set[str] = set()
        self._expected: dict[str, tuple[int | None, bool]] = {}
        self._most = plan.most if plan.most is not None else source.about.most

    def run(self) -> Outcome:
        """Walk all windows that are not complete. Raises ReviewError, StorageError of the vault."""
        self._begin()
        for page in self.at.order:
            self._count(page)
        reasons: list[str] = []
        fault = None
        try:
            for number, first in enumerate(self._starts(), start=1):
                reasons.append(self._through(Window(str(number), first, self.plan.limits)))
        except Stopped as stop:
            fault = stop.fault
        return self._outcome([reason for reason in reasons if reason], fault)

    def _starts(self) -> tuple[Request, ...]:
        asked = (self.source.ask(string, self.plan.limits) for string in self.plan.strings)
        return self.plan.starts or tuple(asked)

    # -- windows ---------------------------------------------------------------------------

    def _through(self, window: Window) -> str:
        """Walk a window, or its halves; why it is not complete, or ""."""
        if window.name not in self.at.splits:
            reason = self._walked(window)
            if window.name not in self.at.splits:
                self._expected[window.name] = (window.total, window.exact)
                return reason
        split = self.at.splits[window.name]
        self._expected[window.name] = (split.total, True)
        return self._halved(window, split)

    def _halved(self, window: Window, split: Split) -> str:
        string = self.plan.strings[int(window.name.partition(".")[0]) - 1]
        reasons, total = [], 0
        for part, limits in enumerate(split.into, start=1):
            name = f"{window.name}.{part}"
            reasons.append(self._through(Window(name, self.source.ask(string, limits), limits)))
            total += self._expected.pop(name)[0] or 0
        if total < split.total:
            without = f"{split.total - total:,} of {split.total:,} lie in no window of dates"
            reasons.append(without)
        return next((reason for reason in reasons if reason), "")

    def _walked(self, window: Window) -> str:
        """Walk a window until it is complete, divided, or short for the second time."""
        closed = self.at.closed.get(window.name)
        if closed is not None and not closed.reason:
            window.total, window.exact = closed.total, closed.exact
            return ""
        for page in self.at.pages.get(window.name, []):
            window.seen.update(self.fetcher.keys(page))
            window.stated(page)
        going_on = closed is None
        lost = walks = 0
        while walks < _WALKS:
            try:
                self._from(window, going_on=going_on)
            except Lost as turn:
                lost += 1
                if lost >= self.sender.patience.tries:
                    raise Stopped(turn.fault) from turn
                self.fetcher.wait(window, lost, turn.fault)
                continue
            finally:
                going_on = False
            if window.name in self.at.splits:
                return ""
            walks += 1
            wanting = window.short or window.open
            if not wanting or self._enough() or self._beyond(window.total):
                break
        return self._close(window)

    def _close(self, window: Window) -> str:
        reason = ""
        if self._enough() and (window.short or window.total is None or not window.exact):
            reason = f"stopped at {self._most:,}"
            reason += f" of {window.total:,}" if window.total is not None else ""
        elif window.short:
            got = f"{window.total:,} are stated, {len(window.seen):,} came"
            limit = f"one query delivers at most {self.source.about.window:,}"
            reason = f"{got}: {limit}" if self._beyond(window.total) else f"{got}, twice"
        elif window.open:
            reason = f"its pages led round in a circle after {len(window.seen):,} entries, twice"
        line = Closed(
            at=self.fetcher.now(), window=window.name, distinct=len(window.seen),
            total=window.total, exact=window.exact, reason=reason,
        )  # fmt: skip
        self.fetcher.note(line)
        return reason

    # -- one walk --------------------------------------------------------------------------

    def _from(self, window: Window, *, going_on: bool) -> None:
        """Walk from the first page, or on from the last kept one. Raises Lost, Stopped."""
        pages = self.at.last_walk(window.name)
        walk, request, delivered = 1, window.first, 0
        if pages and going_on and (self.source.about.resumes or pages[-1].next is None):
            if pages[-1].next is None:
                return
            walk, request = pages[-1].walk, pages[-1].next
            window.resumed = request
            delivered = sum(page.count for page in pages)
        elif pages:
            walk, pages = pages[-1].walk + 1, []
        asked = {page.request for page in pages}
        fresh = set() if window.seen else window.seen  # what this walk brought
        window.circled = False
        ahead, barren = self.fetcher.ahead(window, request), 0
        while True:
            asked.add(request)
            kept, page = self.fetcher.page(window, walk, request, ahead.result())
            delivered += page.count
            if self._divided(window, page):
                return
            follow = self._next(page, asked, delivered)
            ending = self._stops(delivered, page)
            if follow is not None and not ending:  # asked for while this page is read
                ahead = self.fetcher.ahead(window, follow)
            barren = 0 if self._count(kept, window, fresh) or page.step else barren + 1
            self._say(window, "asking")
            if follow is None or barren >= _BARREN or self._enough() or self._whole(window, page):
                window.circled = self.source.about.ends and page.next is not None
                return
            if ending:
                ahead = self.fetcher.ahead(window, follow)
            request = follow

    def _next(self, page: Page, asked: set[Request], delivered: int) -> Request | None:
        """What to ask for next; None at the end, and where a source goes round in circles."""
        most = self.source.about.window
        if most is not None and delivered >= most:
            return None
        return None if page.next in asked and not self.source.about.repeats else page.next

    def _stops(self, delivered: int, page: Page) -> bool:
        """Whether a source that does not say which page is its last has come to its number."""
        return page.total is not None and delivered >= page.total and not self.source.about.ends

    def _whole(self, window: Window, page: Page) -> bool:
        """Whether all that the source states has come, so that the end need not be asked for."""
        stated = page.total is not None and page.exact and not page.step
        return stated and not window.short and not self.source.about.ends

    def _beyond(self, total: int | None) -> bool:
        """Whether so many are more than one query can deliver."""
        most = self.source.about.window
        return most is not None and total is not None and total > most

    def _divided(self, window: Window, page: Page) -> bool:
        """Whether the window is to be walked as two: its first page says how much it holds."""
        enough = self._most is not None and not self._beyond(self._most)
        if not self._beyond(page.total) or self.plan.starts or enough:
            return False
        today = self.sender.now().astimezone(UTC).date()
        into = halves(window.limits, self.source.about.split, today)
        if into is None:
            return False
        total = page.total or 0
        self.fetcher.note(Split(at=self.fetcher.now(), window=window.name, total=total, into=into))
        return True

    def _enough(self) -> bool:
        return self._most is not None and len(self._seen) >= self._most

    def _count(
        self, page: Fetched, window: Window | None = None, fresh: set[str] | None = None
    ) -> bool:
        """Take a kept page into the counts; whether it brought something that is not in `fresh`.

        fresh: the keys of this walk; of all walks of the window where it is the first.
        """
        keys = self.fetcher.keys(page)
        self._received += len(keys)
        self._seen.update(keys)
        if window is None or fresh is None:
            return True
        before = len(fresh)
        fresh.update(keys)
        window.seen.update(keys)
        return len(fresh) > before

    # -- telling ---------------------------------------------------------------------------

    def _begin(self) -> None:
        host = urlsplit(self.sender.access.base_url).netloc.rpartition("@")[2]
        line = Begun(
            at=self.fetcher.now(), program=PROGRAM, source=self.source.about.name, host=host,
            strings=self.plan.strings, limits=self.plan.limits,
        )  # fmt: skip
        self.fetcher.note(line)

    def _say(self, window: Window, state: str) -> None:
        expected = _sum([*self._expected.values(), (window.total, window.exact)])
        self.tell(Told(self.source.about.name, expected, self._received, len(self._seen), state))

    def _outcome(self, reasons: list[str], fault: Fault | None) -> Outcome:
        pages, again = self.at.order, None
        totals = list(self._expected.values())
        if fault is not None:
            reasons = [fault.what, *reasons]
            totals = totals or [(page.total, page.exact) for page in pages[:1]]
            if fault.kind == "budget" and fault.wait is not None:
                again = self.sender.now() + timedelta(seconds=min(fault.wait, _LONGEST_WAIT))
        expected = _sum(totals)
        name = self.source.about.name
        self.tell(Told(name, expected, self._received, len(self._seen), "done"))
        return Outcome(
            expected=expected,
            exact=all(exact for _, exact in totals),
            received=self._received,
            distinct=len(self._seen),
            complete=not reasons,
            reason="; ".join(dict.fromkeys(reasons)),
            remedy=fault.remedy if fault is not None else "",
            again=again,
            requests=len(pages) + len(self.at.failed),
            pages=len(pages),
            cost=sum(page.cost for page in pages),
            echo=next((page.echo for page in pages if page.echo), ""),
            warnings=tuple(dict.fromkeys(text for page in pages for text in page.warnings)),
        )


def _sum(totals: list[tuple[int | None, bool]]) -> int | None:
    """The sum of what is stated; None where nothing is."""
    stated = [total for total, _ in totals if total is not None]
    return sum(stated) if stated else None
