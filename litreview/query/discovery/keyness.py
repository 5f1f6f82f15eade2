"""How much more a term belongs to one set of records than to another: the log-odds ratio.

With an informative Dirichlet prior, as in Monroe, Colaresi & Quinn 2008, "Fightin' Words",
Political Analysis 16(4), 372-403, doi 10.1093/pan/mpn018, equations 15, 16, 18, 19 and 22.
"""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple


class Counts(NamedTuple):
    """A term in one set. term: how often it occurs; total: how often any term of its kind does."""

    term: int
    total: int


class Keyness(NamedTuple):
    """ratio: the difference of the log-odds (natural logarithm), positive for the first set.

    z: that difference in units of its standard deviation; 1.96 and more is rare by chance for one
    term looked at alone, not for the best of thousands.
    """

    ratio: float
    z: float


def log_odds(inside: Counts, outside: Counts, *, weight: float) -> Keyness:
    """The log-odds ratio of a term between two sets, drawn towards none by the prior.

    weight: the pseudo-occurrences of all terms together (alpha 0), positive; the term's own share
    of them (alpha w) is its share in both sets. With y occurrences of n in a set,

        delta = log((y1 + a) / (n1 + a0 - y1 - a)) - log((y2 + a) / (n2 + a0 - y2 - a))
        variance = 1 / (y1 + a) + 1 / (y2 + a)

    A term that neither set has, or that is all there is, tells nothing: 0, 0.
    """
    seen, all_seen = inside.term + outside.term, inside.total + outside.total
    if not 0 < seen < all_seen:
        return Keyness(0.0, 0.0)
    prior = weight * seen / all_seen
    first, second = inside.term + prior, outside.term + prior
    ratio = log(first / (inside.total + weight - first)) - log(
        second / (outside.total + weight - second)
    )
    return Keyness(ratio, ratio / sqrt(1 / first + 1 / second))
