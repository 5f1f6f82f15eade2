"""Of checklists: where was searched, and how."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.checklists.answering import Answer, Topic, filled, gap
from litreview.outputs.evidence import Evidence
from litreview.outputs.prisma_s import Known, items
from litreview.outputs.words import day

_NONE = "load the results of a search: litreview load FILE"
_SHOWN = 12
_REPORT = "search-report.md"


def known(evidence: Evidence) -> Known:
    """What PRISMA-S is filled from."""
    conduct = evidence.conduct
    return Known(
        evidence.searches,
        evidence.flow["duplicates"].n,
        conduct.run is not None,
        conduct.pressed,
        conduct.strategies,
    )


def prisma_s(evidence: Evidence, item: int) -> Answer:
    """What `outputs.prisma_s` says of an item, 1 to 16."""
    held = items(known(evidence))[item - 1]
    missing = held.missing
    if not evidence.searches:
        return Answer("gap", missing=_NONE, title=held.title)
    return Answer(held.status, held.what, _REPORT, missing, held.title)


def _sources(evidence: Evidence) -> Answer:
    searches = evidence.searches
    if not searches:
        return gap(_NONE)
    told = [
        f"{one.source.strip() or one.id} ({day(one.searched_on) or 'day not known'})"
        for one in searches
    ]
    more = f"; and {len(told) - _SHOWN:,} more" if len(told) > _SHOWN else ""
    what = "; ".join(told[:_SHOWN]) + more
    bare = [one.id for one in searches if not one.searched_on]
    if bare:
        ids = ", ".join(bare)
        missing = f"no day for {ids}: unload the search, and load its file again with --date"
        return gap(missing, what, _REPORT)
    return filled(what, _REPORT)


def _strategies(evidence: Evidence) -> Answer:
    """Item 8 of PRISMA-S; limits, of which a string does not say why, are item 9."""
    found = prisma_s(evidence, 8)
    return Answer(found.status, found.what, "strategies.md", found.missing)


TOPICS: Mapping[str, Topic] = {"sources": _sources, "strategies": _strategies}
