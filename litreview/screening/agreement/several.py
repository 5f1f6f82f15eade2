"""Agreement of any number of people, each of whom judged some of the reports."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from litreview.screening.agreement.figure import Figure, by_student, undefined

Row = tuple[int, ...]
"""How many people put a report into each category."""
ALONE = "no report was judged by two people"
_LINEAR = "linearised (Gwet), Student's t"
_PAIR = 2


@dataclass(frozen=True)
class Rows:
    """Reports by how they were judged: nothing else matters to these figures.

    categories: the columns, in order. rows: row -> how many reports have it; each has a judgement.
    """

    categories: tuple[str, ...]
    rows: Counter[Row]

    @classmethod
    def of(cls, reports: Iterable[Mapping[str, str]]) -> Rows:
        """reports: each who -> category; those that nobody judged are left out."""
        held = Counter(tuple(sorted(said.values())) for said in reports if said)
        names = tuple(sorted({one for said in held for one in said}))
        found: Counter[Row] = Counter()
        for said, n in held.items():
            found[tuple(said.count(name) for name in names)] += n
        return cls(names, found)

    @cached_property
    def n(self) -> int:
        """The reports with a judgement."""
        return self.rows.total()

    @cached_property
    def shared(self) -> Rows:
        """The reports with two judgements or more."""
        return Rows(
            self.categories,
            Counter({row: n for row, n in self.rows.items() if sum(row) >= _PAIR}),
        )

    def raw(self) -> Figure:
        """The share of pairs of judgements of one report that are the same, a mean over reports."""
        return self._uniform(0.0)

    def adjusted(self, categories: int) -> Figure:
        """Raw agreement adjusted for as many `categories` as could be chosen: see `Square`."""
        return self._uniform(1 / categories)

    def _uniform(self, chance: float) -> Figure:
        if not self.shared.n:
            return undefined(0, ALONE)
        part = self.n / self.shared.n

        def told(row: Row) -> float:
            return part * (_alike(row) - chance) / (1 - chance) if sum(row) >= _PAIR else 0.0

        value = self.mean(told)
        return by_student(value, self.error(told, value), self.n, _LINEAR)

    def fleiss(self) -> Figure:
        """Fleiss' kappa (1971, doi 10.1037/h0031619), for missing judgements as Gwet extends it.

        K. L. Gwet 2008 (doi 10.1348/000711006X126600): value and standard error as irrCAC has them.
        """
        if not self.shared.n:
            return undefined(0, ALONE)
        if len(self.categories) == 1:
            return undefined(self.shared.n, f"all said {self.categories[0]} of every report")
        part = self.n / self.shared.n
        shares = self.shares(sum)
        chance = math.fsum(share * share for share in shares)
        kappa = (self.mean(lambda row: part * _alike(row)) - chance) / (1 - chance)

        def told(row: Row) -> float:
            own = part * (_alike(row) - chance) / (1 - chance) if sum(row) >= _PAIR else 0.0
            met = _dot(row, shares) / sum(row)
            return own - 2 * (1 - kappa) * (met - chance) / (1 - chance)

        return by_student(kappa, self.error(told, kappa), self.n, _LINEAR)

    def alpha(self) -> Figure:
        """Krippendorff's alpha, nominal (Hayes and Krippendorff 2007, 10.1080/19312450709336664).

        Only reports with two judgements or more bear on it. Standard error: Gwet's, as in irrCAC.
        """
        held = self.shared
        if not held.n:
            return undefined(0, ALONE)
        used = [k for k in range(len(self.categories)) if any(row[k] for row in held.rows)]
        if len(used) == 1:
            return undefined(held.n, f"all said {self.categories[used[0]]} of every report")
        mean = held.mean(sum)
        shares = held.shares(lambda _: mean)
        chance = math.fsum(share * share for share in shares)
        found = held.mean(lambda row: _alike(row) * sum(row) / mean)
        few = 1 / (mean * held.n)
        raised = (1 - few) * found + few
        alpha, plain = ((one - chance) / (1 - chance) for one in (raised, found))

        def told(row: Row) -> float:
            more = (sum(row) - mean) / mean
            own = _alike(row) * sum(row) / mean - raised * more
            met = _dot(row, shares) / mean - chance * more
            return (own - chance - 2 * (1 - plain) * (met - chance)) / (1 - chance)

        return by_student(alpha, held.error(told, plain), held.n, _LINEAR)

    def on(self, category: str) -> Figure:
        """Agreement on one category: of the pairs in which one person said it, both did.

        Pairs in which both did count double (Spitzer and Fleiss 1974, doi 10.1192/bjp.125.4.341);
        of two people it is what `Square.on` gives. Interval: of a ratio of two sums over reports.
        """
        held = self.shared
        if not held.n:
            return undefined(0, ALONE)
        at = self.categories.index(category) if category in self.categories else None
        said = 0 if at is None else sum(row[at] for row in held.rows)
        if at is None or not said:
            return undefined(held.n, f"nobody said {category}")
        whole = held.mean(lambda row: row[at] * (sum(row) - 1))
        value = held.mean(lambda row: row[at] * (row[at] - 1)) / whole
        error = held.error(
            lambda row: row[at] * (row[at] - 1 - value * (sum(row) - 1)) / whole, 0.0
        )
        return by_student(value, error, held.n, "linearised, Student's t")

    def shares(self, whole: Callable[[Row], float]) -> list[float]:
        """Of each category the mean of its part of `whole`."""
        return [self.mean(partial(_part, k, whole)) for k in range(len(self.categories))]

    def mean(self, told: Callable[[Row], float]) -> float:
        """The mean of `told` over all reports."""
        return math.fsum(n * told(row) for row, n in self.rows.items()) / self.n

    def error(self, told: Callable[[Row], float], middle: float) -> float:
        """The standard error of the mean of `told` over all reports; 0.0 of a single one."""
        if self.n < _PAIR:
            return 0.0
        square = math.fsum(n * (told(row) - middle) ** 2 for row, n in self.rows.items())
        return math.sqrt(square / (self.n * (self.n - 1)))


def _alike(row: Row) -> float:
    """The share of pairs of judgements in a row that are the same; 0.0 where there is no pair."""
    n = sum(row)
    return sum(k * (k - 1) for k in row) / (n * (n - 1)) if n >= _PAIR else 0.0


def _part(at: int, whole: Callable[[Row], float], row: Row) -> float:
    return row[at] / whole(row)


def _dot(row: Row, shares: Sequence[float]) -> float:
    return math.fsum(count * share for count, share in zip(row, shares, strict=True))
