"""Who says of a record that came that it is none of the search: it does not match, or is too old.

For what a source could not be asked: a string that had to be wider than what was meant, and years
of publication where it knows none. A record is set aside only when it surely is not meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from litreview.model import Record
from litreview.query.tree import Field, Node
from litreview.review.harvested import Aside
from litreview.sources.compile import Compiled
from litreview.sources.source import Limits, Searchable

Judge = Callable[[Record], Aside | None]
"""What says of a record that it is none of this search, and why."""


def years_told(source: Searchable, limits: Limits) -> tuple[str, ...]:
    """What must be said of limits that the source cannot be asked for."""
    if source.about.dated or not (limits.first or limits.last):
        return ()
    said = f"{source.about.title} cannot be asked for days of publication: records of other years "
    return (said + "were set aside here, those without a year kept",)


def judges_of(made: Compiled, source: Searchable, limits: Limits) -> Iterator[Judge]:
    """Those that a harvest of `source` needs."""
    if not source.about.dated and (limits.first or limits.last):
        yield by_years(limits)
    if made.sift is not None:
        yield by_query(made.sift, keywords=source.about.keywords)


def by_query(tree: Node, *, keywords: bool) -> Judge:
    """Set aside what surely does not match `tree`; see `query.sifting` for `keywords`.

    Cost: the tree is made ready once, then some tens of microseconds a record.
    """
    from litreview.query.matching import matcher

    judge = matcher(tree, empty=(Field.KEYWORDS,) if keywords else ())

    def verdict(record: Record) -> Aside | None:
        surely_not = judge.verdict(record) == "no"
        return Aside(0, record.accession, "not matching") if surely_not else None

    return verdict


def by_years(limits: Limits) -> Judge:
    """Set aside what was published in a year that no day of `limits` lies in; unknown years stay.

    Days count by their year: a record does not tell more.
    """
    first = int(limits.first[:4]) if limits.first else 0
    last = int(limits.last[:4]) if limits.last else 10_000

    def verdict(record: Record) -> Aside | None:
        outside = record.year is not None and not first <= record.year <= last
        return Aside(0, record.accession, "other years") if outside else None

    return verdict
