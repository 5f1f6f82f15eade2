"""Agreement of two people: a square of how often one said this and the other that."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from litreview.screening.agreement.figure import (
    Figure,
    by_normal,
    share,
    undefined,
    wilson,
)

NOTHING = "no report was judged by both"


@dataclass(frozen=True)
class Square:
    """counts: (what the first said, what the second said) -> on how many reports."""

    counts: Counter[tuple[str, str]]

    @classmethod
    def of(cls, said: Iterable[tuple[str, str]]) -> Square:
        """Over one pair of categories a report."""
        return cls(Counter(said))

    @cached_property
    def n(self) -> int:
        """The reports that both judged."""
        return self.counts.total()

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Those that either used."""
        return tuple(sorted({one for cell in self.counts for one in cell}))

    @cached_property
    def same(self) -> int:
        """The reports on which both said the same."""
        return sum(n for (a, b), n in self.counts.items() if a == b)

    def raw(self) -> Figure:
        """The share of reports on which both said the same."""
        return share(self.same, self.n, NOTHING)

    def on(self, category: str) -> Figure:
        """Agreement on one category: of all that either called so, weighing what both did double.

        2a / (2a + d), where both said it of a reports and one alone of d (Fleiss 1975, doi
        10.2307/2529549; of two categories, these are positive and negative agreement: Cicchetti and
        Feinstein 1990, doi 10.1016/0895-4356(90)90159-M). It rises with p = a / (a + d) as
        2p / (1 + p), so Wilson's interval for p is carried over.
        """
        both = self.counts[category, category]
        either = sum(n for cell, n in self.counts.items() if category in cell)
        if not either:
            return undefined(self.n, f"neither said {category}" if self.n else NOTHING)
        low, high = (2 * p / (1 + p) for p in wilson(both, either))
        return Figure(2 * both / (both + either), self.n, low, high, "Wilson, carried over")

    def adjusted(self, categories: int) -> Figure:
        """Prevalence- and bias-adjusted kappa: raw agreement p as (p - 1/q) / (1 - 1/q).

        q: how many `categories` could be chosen. Byrt, Bishop and Carlin 1993 (doi
        10.1016/0895-4356(93)90018-V) for two, Brennan and Prediger 1981 (doi
        10.1177/001316448104100307) for more. The interval is Wilson's for p, carried over.
        """
        if not self.n:
            return undefined(0, NOTHING)
        chance = 1 / categories
        value, low, high = (
            (p - chance) / (1 - chance) for p in (self.same / self.n, *wilson(self.same, self.n))
        )
        return Figure(value, self.n, low, high, "Wilson, carried over")

    def cohen(self) -> Figure:
        """Cohen's kappa, unweighted (Cohen 1960, doi 10.1177/001316446002000104).

        Interval: the asymptotic standard error of Fleiss, Cohen and Everitt 1969 (doi
        10.1037/h0028106), normal.
        """
        if not self.n:
            return undefined(0, NOTHING)
        names, n = self.categories, self.n
        if len(names) == 1:
            return undefined(n, f"both said {names[0]} of every report")
        first = {k: sum(self.counts[k, other] for other in names) / n for k in names}
        second = {k: sum(self.counts[other, k] for other in names) / n for k in names}
        chance = sum(first[k] * second[k] for k in names)
        kappa = (self.same / n - chance) / (1 - chance)
        error = math.sqrt(max(0.0, self._variance(names, first, second, kappa)))
        return by_normal(kappa, error / (1 - chance), n, "asymptotic (Fleiss, Cohen, Everitt)")

    def _variance(
        self,
        names: Sequence[str],
        first: dict[str, float],
        second: dict[str, float],
        kappa: float,
    ) -> float:
        """The variance of kappa times the square of what chance leaves."""
        n, lost = self.n, 1 - kappa
        chance = sum(first[k] * second[k] for k in names)
        on = sum(self.counts[k, k] / n * (1 - (first[k] + second[k]) * lost) ** 2 for k in names)
        off = sum(
            count / n * (second[a] + first[b]) ** 2
            for (a, b), count in self.counts.items()
            if a != b
        )
        return (on + lost**2 * off - (kappa - chance * lost) ** 2) / n
