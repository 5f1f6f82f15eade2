"""What was left unread when the screening of titles and abstracts stopped.

Only the first stage can be stopped: later ones hold what people included, and all of it is judged.
A report is left unread when the stage is stopped, nobody has voted on it there, and one of its
records was in the review when it stopped. A vote, a later search and resuming each take it out.
"""

from __future__ import annotations

from collections.abc import Mapping

from litreview.events import Entry, Fold, ScreeningStopped, SearchLoaded
from litreview.model import Plan, RecordId, ReportId


def stopped(state: Fold, plan: Plan) -> ScreeningStopped | None:
    """The stop in force of the first stage, if there is one, and it reads titles and abstracts."""
    if plan.stages[0].phase != "screening":
        return None
    held = state.of("stop").get((plan.stages[0].name,))
    event = held.event if held is not None else None
    return event if isinstance(event, ScreeningStopped) else None


def covered(state: Fold, clusters: Mapping[RecordId, ReportId], plan: Plan) -> dict[ReportId, None]:
    """The reports that the stop in force is about, read or not, in the order of their records."""
    if stopped(state, plan) is None:
        return {}
    return there_before(state, clusters, state.of("stop")[plan.stages[0].name,])


def there_before(
    state: Fold, clusters: Mapping[RecordId, ReportId], moment: Entry
) -> dict[ReportId, None]:
    """The reports with a record that was in the review at `moment`, in the order of the records."""
    there = {
        search
        for (search,), entry in state.of("search").items()
        if isinstance(entry.event, SearchLoaded) and entry.order < moment.order
    }
    return {
        report: None for record, report in clusters.items() if record.rpartition(":")[0] in there
    }
