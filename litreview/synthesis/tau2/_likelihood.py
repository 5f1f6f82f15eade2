"""Finding the highest likelihood: on a grid, then by the root of the score around its best point.

The likelihood may have several maxima (Viechtbauer 2005); a grid over the whole range makes sure
that a lower one is not taken for the highest.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from litreview.synthesis.design import Design

_POINTS = 61
_SHARE = 1e-8


def highest(
    design: Design, likelihood: Callable[[float], float], score: Callable[[float], float]
) -> tuple[float, bool]:
    """The tau squared with the highest likelihood, and whether it is above zero."""
    from scipy.optimize import brentq

    yi, vi = design.effects.yi, design.effects.vi
    largest = float(np.ptp(yi)) ** 2 + float(vi.max())
    grid = [0.0, *np.geomspace(largest * _SHARE, largest * 4, _POINTS)]
    best = int(np.argmax([likelihood(tau2) for tau2 in grid]))
    low, high = grid[max(0, best - 1)], grid[min(len(grid) - 1, best + 1)]
    if score(low) <= 0 or score(high) >= 0:
        return _edge(score, low, high)
    return float(brentq(score, low, high, xtol=1e-300, rtol=8.9e-16, maxiter=500)), True


def _edge(score: Callable[[float], float], low: float, high: float) -> tuple[float, bool]:
    """The maximum at an end of the bracket: at zero, or where the score is level."""
    if score(low) <= 0:
        return low, low > 0
    return high, True
