"""Which terms stand together: a network whose edges count the records that two terms share.

The strength of a term is the sum of its edges. To cut the network off where strength runs out is
the way of litsearchr (Grames, Stillman, Tingley & Elphick 2019, Methods in Ecology and Evolution
10(10), 1645-1654, doi 10.1111/2041-210X.13268): by its cumulative rule the strongest terms are kept
that hold a share of all strength between them; 0.8 is usual there (verified in
https://rdrr.io/github/elizagrames/litsearchr/man/find_cutoff.html).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")
SHARE = 0.8


def strengths(held: Mapping[T, frozenset[int]]) -> dict[T, int]:
    """The node strength of each term. held: term -> the numbers of the records that have it.

    A record with k terms adds k - 1 to each of them, so no edge is made. Cost: linear in `held`.
    """
    terms_in = Counter(number for numbers in held.values() for number in numbers)
    return {term: sum(terms_in[n] - 1 for n in numbers) for term, numbers in held.items()}


def neighbours(
    term: T, held: Mapping[T, frozenset[int]], among: Iterable[T], most: int
) -> tuple[tuple[T, int], ...]:
    """The strongest edges of `term` to others `among` the terms: (other, records shared)."""
    own = held[term]
    edges = [(other, len(own & held[other])) for other in among if other != term]
    strongest = sorted(edges, key=lambda edge: -edge[1])[:most]
    return tuple(edge for edge in strongest if edge[1])


def cut_off(found: Iterable[int], share: float = SHARE) -> int:
    """The least strength that is kept by the cumulative rule; 0 where there is no strength.

    Strengths in descending order are added up until they make `share` (0 to 1) of all; the one that
    reaches it is the last that is kept, with all others as strong.
    """
    ranked = sorted(found, reverse=True)
    wanted = share * sum(ranked)
    if not wanted:
        return 0
    sums = zip(ranked, accumulate(ranked), strict=True)
    return next(strength for strength, held in sums if held >= wanted - 1e-9)
