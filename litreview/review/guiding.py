"""A ranking beside a sitting: a thread makes orders, and no key waits for it.

The sitting begins with the last order of the log, or that of the files. The thread reads the
texts, makes their features, and then an order as often as the recipe learns.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError
from litreview.events import RankingMade
from litreview.model import Decision, RankingPlan, ReportId, Stage
from litreview.review import ranking, voting
from litreview.review.desk import Desk
from litreview.review.outlook import Outlook, begin
from litreview.review.ranking_cache import keep_order, kept_order
from litreview.screening.calibration import CALIBRATION
from litreview.screening.guide import Item, Ordering
from litreview.screening.known import Known, Reading, ordinal
from litreview.screening.session import Session

if TYPE_CHECKING:
    from litreview.review import Review

Engine = Callable[[Known], Ordering]
SWITCH = 0.0005
"""Seconds that the thread may keep the interpreter while a key waits for it; Python's own: 0.005,
which a key meets several times."""
_PATIENCE = 0.3
"""Seconds that the end of a sitting waits for the thread; it ends with the program in any case."""
_BEGIN = 2_000
"""Reports that a sitting takes from the last order: nobody reads more before there is another."""
_FEW = 500
"""Reports that are let go of at a time: a hundred thousand at once would stop a key."""
_SELDOM = (20_000, 10, 10_000)
"""When the interpreter looks for what nobody holds; Python's own: 700, 10, 10."""
_SAID = 90
"""Characters of what went wrong that stand on the screen."""


class Beside:
    """A `screening.guide.Guide` whose orders come from a thread.

    make: reads what must be read and gives the engine; it is asked to give up when its argument
    says False. reading: what the reviewer knows and has still to read. given: the order that the
    sitting began with. outlook: what was read, for a word on what is still to be found. pause: so
    many labels -> after how many further decisions the next order is due; None: as by default.
    """

    def __init__(
        self,
        make: Callable[[ranking.Going], Engine],
        reading: Reading,
        given: Sequence[Item],
        outlook: Outlook | None = None,
        pause: Callable[[int], int] | None = None,
    ) -> None:
        self.trouble = ""
        """Why there are no further orders, in words; "": nothing is wrong."""
        self._make = make
        self._reading = reading
        self._outlook = outlook
        self._pause = pause or _pause(RankingPlan().recipe)
        self._last: Sequence[Item] = given
        self._given_first = {item.report: item for item in given if ranking.set_first(item)}
        self._first = dict(self._given_first)
        self._ready: Ordering | None = None
        self._said = 0
        self._learned = -1
        self._over = False
        self._changed = threading.Condition()
        self._taken: Sequence[Item] = given
        self._old: list[Sequence[Item]] = []
        """Orders that were replaced, which are let go of in the thread, a few items at a time."""
        self._interval = sys.getswitchinterval()
        self._threshold = gc.get_threshold()
        gc.freeze()  # going through all that a large review holds would stop a key
        gc.set_threshold(*_SELDOM)  # and so would all items of new orders, again and again
        sys.setswitchinterval(min(self._interval, SWITCH))
        self._thread = threading.Thread(target=self._run, name="ranking", daemon=True)
        self._thread.start()

    def learn(self, report: ReportId, decision: Decision | None) -> None:
        """Take a decision into account. Constant time."""
        with self._changed:
            self._reading.say(report, decision)
            if self._outlook is not None:
                self._outlook.say(report, decision)
            if decision is None and report in self._given_first:
                self._first[report] = self._given_first[report]
            else:
                self._first.pop(report, None)
            self._said += 1
            self._changed.notify()

    def newer(self) -> Ordering | None:
        """An order that was finished since."""
        with self._changed:
            ready, self._ready = self._ready, None
            if ready is not None:
                self._old.append(self._taken)
                self._taken = ready.items
            return ready

    def close(self) -> None:
        """End the thread; what it is at comes to nothing."""
        with self._changed:
            self._over = True
            self._changed.notify()
        self._thread.join(_PATIENCE)
        sys.setswitchinterval(self._interval)
        gc.set_threshold(*self._threshold)
        gc.unfreeze()

    def wait(self, seconds: float) -> bool:
        """Until an order is ready, for who would rather wait; False: none was by then."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ready is not None, seconds)

    def _run(self) -> None:
        try:
            engine = self._make(self._going)
            while (known := self._next()) is not None:
                self._hand(engine(known))
        except ranking.Ended:
            return
        except LitreviewError as error:
            self._fail(error.what)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reviewer is told
            self._fail(f"{type(error).__name__}: {error}")

    def _going(self) -> bool:
        return not self._over

    def _next(self) -> Known | None:
        """What is known when the next order is due; None: the sitting is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._due())
            if self._over:
                return None
            self._learned = self._said
            labels, reading = dict(self._reading.labels), self._reading
            held = Reading(reading.reports, labels, set(reading.unread), set(reading.again))
        return held.known()

    def _due(self) -> bool:
        """Whether enough of the decisions are new; the first order is due at once."""
        if self._learned < 0:
            return True
        return self._said - self._learned >= self._pause(len(self._reading.labels))

    def _hand(self, ordering: Ordering) -> None:
        """Offer an order, and let go of those that were replaced before."""
        gc.freeze()
        ordering = replace(ordering, outlook=self._found())
        with self._changed:
            replaced, self._old = self._old, []
            if self._ready is not None:  # nobody took it
                self._old.append(self._ready.items)
            if self._first:  # such as a random check: it comes before what is ranked
                items = [*self._first.values(), *ordering.items]
                ordering = replace(ordering, items=items, ahead=len(self._first))
            self._ready, self._last = ordering, ordering.items
            self._changed.notify_all()
        while replaced:
            old = list(replaced.pop())
            while old:
                del old[-_FEW:]

    def _found(self) -> str:
        """What is still to be found, in words; "": nobody can say."""
        if self._outlook is None:
            return ""
        from litreview.screening.stop.estimate import outlook

        with self._changed:
            reading = self._outlook.reading()
        return outlook(reading)

    def _fail(self, why: str) -> None:
        """Say it where it is read: on each report that is still to come."""
        if self._over:
            return
        text = " ".join(why.split())
        told = f"the ranking ended: {text[:_SAID]}"
        with self._changed:
            open_ = self._reading.unread | self._reading.again | self._first.keys()
            left = (item for item in self._last if item.report in open_)
            items = [replace(item, why=f"{item.why}; {told}") for item in left]
            self.trouble = text
            self._ready = Ordering("", items, "", 0, 0)
            self._changed.notify_all()


