"""The local filter behind a widened string: what the source returned, judged by what was meant.

Where a target finds more than the tree asks for, its records are judged here once more. A record
is left out only when it surely does not match; one that cannot be judged is kept and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from litreview.model import Record
from litreview.query.matching import matcher
from litreview.query.tree import Field, Node


@dataclass(slots=True)
class Sifted:
    """How many of the records were judged how; complete once `sift` is at its end."""

    matching: int = 0
    unknown: int = 0
    """Kept, since a field is missing that would decide; mostly the abstract."""
    without_abstract: int = 0
    """So many of `unknown` have no abstract."""
    left_out: list[Record] = field(default_factory=list)

    @property
    def records(self) -> int:
        """All that came in."""
        return self.matching + self.unknown + len(self.left_out)


def sift(
    tree: Node, records: Iterable[Record], counts: Sifted, *, keywords: bool = True
) -> Iterator[Record]:
    """The `records` that match `tree` or may match it, in their order; `counts` is kept up to date.

    keywords: whether the source delivers the keywords that it searches, so that a record without
    them has none. Where it does not, a record without keywords is kept unless what it holds rules
    it out (as under NOT). Cost: as `Matcher.verdict`, some 60 microseconds a record.
    """
    judge = matcher(tree, empty=(Field.KEYWORDS,) if keywords else ())
    for record in records:
        verdict = judge.verdict(record)
        if verdict == "no":
            counts.left_out.append(record)
            continue
        if verdict == "yes":
            counts.matching += 1
        else:
            counts.unknown += 1
            counts.without_abstract += not record.abstract
        yield record
