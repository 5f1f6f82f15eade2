"""The terms of a gold set, and the records of gold set and background that hold their like.

Memory: the background is read as a stream, and of its terms only those are held that share the
first letters of a term of the gold set.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from litreview.query.discovery.ngrams import LONGEST, Gram
from litreview.query.discovery.stems import SHORTEST, stem

Key = tuple[Gram, str]
"""The words before the last one as they are, and the stem of the last."""


def key_of(gram: Gram, language: str) -> Key:
    """What forms of one term have in common."""
    return gram[:-1], stem(gram[-1], language)


def _bucket(gram: Gram) -> Key:
    return gram[:-1], gram[-1][:SHORTEST]


@dataclass(frozen=True)
class Vocabulary:
    """Who holds what. Records are numbers: the gold set has 0 to `gold` - 1, the rest follow.

    held: term -> the records with it. totals: per number of words (1 to `LONGEST`) how many terms
    the gold set and the background hold, each counted once a record.
    """

    language: str
    gold: int
    background: int
    held: Mapping[Gram, frozenset[int]]
    totals: Mapping[int, tuple[int, int]]

    @cached_property
    def _sorted(self) -> Mapping[Key, Sequence[Gram]]:
        buckets: dict[Key, list[Gram]] = defaultdict(list)
        for gram in self.held:
            buckets[_bucket(gram)].append(gram)
        return {key: sorted(grams) for key, grams in buckets.items()}

    def beginning(self, before: Gram, prefix: str) -> list[Gram]:
        """The terms of the words `before` and one that begins in `prefix` (`SHORTEST` or more)."""
        grams = self._sorted.get((before, prefix[:SHORTEST]), ())
        start = bisect_left(grams, (*before, prefix))
        found = []
        for gram in grams[start:]:
            if not gram[-1].startswith(prefix):
                break
            found.append(gram)
        return found

    def records(self, grams: Iterable[Gram]) -> frozenset[int]:
        """The records with one of `grams`."""
        return frozenset().union(*(self.held[gram] for gram in grams))

    def groups(self, least: int) -> dict[Key, list[Gram]]:
        """The forms of each term that at least `least` records of the gold set hold, sorted."""
        found: dict[Key, list[Gram]] = defaultdict(list)
        for gram in sorted(self.held):
            found[key_of(gram, self.language)].append(gram)
        return {
            key: grams
            for key, grams in found.items()
            if sum(number < self.gold for number in self.records(grams)) >= least
        }


def gather(
    gold: Sequence[frozenset[Gram]], background: Iterable[frozenset[Gram]], language: str
) -> Vocabulary:
    """The vocabulary of records, each given as its terms. Cost: linear in all terms."""
    held: dict[Gram, list[int]] = defaultdict(list)
    inside: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    for number, grams in enumerate(gold):
        inside.update(map(len, grams))
        for gram in grams:
            held[gram].append(number)
    wanted = {_bucket(gram) for gram in held}
    number = len(gold) - 1
    for number, grams in enumerate(background, len(gold)):
        outside.update(map(len, grams))
        for gram in grams:
            if _bucket(gram) in wanted:
                held[gram].append(number)
    return Vocabulary(
        language,
        len(gold),
        number + 1 - len(gold),
        {gram: frozenset(numbers) for gram, numbers in held.items()},
        {order: (inside[order], outside[order]) for order in range(1, LONGEST + 1)},
    )
