"""Draws without replacement: the tail of the hypergeometric distribution, on arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def at_least(m: int, marked: Whole, size: Whole, drawn: int) -> Real:
    """P(Y >= m) for each urn: `size` balls, `marked` of them marked, `drawn` taken out.

    P(Y = y) = C(marked, y) C(size - marked, drawn - y) / C(size, drawn), from logarithms of the
    gamma function. Linear in `m` times the number of urns; exact to about 1e-10.
    """
    below = np.zeros(len(marked))
    if m > drawn:
        return below
    table = gammaln(np.arange(int(size.max()) + 1) + 1.0)  # log n! by n
    others = size - marked
    whole = table[size] - table[drawn] - table[size - drawn]
    for y in range(m):
        rest = drawn - y
        fits = (marked >= y) & (others >= rest)
        log = table[marked] - table[y] - table[np.maximum(marked - y, 0)]
        log += table[others] - table[rest] - table[np.maximum(others - rest, 0)] - whole
        below += np.where(fits, np.exp(np.where(fits, log, 0.0)), 0.0)
    found: Real = np.clip(1.0 - below, 0.0, 1.0)
    return found


def most_marked(seen: int, drawn: int, size: int, confidence: float) -> int:
    """The most marked balls that an urn of `size` may hold, with `confidence`.

    `drawn` balls were taken at random, `seen` of them marked: the largest K with
    P(X <= seen | K) > 1 - confidence, which is the exact one-sided bound.
    """
    low, high = seen, size - (drawn - seen)  # P(X <= seen) falls with K, and is 1 at K = seen
    while low < high:
        middle = (low + high + 1) // 2
        one = np.array([middle]), np.array([size])
        p = 1.0 - float(at_least(seen + 1, *one, drawn)[0])
        low, high = (middle, high) if p > 1.0 - confidence else (low, middle - 1)
    return low