def sitting(review: Review, stage: Stage, who: str) -> Session:
    """A sitting of `who` at `stage` with a ranking beside it; `Session.close` ends that.

    The calibration sample is the same for everybody, and is not ranked.
    """
    items, own = voting.queue(review.present, stage, who)
    total = review.present.asked(stage)
    desk, criteria = Desk(review, who, stage.name), review.plan.criteria
    if not items or not ranking.ranks(review.plan) or items[0].why == CALIBRATION:
        return Session(desk, stage, who, criteria, items, own, total)
    given = opening(review, stage, who, items)
    session = Session(desk, stage, who, criteria, given, own, total)
    held = ranking.material(review, stage, who, (items, own))
    found = begin(review, stage, items)
    pause = _pause(review.plan.ranking.recipe)
    session.guide = Beside(_maker(review, held), held.reading, given, found, pause)
    return session


def _pause(recipe: str) -> Callable[[int], int]:
    """How often that recipe learns. Asked for when there is an engine, so that numpy is there."""

    def pause(labels: int) -> int:
        from litreview.screening.rank.recipes import RECIPES

        return RECIPES[recipe].pause(labels)

    return pause


def _maker(review: Review, held: ranking.Material) -> Callable[[ranking.Going], Engine]:
    """What makes the engine in the thread; each order is kept for the next sitting.

    The review itself belongs to who reads: the thread gets what does not change in a sitting.
    """
    folder, texts = review.folder, ranking.Texts(review.index, review.shelf)

    def make(going: ranking.Going) -> Engine:
        orders = ranking.engine(folder, texts, held, going)

        def made(known: Known) -> Ordering:
            ordering = orders(known).ordering
            keep_order(folder, ordering.ranking, [item.report for item in ordering.items])
            return ordering

        return made

    return make


def opening(review: Review, stage: Stage, who: str, items: Sequence[Item]) -> Sequence[Item]:
    """What a sitting begins with: the last order of the log where it is kept, else `items`."""
    event = last_order(review, stage.name, who)
    order = kept_order(review.folder, event.ranking) if event else ()
    if event is None or not order:
        return items
    held = {item.report: item for item in items if item.why == voting.IN_ORDER}
    learned = f"{event.learned:,} decision{'' if event.learned == 1 else 's'}"
    places = ((held.get(report), place) for place, report in enumerate(order, 1))
    known = ((item, place) for item, place in places if item is not None)
    first = [_placed(item, event.ranking, place, learned) for item, place in islice(known, _BEGIN)]
    there = {item.report for item in first}
    rest = [item for item in items if item.report not in there]
    ahead = [item for item in rest if ranking.set_first(item)]
    return [*ahead, *first, *(item for item in rest if not ranking.set_first(item))]


def _placed(item: Item, ranking_: str, place: int, learned: str) -> Item:
    why = f"ranked {ordinal(place)} in your last sitting, learned from {learned}"
    return Item(item.report, why, ranking_, place)


def last_order(review: Review, stage: str, who: str) -> RankingMade | None:
    """The order that `who` went by last at the stage called `stage`."""
    held = review.state.of("ranking").items()
    found = [entry for (at, by, _), entry in held if at == stage and by == who]
    event = max(found, key=lambda entry: entry.order).event if found else None
    return event if isinstance(event, RankingMade) else None
