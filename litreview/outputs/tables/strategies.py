"""The search strings in full, line by line, as PRISMA-S (item 8) asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.model import DATABASE_KINDS, DIRECTION, Search
from litreview.outputs.by_hand import by_hand
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables.searches import NOT_KNOWN, in_order
from litreview.outputs.words import counted, day

COLUMNS = (
    Column("search", "Search", width=0),
    Column("part", "Part", width=13),
    Column("line", "Line", "right", width=5),
    Column("text", "As run", width=80, verbatim=True),
)
NOTES = (
    "Strings stand as they were run, line by line; nothing in them is changed or shortened.",
    "As meant: the string in the notation of this review, before it was translated for the source.",
)


def build(evidence: Evidence) -> Table:
    """One row a line of a string; a search without one has a row that says how it was done."""
    return Table(
        name="strategies",
        title="Search strategies in full",
        columns=COLUMNS,
        rows=tuple(
            (_heading(search), *cells)
            for search in in_order(evidence.searches)
            for cells in _cells(search)
        ),
        notes=NOTES,
        empty="No search is loaded yet. Next: litreview load FILE",
        telling=("line", "text"),
    )


def _heading(search: Search) -> str:
    when = f"on {day(search.searched_on)}" if search.searched_on.strip() else "day not known"
    return f"{search.source}, {when}: {counted(search.records, 'record')} ({search.id})"


def _cells(search: Search) -> Iterator[tuple[str, str, str]]:
    told = False
    for part, text in _parts(search):
        lines = [line.rstrip() for line in text.splitlines() if line.strip()]
        for at, line in enumerate(lines, start=1):
            told = True
            yield part, str(at), line
    if not told:
        other = search.note.strip() if search.kind not in DATABASE_KINDS else ""
        yield "no string", "", by_hand(search) or other or NOT_KNOWN


def _parts(search: Search) -> Iterator[tuple[str, str]]:
    """What was run, what was meant by it, and what was set beside it."""
    harvest = search.harvest
    if harvest is None:
        yield "as run", search.query
        return
    cited = any(name == DIRECTION for name, _ in harvest.limits)
    yield ("works" if cited else "as run"), "\n".join(harvest.strings) or search.query
    if harvest.meant.strip() and harvest.meant.strip() != "\n".join(harvest.strings).strip():
        yield "as meant", harvest.meant
    yield "limits", "\n".join(f"{name}: {value}" for name, value in harvest.limits)
    yield "remarks", "\n".join(harvest.remarks)


TABLE = TableKind("strategies", "the search strings in full, line by line", build)
