"""The searches as PRISMA-S asks for them: source, date, query and what came back."""

from __future__ import annotations

from collections.abc import Iterable

from litreview.model import SOURCE_KINDS, Search
from litreview.outputs.by_hand import by_hand
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind

NOT_KNOWN = "not known"
BY_HAND = "looked through by hand"
_HASH_DIGITS = 12
_FEW = 4
"""So many files of a harvest are named."""

COLUMNS = (
    Column("search", "Search", width=14),
    Column("source", "Source", width=16),
    Column("kind", "Kind", width=11),
    Column("date", "Date", width=11),
    Column("query", "Query, as run", width=44),
    Column("records", "Records", "right", width=9),
    Column("failures", "Unreadable", "right", width=12),
    Column("complete", "Complete", width=16),
    Column("note", "Note", width=44),
    Column("files", "Files (SHA-256)", width=24),
)
_TELLING = ("search", "source", "date", "records", "failures", "complete", "query")
NOTES = (
    (
        "Records: entries read from what was received. Unreadable: entries that could not be read; "
        "they are kept, and listed by “litreview check”."
    ),
    (
        "Complete: whether all that the source held for the query was received. Not known where "
        "the source or the export did not say."
    ),
    f"SHA-256: the first {_HASH_DIGITS} digits of the hash of each file as received.",
)


def build(evidence: Evidence) -> Table:
    """One row a search: databases and registers first, then other methods."""
    return Table(
        name="searches",
        title="Sources and searches",
        columns=COLUMNS,
        rows=tuple(_cells(search) for search in in_order(evidence.searches)),
        notes=NOTES,
        empty="No search is loaded yet. Next: litreview load FILE",
        telling=_TELLING,
    )


def in_order(searches: Iterable[Search]) -> list[Search]:
    """Databases and registers first, then other methods; within each by source, then by day."""
    kinds = {kind: place for place, kind in enumerate(SOURCE_KINDS)}
    return sorted(
        searches, key=lambda one: (kinds[one.kind], sort_key(one.source), one.searched_on, one.id)
    )


def _cells(search: Search) -> tuple[str, ...]:
    return (
        search.id,
        search.source,
        search.kind,
        search.searched_on.strip() or NOT_KNOWN,
        search.query.strip() or (BY_HAND if search.browsed else NOT_KNOWN),
        str(search.records),
        str(search.failures),
        _complete(search),
        "; ".join(filter(None, (by_hand(search), search.note.strip()))),
        _files(search),
    )


def _files(search: Search) -> str:
    """The files with their hashes; of a harvest, which has one a page, how many."""
    if search.harvest is None or len(search.files) <= _FEW:
        return "; ".join(f"{file.name} ({file.sha256[:_HASH_DIGITS]})" for file in search.files)
    return f"{len(search.files):,} files, named with their hashes in its manifest.json"


def _complete(search: Search) -> str:
    if search.complete is None:
        return NOT_KNOWN
    expected = f" of {search.expected:,}" if search.expected is not None else ""
    repeated = search.harvest.repeated if search.harvest is not None else 0
    got = f"{search.received - repeated:,}{expected} received"
    return f"{'yes' if search.complete else 'no'}: {got}"


TABLE = TableKind("searches", "sources, dates, queries and what came back", build)
