"""Full texts that were sought and not retrieved: which reports may be noted so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from litreview.errors import UsageError
from litreview.events import RetrievalNoted
from litreview.model import ReportId
from litreview.review.present import Present


def noted(
    present: Present,
    reports: Sequence[ReportId],
    status: Literal["not-retrieved", "open"],
    note: str,
) -> list[RetrievalNoted]:
    """The events that say so.

    Raises UsageError where a full text was judged: it was there, and the report would leave the
    assessed and included ones unseen.
    """
    if status == "not-retrieved":
        for report in reports:
            readers = judges(present, report)
            if readers:
                raise UsageError(
                    f"the full text of {report} was judged by {' and '.join(readers)}: "
                    "it was retrieved",
                    remedy="where that is wrong, take the votes back first: "
                    f"litreview screen --undo {report} --reviewer {readers[0]}",
                )
    return [RetrievalNoted(record=report, status=status, note=note) for report in reports]


def judges(present: Present, report: ReportId) -> list[str]:
    """Who has judged the full text of a report: they had it."""
    stages = [stage.name for stage in present.plan.stages if stage.phase == "eligibility"]
    return sorted(
        {vote.reviewer for name in stages for vote in present.screening.of(name, report).votes}
    )


def not_sought(present: Present, reports: Sequence[ReportId]) -> list[ReportId]:
    """Those of `reports` whose full text is not sought (yet): the note counts when it is."""
    stages = [stage.name for stage in present.plan.stages if stage.phase == "screening"]
    held = present.screening
    return [r for r in reports if any(held.of(name, r).status != "include" for name in stages)]
