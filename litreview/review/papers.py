"""What of a report can be opened: its page by DOI or address, its full text, and what was noted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from litreview.events import RetrievalNoted
from litreview.model import Record, ReportId
from litreview.outputs.escape import http_url
from litreview.store import fulltexts

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(frozen=True, slots=True)
class Paper:
    """The full text of a report. status: retrieved, not-retrieved, or "": nothing was noted.

    path: where it is in this copy of the review; elsewhere: it is kept, but in another copy.
    """

    status: str = ""
    note: str = ""
    path: Path | None = None
    elsewhere: bool = False


NO_PAPER = Paper()


def paper(review: Review, report: ReportId) -> Paper:
    """What is known of the full text of `report`. Constant in the length of the log."""
    held = review.state.of("retrieval")
    records = review.shelf.members[report]
    entries = [held[record,] for record in records if (record,) in held]
    latest = max(entries, key=lambda entry: entry.order, default=None)
    event = latest.event if latest else None
    if not isinstance(event, RetrievalNoted):
        return NO_PAPER
    path = fulltexts.held(review.folder, event.file) if event.file else None
    status = "" if event.status == "open" else event.status
    return Paper(status, event.note, path, bool(event.file) and path is None)


def address(record: Record) -> str:
    """Where a browser finds the report: by its DOI, else by the record's own address; "": nowhere.

    The DOI is escaped, and an address is http or https: nothing else is ever opened.
    """
    if record.doi:
        return f"https://doi.org/{quote(record.doi, safe='/')}"
    return http_url(record.url)


def page(review: Review, report: ReportId) -> str:
    """The address of a report, whatever its stage hides."""
    return address(review.report(report).record)
