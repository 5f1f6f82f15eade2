"""The walk: from page to page until all that a source states has come, or to say why not.

A page is kept before it is read, and in the journal before the next one is asked for, so a walk
can be killed anywhere. What counts as complete is decided here, once for all sources: every window
was walked to its end, and brought as many distinct entries as the source states. A window that
falls short is walked once more (pages shift while an index changes); then it is told.

Several walks of a window count together only in one sitting, and while the source states the same
total: else entries that are no longer there would stand for those that came to be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from urllib.parse import urlsplit

import msgspec

from litreview.errors import UsageError
from litreview.sources.ending import End, Ending, beyond
from litreview.sources.fetch import Fetcher, Kept, Lost, Stopped, Window
from litreview.sources.harvest import Outcome, Plan, Tell, Vault, silence
from litreview.sources.http import PROGRAM, Sender
from litreview.sources.journal import Begun, Closed, Fetched, Split
from litreview.sources.source import Page, Request, Searchable
from litreview.sources.telling import Reckoning
from litreview.sources.windows import halves

_WALKS = 2
"""How often a window is walked in one sitting that falls short without an error."""
_BARREN, _STEPS = 3, 20
"""Pages in a row without anything new after which a walk goes round in circles; steps in a row."""


@dataclass(slots=True)
class _Course:
    """One walk of a window, the `number`th. barren: pages in a row that brought nothing new."""

    number: int
    asked: set[Request] = field(default_factory=set)
    delivered: int = 0
    barren: int = 0
    steps: int = 0


class Walk:
    """One harvest of one source. Cost: linear in the pages; memory: one page, and the keys."""

    def __init__(
        self, source: Searchable, plan: Plan, vault: Vault, sender: Sender, tell: Tell = silence
    ) -> None:
        self.source = source
        self.plan = plan
        self.sender = sender
        self.at = vault.standing()
        self.reckoning = Reckoning(source.about.name, self.at, tell)
        self.fetcher = Fetcher(source, vault, sender, self.at, self.reckoning.say)
        self._kept: dict[str, dict[int, set[str]]] = {}
        """Window -> walk -> keys of its pages of earlier sittings, until it is walked."""
        self._divided_before = frozenset(self.at.splits)
        self._most = plan.most if plan.most is not None else source.about.most

    def run(self) -> Outcome:
        """Walk all windows that are not complete.

        Raises ReviewError, StorageError of the vault; UsageError: it holds the harvest of another
        plan.
        """
        self._begin()
        for page in self.at.order:
            keys = self.fetcher.keys(page)
            self.reckoning.take(keys)
            walks = self._kept.setdefault(page.window, {})
            walks.setdefault(page.walk, set()).update(keys)
        reasons: list[str] = []
        fault = None
        try:
            for number, first in enumerate(self._starts(), start=1):
                window = Window(str(number), first, self.plan.limits)
                reasons.append(self._through(window))
        except Stopped as stop:
            fault = stop.fault
        finally:
            self.fetcher.leave()
        why = [reason for reason in reasons if reason]
        return self.reckoning.outcome(why, fault, self.sender.now())

    def _starts(self) -> tuple[Request, ...]:
        asked = (self.source.ask(string, self.plan.limits) for string in self.plan.strings)
        return self.plan.starts or tuple(asked)

    # -- windows ---------------------------------------------------------------------------

    def _through(self, window: Window) -> str:
        """Walk a window, or its halves; why it is not complete, or ""."""
        if window.name not in self.at.splits:
            reason = self._walked(window)
            if window.name not in self.at.splits:
                return reason
        else:
            window.seen = _union(self._kept.pop(window.name, {}))
        return self._halved(window, self.at.splits[window.name])

    def _halved(self, window: Window, split: Split) -> str:
        """Walk both halves. What neither brings has no date, and is in no window."""
        window.total, window.exact = split.total, split.exact
        self.reckoning.expect(window)
        string = self.plan.strings[int(window.name.partition(".")[0]) - 1]
        reasons = []
        for part, limits in enumerate(split.into, start=1):
            half = Window(f"{window.name}.{part}", self.source.ask(string, limits), limits)
            reasons.append(self._through(half))
            window.take_over(half)
        if window.short and window.name in self._divided_before and not any(reasons):
            split = self._counted_again(window, split)
        if window.short:
            missing = split.total - len(window.seen)
            reasons.append(f"{missing:,} of {split.total:,} lie in no window of dates")
        return next((reason for reason in reasons if reason), "")

    def _counted_again(self, window: Window, split: Split) -> Split:
        """Ask how much a window holds now that was divided in an earlier sitting."""
        walk = self.at.last_walk(window.name)[-1].walk + 1
        window.total = None
        try:
            got = self.fetcher.page(
                window, walk, window.first, self.fetcher.ahead(window, window.first).result()
            )
        except Lost as turn:
            raise Stopped(turn.fault) from turn
        keys = self.fetcher.keys(got)
        self.reckoning.take(keys)
        window.seen.update(keys)
        self.reckoning.expect(window)
        now = msgspec.structs.replace(split, at=self.fetcher.now(), total=window.total or 0)
        self.fetcher.note(now)
        return now

    def _walked(self, window: Window) -> str:
        """Walk a window until it is complete, divided, or short for the second time."""
        closed = self.at.closed.get(window.name)
        self._goes_back(window, closed)
        if closed is not None:
            if self._enough() and closed.reason:
                return closed.reason
            if not closed.reason and not window.short:  # short: pages of it are gone
                return ""
        going_on = closed is None or closed.enough
        lost = walks = 0
        how: End = ""
        while walks < _WALKS:
            try:
                how = self._from(window, going_on=going_on)
            except Lost as turn:
                lost += 1
                if lost >= self.sender.patience.tries:
                    raise Stopped(turn.fault) from turn
                self.fetcher.wait(window, lost, turn.fault)
                continue
            finally:
                going_on = False
            if how == "divided":
                return ""
            walks += 1
            if not Ending(window, how, walks, self.source.about.window, self._most).doubtful:
                break
        return self._close(window, how, walks, closed)

    def _goes_back(self, window: Window, closed: Closed | None) -> None:
        """Give a window what earlier sittings brought of it."""
        kept = self._kept.pop(window.name, {})
        every = _union(kept)
        window.before, window.earlier = len(every), True
        last = kept[max(kept)] if kept else set()
        window.seen = last if closed is None or len(last) >= closed.distinct else every
        if closed is not None:
            window.total, window.exact = closed.total, closed.exact
            self.reckoning.expect(window)

    def _close(self, window: Window, how: End, walks: int, before: Closed | None) -> str:
        end = Ending(window, how, walks, self.source.about.window, self._most)
        reason = end.reason()
        remark = "" if reason else end.remark()
        if remark and end.fell and (before is None or not end.as_told_by(before)):
            reason, remark = remark, ""
        line = Closed(
            at=self.fetcher.now(), window=window.name, distinct=len(window.seen),
            total=window.total, exact=window.exact, reason=reason, remark=remark,
            enough=how == "enough",
        )  # fmt: skip
        self.fetcher.note(line)
        return reason

    # -- one walk --------------------------------------------------------------------------

    def _from(self, window: Window, *, going_on: bool) -> End:
        """Walk from the first page, or on from the last kept one. Raises Lost, Stopped."""
        course, request, how = self._course(window, going_on=going_on)
        if how == "whole":
            how, request = self._looked(window, request, course)
        if how:
            return how
        ahead = self.fetcher.ahead(window, request)
        while True:
            course.asked.add(request)
            got = self.fetcher.page(window, course.number, request, ahead.result())
            window.part_from_others()
            self.reckoning.expect(window)
            if self._divided(window, got.page):
                self._count(got, window, course)
                return "divided"
            follow, under_way = got.page.next, False
            if self._goes_on(window, got.page, course) and follow is not None:
                ahead, under_way = self.fetcher.ahead(window, follow), True
            self._count(got, window, course)
            self.reckoning.say(window, "asking")
            how = self._ended(window, got.page, course)
            if how == "whole":
                under_way = False
                how, follow = self._looked(window, follow, course)
            if how or follow is None:
                return how
            if not under_way:
                ahead = self.fetcher.ahead(window, follow)
            request = follow

    def _looked(
        self, window: Window, request: Request | None, course: _Course
    ) -> tuple[End, Request]:
        """Whether a walk is whole that has all that is stated, and what to ask for where it is not.

        A source may state too little: where it names a next page, that is asked for, once. It is
        empty, or brings nothing new, or fails: then all that there is has come.
        """
        nothing = request or window.first
        more = self.source.about.repeats or request not in course.asked
        if request is None or not more or self._enough() or self._beyond(course.delivered + 1):
            return "whole", nothing
        got = self.fetcher.once(window, course.number, request)
        if got is None:
            return "whole", nothing
        course.asked.add(request)
        before = len(window.here)
        self._count(got, window, course)
        if len(window.here) == before:
            return "whole", nothing
        window.understated = True
        return ("", got.page.next) if got.page.next is not None else ("end", nothing)

    def _course(self, window: Window, *, going_on: bool) -> tuple[_Course, Request, End]:
        """A walk at its beginning: its first request; or how the one before had ended already.

        Where that is whole, the request is the one behind it.
        """
        pages = self.at.last_walk(window.name)
        window.begin(anew=not going_on)
        if pages and going_on:
            course = _Course(pages[-1].walk, {page.request for page in pages})
            course.delivered = sum(page.count for page in pages)
            for page in pages:
                window.stated(page)
            self.reckoning.expect(window)
            how, follow = self._ended(window, pages[-1], course), pages[-1].next
            if how == "whole" and follow is not None:
                return course, follow, how
            if how:
                return course, window.first, "end" if how == "whole" else how
            if follow is not None and self.source.about.resumes:
                window.resumed = follow
                return course, follow, ""
        if going_on:
            window.begin(anew=True)
        return _Course(pages[-1].walk + 1 if pages else 1), window.first, ""

    def _goes_on(self, window: Window, page: Page, course: _Course) -> bool:
        """Whether the next page will be wanted for sure: it is asked for while this one is read."""
        if self._ended(window, page, course):
            return False
        if self._most is not None and len(self.reckoning.seen) + page.count >= self._most:
            return False
        total = window.total
        if total is None or self.source.about.ends:
            return True
        return course.delivered + page.count < total and len(window.seen) + page.count < total

    def _ended(self, window: Window, page: Page | Fetched, course: _Course) -> End:
        """Whether a walk ends with this page, and how."""
        about = self.source.about
        exact = window.exact and not window.understated
        stated = window.total is not None and exact and not about.ends
        if stated and not window.short:
            return "whole"
        if page.next is None:
            return "end"
        if self._enough():
            return "enough"
        if about.window is not None and course.delivered >= about.window:
            return "limit"
        around = page.next in course.asked and not about.repeats
        if around or course.barren >= _BARREN or course.steps >= _STEPS:
            return "circle"
        return ""

    def _beyond(self, total: int | None) -> bool:
        return beyond(total, self.source.about.window)

    def _divided(self, window: Window, page: Page) -> bool:
        """Whether the window is to be walked as two: its first page says how much it holds."""
        enough = self._most is not None and not self._beyond(self._most)
        if not self._beyond(page.total) or self.plan.starts or enough:
            return False
        today = self.sender.now().astimezone(UTC).date()
        into = halves(window.limits, self.source.about.split, today)
        if into is None:
            return False
        self.fetcher.note(Split(
            at=self.fetcher.now(), window=window.name, total=page.total or 0, into=into,
            exact=page.exact,
        ))  # fmt: skip
        return True

    def _enough(self) -> bool:
        return self._most is not None and len(self.reckoning.seen) >= self._most

    def _count(self, got: Kept, window: Window, course: _Course) -> None:
        """Take the entries of a page into all counts."""
        before, page = len(window.here), got.page
        keys = self.fetcher.keys(got)
        self.reckoning.take(keys)
        window.take(keys)
        course.delivered += page.count
        course.steps = course.steps + 1 if page.step else 0
        if not page.step:
            course.barren = 0 if len(window.here) > before else course.barren + 1

    def _begin(self) -> None:
        host = urlsplit(self.sender.access.base_url).netloc.rpartition("@")[2]
        line = Begun(
            at=self.fetcher.now(), program=PROGRAM, source=self.source.about.name, host=host,
            strings=self.plan.strings, limits=self.plan.limits, starts=self.plan.starts,
        )  # fmt: skip
        if self.at.begun and not self.at.begun[0].same(line):
            raise UsageError(
                "the harvest that was begun here asked something else",
                where=f"{self.at.begun[0].source}: {'; '.join(self.at.begun[0].strings)[:200]}",
                remedy="choose another --name",
            )
        self.fetcher.note(line)


def _union(walks: dict[int, set[str]]) -> set[str]:
    """All keys; those of a single walk are not copied."""
    return next(iter(walks.values())) if len(walks) == 1 else set().union(*walks.values())
