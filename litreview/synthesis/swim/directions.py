"""Vote counting by direction of effect, with an exact sign test.

Boon and Thomson 2021 (doi 10.1002/jrsm.1458): several outcomes of one study in one domain count
once, in the direction that at least 70 % of them have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import comb
from typing import Final

SHARE: Final = 0.7
"""Of a study's outcomes in a domain that must go one way."""


@dataclass(frozen=True, slots=True)
class Direction:
    """One estimate. sign: +1 better, -1 worse, 0 no difference, None where it cannot be told."""

    study: str
    domain: str
    sign: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """Studies of one domain.

    better, worse: of those with a direction; neither: no difference, or no clear way; unclear:
    none of its estimates tells.
    share: better / (better + worse), with its Clopper-Pearson interval; p: of the exact two-sided
    sign test; all three None where no study has a direction.
    """

    domain: str
    better: int
    worse: int
    neither: int
    unclear: int
    share: float | None
    interval: tuple[float, float] | None
    p: float | None
    studies: Mapping[str, int | None]


def of_study(signs: Iterable[int | None], share: float = SHARE) -> int | None:
    """The one direction of a study's estimates; 0 where too few go one way; None: none tells."""
    told = [sign for sign in signs if sign is not None]
    if not told:
        return None
    for way in (1, -1):
        if told.count(way) >= share * len(told):
            return way
    return 0


def sign_test(better: int, worse: int) -> float | None:
    """The two-sided p of as uneven a split by chance, exact; None where nothing goes either way.

    Conover 1999, Practical Nonparametric Statistics, section 3.4.
    """
    n = better + worse
    tail = sum(comb(n, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / 2**n) if n else None


def count(
    estimates: Iterable[Direction], *, level: float = 0.95, share: float = SHARE
) -> tuple[Count, ...]:
    """The studies of each domain by direction, by domain in the order given.

    level: of the interval; share: of a study's estimates that must go one way.
    """
    held: dict[str, dict[str, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    for one in estimates:
        held[one.domain][one.study].append(one.sign)
    return tuple(
        _counted(domain, {study: of_study(signs, share) for study, signs in studies.items()}, level)
        for domain, studies in held.items()
    )


def _counted(domain: str, studies: Mapping[str, int | None], level: float) -> Count:
    ways = list(studies.values())
    better, worse = ways.count(1), ways.count(-1)
    share = interval = None
    if better + worse:
        from scipy import stats  # here: the rules above serve the plots too, which need no scipy

        found = stats.binomtest(better, better + worse).proportion_ci(level, method="exact")
        share, interval = better / (better + worse), (float(found.low), float(found.high))
    p = sign_test(better, worse)
    return Count(
        domain, better, worse, ways.count(0), ways.count(None), share, interval, p, studies
    )
