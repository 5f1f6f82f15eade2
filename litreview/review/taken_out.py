"""Searches that were taken out: what updates that lean on them set aside is gone with them."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.model import Finding, RecordId
from litreview.outputs.words import counted
from litreview.review.harvested import set_aside
from litreview.review.present import Present
from litreview.store.folder import Folder


def findings(folder: Folder, present: Present) -> Iterator[Finding]:
    """One finding an update. Reads the lists of what updates set aside. Raises ReviewError."""
    held = present.shelf.clusters
    for search in present.shelf.searches:
        first = search.harvest.updates if search.harvest else ""
        if not first:
            continue
        aside = set_aside(folder.records / search.id, search)
        gone = [one for one in aside if one.record and RecordId(one.record) not in held]
        if gone:
            yield Finding(
                "RC107",
                "warning",
                f"{search.id} set {counted(len(gone), 'entry')} aside as known, but the search "
                "that held them was taken out of the review since",
                f"records/{search.id}",
                f"ask for them again: litreview search update {first} --full",
                tuple(one.record for one in gone),
            )
