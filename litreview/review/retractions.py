"""Included reports whose sources say that they are retracted: in their records, or in an update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from litreview.model import Finding, RecordId, ReportId
from litreview.outputs.words import counted
from litreview.review.changes import CLEARED, RETRACTED, is_retracted
from litreview.review.harvested import set_aside
from litreview.review.present import Present
from litreview.store.folder import Folder

if TYPE_CHECKING:
    from litreview.store.index import Index


def retracted(folder: Folder, index: Index, present: Present) -> dict[ReportId, list[RecordId]]:
    """Included report -> those of its records that are retracted, as their sources last said.

    Reads the records of included reports, and the lists of what updates set aside. Raises
    ReviewError: such a list cannot be read.
    """
    members, clusters = present.shelf.members, present.shelf.clusters
    included = map(ReportId, present.flow["new_reports"].ids)
    ids = [record for report in included for record in members[report]]
    said = {one.id: is_retracted(one) for one in index.records(ids)}
    said |= {record: now for record, now in _later(folder, present) if record in said}
    found: dict[ReportId, list[RecordId]] = defaultdict(list)
    for record in ids:
        if said[record]:
            found[clusters[record]].append(record)
    return found


def _later(folder: Folder, present: Present) -> Iterator[tuple[RecordId, bool]]:
    """What updates say of records that the review had already, in their order."""
    updates = [one for one in present.shelf.searches if one.harvest and one.harvest.updates]
    for search in sorted(updates, key=lambda one: one.harvest.started if one.harvest else ""):
        for one in set_aside(folder.records / search.id, search):
            if RETRACTED in one.changed or CLEARED in one.changed:
                yield RecordId(one.record), RETRACTED in one.changed


def findings(folder: Folder, index: Index, present: Present) -> Iterator[Finding]:
    """One finding that names them all, where there are any."""
    found = retracted(folder, index, present)
    if not found:
        return
    names = [f"{report} ({', '.join(records)})" for report, records in found.items()]
    yield Finding(
        "RT101",
        "warning",
        f"{counted(len(found), 'included report')} "
        f"{'is' if len(found) == 1 else 'are'} retracted, as the source says: {'; '.join(names)}",
        remedy="read the notice of retraction, and judge each report again: "
        "litreview screen --decide ID=exclude, or say in the review why it stays",
        ids=tuple(found),
    )
