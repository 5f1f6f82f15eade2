"""What the flow is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from litreview.model import RecordId, ReportId, Search, StudyId
from litreview.screening.state import Screening

Aside = Literal["ongoing", "awaiting"]
"""A report of an ongoing study, or one that awaits classification."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the flow is computed from.

    records: search -> its records, for every search in force, in natural order.
    clusters: record -> report. retrieval: report -> retrieved or not-retrieved.
    studies: report -> the study it is linked to; a report without one is its own study.
    previous: the searches of the previous version of an updated review; empty: it is a new one.
    tools: the reviewers that are automation tools. aside: report -> why it is neither included
    nor excluded, as long as no verdict says so. pooled: the studies in a meta-analysis.
    """

    searches: Sequence[Search]
    records: Mapping[str, Sequence[RecordId]]
    clusters: Mapping[RecordId, ReportId]
    screening: Screening
    retrieval: Mapping[ReportId, str]
    studies: Mapping[ReportId, StudyId]
    previous: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    aside: Mapping[ReportId, Aside] = field(default_factory=dict)
    pooled: frozenset[StudyId] = frozenset()

    @property
    def fresh(self) -> Sequence[Search]:
        """The searches whose records the boxes count: all, or those of the update."""
        return [search for search in self.searches if search.id not in self.previous]

    def known(self) -> Iterator[ReportId]:
        """The reports of the previous version's records, again for each record."""
        for search in self.searches:
            if search.id in self.previous:
                yield from (self.clusters[record] for record in self.records.get(search.id, ()))
