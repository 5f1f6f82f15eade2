"""Unsure pairs of duplicates: which still wait for an answer, and what an answer would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litreview.dedup.order import natural
from litreview.errors import UsageError
from litreview.events import DuplicatesJoined, DuplicatesSplit, Fold
from litreview.model import RecordId, ReportId
from litreview.review.present import Present, Shelf


@dataclass(frozen=True, slots=True)
class Effect:
    """What joining two reports does. removed: their records that become duplicates.

    source: where the removed one of each was found; reports: how many there are afterwards;
    votes: judgements that will stand side by side on one report.
    """

    kept: ReportId
    removed: tuple[tuple[RecordId, str], ...]
    reports: int
    votes: int


def unsure(shelf: Shelf, state: Fold) -> list[Mapping[str, str]]:
    """The unsure pairs that nobody has answered, the likeliest first.

    An answer about any record of the one report and any of the other counts for both.
    """
    apart = {
        frozenset((one, other))
        for (a, b), entry in state.of("pair").items()
        if isinstance(entry.event, DuplicatesSplit)
        and (one := shelf.clusters.get(RecordId(a)))
        and (other := shelf.clusters.get(RecordId(b)))
    }
    return [
        pair
        for pair in shelf.unsure
        if (one := shelf.clusters.get(RecordId(pair["a"])))
        and (other := shelf.clusters.get(RecordId(pair["b"])))
        and frozenset((one, other)) not in apart
    ]


def taking_apart(shelf: Shelf, records: Sequence[RecordId], reason: str) -> DuplicatesSplit:
    """The event that says of `records`, at least two, that no two are one document.

    Raises UsageError where one is named twice.
    """
    if len(set(records)) < len(records):
        raise UsageError("a record cannot be another document than itself", remedy="name it once")
    pairs = {
        (min(x, y, key=natural), max(x, y, key=natural))
        for at, one in enumerate(records)
        for other in records[at + 1 :]
        for x in _of_its_kind(shelf, one, other)
        for y in _of_its_kind(shelf, other, one)
    }
    ordered = tuple(sorted(pairs, key=lambda pair: (natural(pair[0]), natural(pair[1]))))
    return DuplicatesSplit(pairs=ordered, reason=reason)


def _of_its_kind(shelf: Shelf, record: RecordId, other: RecordId) -> tuple[RecordId, ...]:
    """All records of the report of `record`, or it alone where `other` is in the same report."""
    report = shelf.clusters[record]
    return (record,) if report == shelf.clusters[other] else shelf.members[report]


def overruling(shelf: Shelf, state: Fold, event: DuplicatesJoined) -> DuplicatesJoined:
    """`event` with every pair of its records that was split before: the later word counts."""
    reports = {shelf.clusters[RecordId(record)] for pair in event.pairs for record in pair}
    split = [
        (a, b)
        for (a, b), entry in state.of("pair").items()
        if isinstance(entry.event, DuplicatesSplit)
        and shelf.clusters.get(RecordId(a)) in reports
        and shelf.clusters.get(RecordId(b)) in reports
    ]
    pairs = tuple(dict.fromkeys((*event.pairs, *split)))
    return DuplicatesJoined(pairs=pairs, reason=event.reason)


def effect(present: Present, reports: Sequence[ReportId]) -> Effect:
    """What joining `reports` would do to the counts, said before it is done."""
    shelf = present.shelf
    wanted = set(reports)
    counted = sorted(
        (min(shelf.members[report], key=shelf.places.__getitem__) for report in wanted),
        key=shelf.places.__getitem__,
    )
    kept = min((record for report in wanted for record in shelf.members[report]), key=natural)
    return Effect(
        kept=ReportId(kept),
        removed=tuple((record, shelf.places[record][1]) for record in counted[1:]),
        reports=len(shelf.members) - len(wanted) + 1,
        votes=sum(
            len(verdicts[report].votes)
            for verdicts in present.screening.verdicts.values()
            for report in wanted & verdicts.keys()
        ),
    )
