"""Going to a report of a sitting: by its number, its id, its DOI or words of its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litreview.model import Doi, RecordId, ReportId, parse_doi
from litreview.screening.session import Session

if TYPE_CHECKING:
    from litreview.review import Review


def places(review: Review, session: Session, text: str) -> list[ReportId]:
    """The reports of the sitting that `text` may mean; of several, all of them.

    A number is a place in the queue from 1. Only what is, or was, asked of this reviewer is found:
    where the others stand cannot be seen from it. Linear in the records for a DOI or words.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return []
    if wanted.isascii() and wanted.isdigit():
        at = int(wanted) - 1 if len(wanted) < 10 else -1  # noqa: PLR2004 - no queue is as long
        return [session.queue[at].report] if 0 <= at < len(session.queue) else []
    known = {item.report for item in session.queue} | session.voted.keys()
    report = review.shelf.clusters.get(RecordId(wanted))
    if report is not None:
        return [report] if report in known else []
    doi = parse_doi(wanted)
    found = _by_doi(review, doi) if doi else _by_title(review, wanted)
    return [one for one in found if one in known]


def _by_doi(review: Review, doi: Doi) -> list[ReportId]:
    clusters = review.shelf.clusters
    held = (
        clusters[record.id]
        for record in review.index.records()
        if record.doi == doi and record.id in clusters
    )
    return list(dict.fromkeys(held))


def _by_title(review: Review, text: str) -> list[ReportId]:
    words, clusters = text.casefold().split(), review.shelf.clusters
    found: dict[ReportId, None] = {}
    for record in review.index.records():
        if record.id in clusters:
            title = record.title.casefold()
            if all(word in title for word in words):
                found[clusters[record.id]] = None
    return list(found)


def labels_used(review: Review, who: str) -> list[str]:
    """The labels that `who` gives reports, the most used first. Nobody else's: they would tell."""
    from collections import Counter

    from litreview.events import LabelsSet

    counts: Counter[str] = Counter()
    for (_, owner), entry in review.state.of("labels").items():
        if owner == who and isinstance(entry.event, LabelsSet):
            counts.update(entry.event.labels)
    return [label for label, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
