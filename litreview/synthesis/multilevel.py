"""The variances between and within clusters that are likeliest.

y_ij = x_ij b + u_i + w_ij + e_ij with variances `between`, `within` and those of sampling
(Konstantopoulos 2011, doi 10.1002/jrsm.35; Van den Noortgate and others 2013, doi
10.3758/s13428-012-0261-6; with correlated e_ij Pustejovsky and Tipton 2022).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final

import numpy as np
from scipy import optimize

from litreview.synthesis.clustered import Blocks
from litreview.synthesis.clusters import Clusters
from litreview.synthesis.design import Design
from litreview.synthesis.effects import Floats
from litreview.synthesis.sampling import Sampling
from litreview.synthesis.working import Likelihood, Working

_TINY: Final = 1e-9
"""A share of the spread of the effects below which a variance is taken as zero."""
_GRID: Final = (0.0, 0.02, 0.1, 0.3, 0.8, 2.0)
"""Shares of the spread from which the search starts: the likeliest pair of them."""


def variances(
    of: Design,
    clusters: Clusters,
    sampling: Sampling,
    method: Likelihood,
    *,
    within: bool = True,
) -> tuple[float, float]:
    """The (between, within) with the highest likelihood, each at zero or above.

    within: whether effects of one cluster differ at all; else that variance is zero. Linear in the
    effects for each step of the search.
    """
    scale = max(float(np.var(of.effects.yi)), float(np.median(of.effects.vi)))

    def state(parts: Floats) -> Working:
        return Working(of, Blocks(sampling, clusters, *(scale * np.maximum(parts, 0.0))))

    def value(parts: Floats) -> tuple[float, Floats]:
        one = state(parts)
        return -one.likelihood(method), -one.score(method) * scale

    starts = product(_GRID, _GRID if within else (0.0,))
    start = min(starts, key=lambda parts: -state(np.array(parts)).likelihood(method))
    found = optimize.minimize(
        value, start, jac=True, method="L-BFGS-B", bounds=[(0, None), (0, None if within else 0)],
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500},
    )  # fmt: skip
    parts = _polished(np.asarray(found.x), lambda x: state(x).score(method) * scale)
    one, other = (float(scale * part) if part > _TINY else 0.0 for part in parts)
    return one, other


def _polished(parts: Floats, score: Callable[[Floats], Floats]) -> Floats:
    """The parts above zero where the score is level, to the last digits."""
    free = [at for at, part in enumerate(parts) if part > _TINY]
    if not free:
        return parts

    def of_free(values: Floats) -> Floats:
        every = parts.copy()
        every[free] = values
        return score(every)[free]

    solved = optimize.root(of_free, parts[free], method="hybr", options={"xtol": 1e-14})
    near = bool(np.all(solved.x > 0)) and bool(np.allclose(solved.x, parts[free], rtol=1e-2))
    polished = parts.copy()
    if near:
        polished[free] = solved.x
    return polished
