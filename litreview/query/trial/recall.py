"""Relative recall and its interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from litreview.query.trial.judging import Judged

Z95 = 1.959963984540054
"""The quantile of the normal distribution for two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Studies of a gold set by outcome.

    unknown: no abstract, and the title does not suffice. no_text: not in the review, and the gold
    set has no title either.
    """

    retrieved: int
    missed: int
    unknown: int = 0
    no_text: int = 0

    @property
    def decided(self) -> int:
        """Those whose text says yes or no."""
        return self.retrieved + self.missed

    @property
    def total(self) -> int:
        """All."""
        return self.decided + self.unknown + self.no_text

    @property
    def value(self) -> float | None:
        """Retrieved among the decided, from 0 to 1; None where none is."""
        return self.retrieved / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval of `value`."""
        return wilson(self.retrieved, self.decided)

    @property
    def bounds(self) -> tuple[float, float]:
        """What recall would be if all undecided studies were missed, and if all were retrieved."""
        if not self.total:
            return 0.0, 1.0
        open_ = self.unknown + self.no_text
        return self.retrieved / self.total, (self.retrieved + open_) / self.total


def recall(judged: Iterable[Judged]) -> Recall:
    """The studies counted by outcome."""
    found = Counter(one.outcome for one in judged)
    return Recall(found["retrieved"], found["missed"], found["unknown"], found["no text"])


def wilson(successes: int, total: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a proportion, both ends from 0 to 1; of nothing it is all.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22(158), 209-212.
    doi 10.1080/01621459.1927.10502953
    """
    if not total:
        return 0.0, 1.0
    share = successes / total
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    middle = share + z * z / (2 * total)
    scale = 1 + z * z / total
    low = 0.0 if successes == 0 else (middle - spread) / scale
    high = 1.0 if successes == total else (middle + spread) / scale
    return max(0.0, low), min(1.0, high)
