"""How good a clustering is against the truth, counted by record as the field does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts by record, one survivor (the first in file order) for each predicted cluster.

    tp: superfluous records removed; fn: superfluous records left; tn: works of which a record
    survived; fp: works lost, of which none did. The four add up to the number of records.
    """

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def sensitivity(self) -> float:
        """Share of the superfluous records that were removed; 1 where there were none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def specificity(self) -> float:
        """Share of the works that survived; 1 where there were none."""
        return self.tn / (self.tn + self.fp) if self.tn + self.fp else 1.0


def evaluate(clusters: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Quality:
    """Score `clusters` (record -> cluster) against `truth` (record -> work, in file order).

    Raises ValueError where the two do not name the same records.
    """
    if clusters.keys() != truth.keys():
        raise ValueError("clusters and truth name different records")
    seen: set[Hashable] = set()
    works: dict[Hashable, list[bool]] = defaultdict(list)
    for id_, work in truth.items():
        works[work].append(clusters[id_] not in seen)
        seen.add(clusters[id_])
    tp = fp = fn = tn = 0
    for survives in works.values():
        kept = sum(survives)
        if kept:
            tn += 1
            tp += len(survives) - kept
            fn += kept - 1
        else:
            fp += 1
            tp += len(survives) - 1
    return Quality(tp, fp, fn, tn)
