"""The reports of a sitting in the order in which they are shown.

What was on the screen stays where it was, so that one can go back; what is still to come may be
put in another order, narrowed, or jumped over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import InitVar, dataclass, field

from litreview.model import ReportId
from litreview.screening.guide import Item


@dataclass(slots=True)
class Queue:
    """Items, and a place among them. Every step is constant in the length, but for a jump.

    given: what to show, in order, each report once.
    """

    given: InitVar[Sequence[Item]]
    items: list[Item] = field(init=False)
    at: int = field(default=0, init=False)
    wanted: AbstractSet[ReportId] | None = field(default=None, init=False)
    """Only these reports are shown; None: all."""
    reports: set[ReportId] = field(init=False)
    """All reports that are in the queue."""
    _shown: int = field(default=0, init=False)
    """So many items from the first have been on the screen."""
    _seen: set[ReportId] = field(default_factory=set, init=False)

    def __post_init__(self, given: Sequence[Item]) -> None:
        self.items = list(given)
        self.reports = {item.report for item in given}
        self._show()

    @property
    def current(self) -> Item | None:
        """The item on the screen; None at the end."""
        return self.items[self.at] if self.at < len(self.items) else None

    @property
    def scope(self) -> AbstractSet[ReportId]:
        """The reports that are shown: all, or those that the queue was narrowed to."""
        return self.reports if self.wanted is None else self.reports & self.wanted

    def forward(self, judged: Collection[ReportId]) -> None:
        """To the next item that is not `judged`."""
        if self.at < len(self.items):
            self._to(self._open_from(self.at + 1, judged))

    def to_open(self, judged: Collection[ReportId]) -> bool:
        """To the first item that is not `judged`; False: there is none, and nothing moves."""
        at = self._open_from(0, judged)
        if at == len(self.items):
            return False
        self._to(at)
        return True

    def back(self) -> bool:
        """To the item before, judged or not; False: this is the first."""
        for at in range(min(self.at, self._shown) - 1, -1, -1):
            if self._in_scope(at):
                self._to(at)
                return True
        return False

    def to(self, item: Item) -> None:
        """To a report that was shown; one that was not is put in before the current item."""
        for at in range(self._shown):
            if self.items[at].report == item.report:
                self._to(at)
                return
        self.reports.add(item.report)
        self.items.insert(self.at, item)
        if self.at < self._shown:
            self._shown += 1
        self._seen.add(item.report)
        self._show()

    def narrow(self, wanted: AbstractSet[ReportId] | None, judged: Collection[ReportId]) -> None:
        """Show only the reports `wanted` from now on; None: all.

        The current item stays where it may.
        """
        self.wanted = wanted
        if self.current is None or not self._in_scope(self.at):
            self._to(self._open_from(0, judged))

    def reorder(self, items: Sequence[Item]) -> None:
        """Put what has not been shown yet in this order. Costs a copy of the references."""
        self.items[self._shown :] = items

    def _to(self, at: int) -> None:
        self.at = at
        self._show()

    def _show(self) -> None:
        """Note that the current item is on the screen, and take it out of what is to come."""
        if self._shown <= self.at < len(self.items):
            item = self.items[self.at]
            self.items[self._shown : self.at + 1] = [item, *self.items[self._shown : self.at]]
            self.at = self._shown
            self._shown += 1
            self._seen.add(item.report)

    def _open_from(self, at: int, judged: Collection[ReportId]) -> int:
        """The first place from `at` on that is in scope, not judged and not shown before."""
        while at < len(self.items):
            report = self.items[at].report
            again = at >= self._shown and report in self._seen
            if report not in judged and not again and self._in_scope(at):
                break
            at += 1
        return at

    def _in_scope(self, at: int) -> bool:
        return self.wanted is None or self.items[at].report in self.wanted
