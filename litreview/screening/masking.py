"""What a stage hides of a report from whoever judges it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from litreview.model import Masked, Record, Report


def masked(report: Report, hidden: Sequence[Masked]) -> Report:
    """`report` without what is hidden: a screen cannot show what it was never given.

    With the authors go the fields that no program knows, with the venue what names it: DOI,
    address, publisher, ISSN. Identifiers stay as they are.
    """
    if not hidden:
        return report
    return replace(report, record=_record(report.record, hidden))


def _record(record: Record, hidden: Sequence[Masked]) -> Record:
    held = replace(record, extra=())
    if "authors" in hidden:
        held = replace(held, authors=())
    if "year" in hidden:
        held = replace(held, year=None)
    if "venue" in hidden:
        held = replace(
            held, venue="", volume="", issue="", pages="", doi=None, url="", publisher="", isxn=""
        )
    return held


def readable(record: Record, hidden: Sequence[Masked]) -> tuple[str, ...]:
    """The texts of a record in which a reader may look for words."""
    authors = () if "authors" in hidden else record.authors
    venue = () if "venue" in hidden else (record.venue,)
    return (record.title, record.abstract, *venue, *authors, *record.keywords)
