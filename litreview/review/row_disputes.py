"""A sitting over the rows that one person may settle, and its way to the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview.extraction.doubled import Held
from litreview.extraction.doubled.sitting import Matter, Sitting
from litreview.review import doubling

if TYPE_CHECKING:
    from litreview.review.facade import Review


@dataclass(frozen=True, slots=True)
class Desk:
    """The way of a sitting to the log.

    groups: as they were shown. A settlement names their versions by hash, so that one of a row that
    somebody changed in the meantime lapses by itself.
    """

    review: Review
    groups: Mapping[str, Held]

    def settle(self, name: str, values: Mapping[str, str]) -> None:
        """Append what holds of the row `name`. Raises UsageError, StorageError."""
        doubling.settle_group(self.review, self.groups[name], doubling.Choice(values=values))

    def keep(self, name: str) -> None:
        """Append that the only version of the row `name` holds. Raises UsageError, StorageError."""
        group = self.groups[name]
        choice = doubling.Choice(take=group.versions[0].extractor)
        doubling.settle_group(self.review, group, choice)

    def drop(self, name: str) -> None:
        """Append that `name` is no row at all. Raises UsageError, StorageError."""
        doubling.drop_group(self.review, self.groups[name])

    def take_back(self, name: str) -> None:
        """Append that what this sitting appended of `name` does not count."""
        doubling.take_group_back(self.review, self.groups[name])


def sitting(review: Review) -> Sitting:
    """Whoever works here, over the rows on which people differ and that may be compared now."""
    groups = doubling.doubled(review).open()
    matters = [Matter(name, held) for name, held in groups.items()]
    return Sitting(review.who, matters, Desk(review, groups))
