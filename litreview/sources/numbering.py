"""From kept pages to numbered records: each entry of a source once, in the order of its coming.

The number of an entry is its place among all distinct entries of the harvest. It does not change
when more pages come, nor when what is set aside changes: so judgements stay with their record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from operator import attrgetter

from litreview.model import Failure, Record, RecordId, SearchId
from litreview.sources.source import Searchable

_rest = attrgetter(*[one.name for one in fields(Record)][2:])
"""All of a record behind its id and its search: half the time of `dataclasses.replace`."""


@dataclass(slots=True)
class Tally:
    """received = distinct + repeated; distinct = records + failures + gone, none set aside yet."""

    received: int = 0
    repeated: int = 0
    records: int = 0
    failures: int = 0
    gone: int = 0
    seen: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    """Keys of `seen` that came as deleted only: a record that comes later is none of them."""

    @property
    def distinct(self) -> int:
        """Entries that are not the same as an earlier one."""
        return self.records + self.failures + self.gone


@dataclass(frozen=True, slots=True)
class Gone(Failure):
    """An entry that says only that its work was deleted. raw: its key."""


def numbered(
    source: Searchable, bodies: Iterable[bytes], search: SearchId, tally: Tally
) -> Iterator[Record | Failure]:
    """The distinct entries of the pages, numbered from 1. Memory: one page and the keys.

    What the source has deleted comes out as `Gone`, which `Tally.failures` does not count.
    """
    for body in bodies:
        for entry in source.entries(body):
            tally.received += 1
            same = entry.identity
            revived = same in tally.deleted and entry.record is not None
            if same in tally.seen and not revived:
                tally.repeated += 1
                continue
            tally.seen.add(same)
            tally.deleted.discard(same)
            number = tally.distinct + 1
            if entry.gone and entry.key:
                tally.gone += 1
                tally.deleted.add(same)
                yield Gone(search, number, 0, "deleted by the source", entry.key)
            elif entry.record is None or not entry.key:
                tally.failures += 1
                reason = entry.reason or "an entry without an identifier"
                yield Failure(search, number, 0, reason, entry.raw)
            else:
                tally.records += 1
                yield Record(RecordId(f"{search}:{number}"), search, *_rest(entry.record))
