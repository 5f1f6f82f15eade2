"""What each term of a search brings in, counted over many records in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from litreview.query.matching.evaluator import Matcher, Source


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of records, for the leaves in the order of `Matcher.leaves`.

    found: in which the leaf matches; alone: that the whole search finds and would not find without
    this leaf. A leaf inside a proximity brings in nothing alone: the proximity does.
    """

    records: int
    yes: int
    found: tuple[int, ...]
    alone: tuple[int, ...]


def tally(ready: Matcher, sources: Iterable[Source]) -> Tally:
    """Count `sources`; what is unknown counts as not found. Cost: a look a record and leaf hit."""
    records = yes = 0
    found = [0] * len(ready.leaves)
    alone = [0] * len(ready.leaves)
    for source in sources:
        records += 1
        hits = ready.hits(source)
        whole = ready.holds(hits)
        yes += whole
        rest = hits
        while rest:
            bit = rest & -rest
            rest ^= bit
            at = bit.bit_length() - 1
            found[at] += 1
            alone[at] += whole and not ready.holds(hits & ~bit)
    return Tally(records, yes, tuple(found), tuple(alone))
