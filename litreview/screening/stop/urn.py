"""Draws without replacement: tails of the hypergeometric distribution, on arrays.

An urn holds `size` balls, `marked` of them marked; `drawn` are taken out, Y of them marked:
P(Y = y) = C(marked, y) C(size - marked, drawn - y) / C(size, drawn).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
NEGLIGIBLE = 1e-17
"""A term below this share of the sum ends it."""


def at_least(m: int, marked: Whole, size: Whole, drawn: int) -> Real:
    """P(Y >= m), one for each urn, exact to about 1e-9 of itself or of its complement.

    The sum begins at `m` and goes away from the mean, so that terms fall and none underflows that
    counts; the number of steps grows with the standard deviation of Y.
    """
    others = size - marked
    above = (m * size > marked * drawn) | (m > np.minimum(marked, drawn))
    y = np.where(above, m, m - 1)
    possible = (y >= np.maximum(0, drawn - others)) & (y <= np.minimum(marked, drawn))
    term = np.where(possible, np.exp(_log_chance(y, marked, others, drawn, possible)), 0.0)
    total = term.copy()
    step = np.where(above, 1, -1)
    while bool((term > NEGLIGIBLE * total).any()):
        up = (marked - y) * (drawn - y) / np.maximum((y + 1) * (others - drawn + y + 1), 1)
        down = y * (others - drawn + y) / np.maximum((marked - y + 1) * (drawn - y + 1), 1)
        term = term * np.maximum(np.where(above, up, down), 0.0)
        total += term
        y = y + step
    return np.clip(np.where(above, total, 1.0 - total), 0.0, 1.0)


def smallest(m: int, marked: Whole, size: Whole, drawn: int) -> float:
    """The smallest P(Y >= m) of several urns, computing only those that may have it.

    Of an urn whose mean lies d above m - 1, with variance v, P is at least d^2 / (v + d^2)
    (Cantelli's inequality). So the most promising urn is computed, and those that may be below it.
    """
    share = marked / size
    spread = drawn * share * (1 - share) * (size - drawn) / np.maximum(size - 1, 1)
    over = drawn * share - (m - 1)
    best = [int(np.argmin(over / np.sqrt(spread + 1)))]
    found = float(at_least(m, marked[best], size[best], drawn)[0])
    may = (over <= 0) | (over**2 < found * (spread + over**2))
    may[best] = False
    if not may.any():
        return found
    return min(found, float(at_least(m, marked[may], size[may], drawn).min(initial=1.0)))


def _log_chance(
    y: Whole, marked: Whole, others: Whole, drawn: int, possible: NDArray[np.bool_]
) -> Real:
    """The logarithm of P(Y = y); 0 where that is not possible."""
    size = marked + others
    parts = _log_choose(marked, y) + _log_choose(others, drawn - y) - _log_choose(size, drawn)
    return np.where(possible, parts, 0.0)


def _log_choose(n: Whole, k: Whole | int) -> Real:
    k = np.clip(k, 0, n)
    found: Real = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return found


def most_marked(seen: int, drawn: int, size: int, confidence: float) -> int:
    """The most marked balls that an urn may hold, one-sided, with `confidence`.

    `drawn` balls were taken, `seen` of them marked: the largest `marked` with
    P(Y <= seen) > 1 - confidence (the exact bound; Clopper & Pearson 1934 is its limit for large
    urns). All unseen balls, where nothing was drawn.
    """
    low, high = seen, size - (drawn - seen)  # P(Y <= seen) falls as `marked` grows
    while low < high:
        middle = (low + high + 1) // 2
        p = 1.0 - float(at_least(seen + 1, np.array([middle]), np.array([size]), drawn)[0])
        low, high = (middle, high) if p > 1.0 - confidence else (low, middle - 1)
    return low


def fewest_unread(found: int, recall: float) -> int:
    """How many relevant reports must be unread, at least, for too low a recall.

    The fewest in all of which `found` is less than that share, minus `found`: floor(found /
    recall) + 1 - found, in whole numbers, so that no rounding moves it.
    """
    share = Fraction(recall).limit_denominator(1_000_000)
    return found * share.denominator // share.numerator + 1 - found
