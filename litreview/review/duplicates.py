"""Finding, joining and splitting duplicates: from the shelf to the events that say so."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from litreview.dedup.order import natural
from litreview.dedup.pairs import Duplicates, find
from litreview.errors import UsageError
from litreview.events import DuplicatesFound, DuplicatesJoined, DuplicatesSplit
from litreview.model import Record, RecordId, ReportId
from litreview.review.present import PAIR_COLUMNS, Shelf
from litreview.store.disk import write_atomically
from litreview.store.folder import PROGRAM, Folder


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """What a run of the de-duplication found. sure, unsure: pairs; unsure ones are for a person."""

    records: int
    reports: int
    sure: int
    unsure: int


def run(folder: Folder, records: Iterable[Record], total: int) -> DuplicatesFound:
    """Search `records`; write the pairs to a file; the event that names it, whole."""
    found = find(_light(record) for record in records)
    content = _file(found)
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"duplicates-{sha256[:12]}.csv"
    write_atomically(folder.log / name, content)
    return DuplicatesFound(
        file=name,
        sha256=sha256,
        records=total,
        sure=len(found.sure),
        unsure=len(found.unsure),
        parameters=dict(found.parameters),
        program=PROGRAM,
    )


def _light(record: Record) -> Record:
    """A record without what the comparison does not need."""
    return replace(record, extra=(), keywords=())


def _file(found: Duplicates) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PAIR_COLUMNS)
    for verdict, pairs in (("sure", found.sure), ("unsure", found.unsure)):
        writer.writerows(
            (
                pair.a,
                pair.b,
                verdict,
                f"{pair.score:.4f}",
                " ".join(pair.agree),
                " ".join(pair.differ),
                pair.reason,
            )
            for pair in pairs
        )
    return out.getvalue().encode()


def joining(shelf: Shelf, reports: Sequence[ReportId], reason: str) -> DuplicatesJoined:
    """The event that makes `reports` one. Raises UsageError where they are one already."""
    records = sorted({r for report in reports for r in shelf.members[report]}, key=natural)
    if len(set(reports)) < 2:  # noqa: PLR2004 - a join takes two
        raise UsageError(
            "these records are one report already",
            where=", ".join(reports),
            remedy="name a record of another report too",
        )
    pairs = tuple((records[0], other) for other in records[1:])
    return DuplicatesJoined(pairs=pairs, reason=reason)


def splitting(shelf: Shelf, record: RecordId, reason: str) -> DuplicatesSplit:
    """The event that takes `record` out of its report. Raises UsageError where it is alone."""
    others = [other for other in shelf.members[shelf.clusters[record]] if other != record]
    if not others:
        raise UsageError(
            f"{record!r} is the only record of its report: nothing to split",
            remedy="see what a report consists of with `litreview show ID`",
        )
    pairs = tuple((min(record, o, key=natural), max(record, o, key=natural)) for o in others)
    return DuplicatesSplit(pairs=pairs, reason=reason)
