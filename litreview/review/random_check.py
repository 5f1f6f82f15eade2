"""A random check: some of what nobody has read, drawn at random and read before the rest.

What it finds says how many relevant reports are still unread, whatever the order of reading is.
Which reports it reads follows from the seed and the log: every copy draws the same ones, and what
has been read of them since stays in the draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from litreview.events import Entry, Fold, RandomCheckAsked, votes
from litreview.model import RecordId, ReportId, Stage
from litreview.screening.left import there_before
from litreview.screening.stop import sample

if TYPE_CHECKING:
    from litreview.review.present import Present
    from litreview.screening.guide import Item

CHECK = "random check"
"""Why such a report is shown."""


def asked(state: Fold, stage: Stage) -> RandomCheckAsked | None:
    """The check that was asked for last at `stage`."""
    held = state.of("check").get((stage.name,))
    event = held.event if held is not None else None
    return event if isinstance(event, RandomCheckAsked) else None


def drawn(present: Present, stage: Stage) -> tuple[ReportId, ...]:
    """The reports of the check asked for last at `stage`, in the order in which they are read.

    Drawn from the reports that were there, and that have no vote but of this check. Linear in
    reports and votes; nothing, at no cost, where no check was asked for.
    """
    event = asked(present.state, stage)
    if event is None:
        return ()
    entry = present.state.of("check")[stage.name,]
    there = there_before(present.state, present.shelf.clusters, entry)
    voted = _voted(present, stage, entry)
    held = (r for r in present.eligible(stage) if r in there and voted.get(r, True))
    return tuple(map(ReportId, sample.drawn(held, event.seed, event.reports)))


def _voted(present: Present, stage: Stage, check: Entry) -> dict[ReportId, bool]:
    """Report with a vote -> whether one of them was cast in this check."""
    found: dict[ReportId, bool] = {}
    for entry, event in votes(present.state):
        report = present.shelf.clusters.get(RecordId(event.record))
        if report is not None and event.stage == stage.name:
            here = event.shown == CHECK and entry.order > check.order
            found[report] = found.get(report, False) or here
    return found


def put_first(present: Present, stage: Stage, items: Sequence[Item]) -> list[Item]:
    """`items`, those of the check first and said to be so."""
    place = {report: at for at, report in enumerate(drawn(present, stage))}
    own = sorted((i for i in items if i.report in place), key=lambda item: place[item.report])
    return before([replace(item, why=CHECK) for item in own], items)


def before(first: Sequence[Item], items: Iterable[Item]) -> list[Item]:
    """`first`, then those of `items` that are about other reports."""
    there = {item.report for item in first}
    return [*first, *(item for item in items if item.report not in there)]
