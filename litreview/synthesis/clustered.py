"""Covariances of one block a cluster: v_i + within on the diagonal, and `between` everywhere.

The inverse of a block is known in closed form (Sherman and Morrison 1950, doi
10.1214/aoms/1177729893), so nothing here is larger than the effects: linear in their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from litreview.synthesis.effects import Floats


@dataclass(frozen=True)
class Clusters:
    """Which cluster each effect is in. of: shape (k,), whole numbers from 0; n: how many."""

    of: NDArray[np.intp]
    names: tuple[str, ...]

    @classmethod
    def by(cls, names: Sequence[str]) -> Clusters:
        """Clusters in the order in which they come."""
        order = tuple(dict.fromkeys(names))
        places = {name: at for at, name in enumerate(order)}
        return cls(np.array([places[name] for name in names], dtype=np.intp), order)

    @property
    def n(self) -> int:
        """How many clusters."""
        return len(self.names)

    def sums(self, values: Floats) -> Floats:
        """The sums within clusters of `values`, of shape (k,) or (k, m)."""
        found = np.zeros((self.n, *values.shape[1:]))
        np.add.at(found, self.of, values)
        return found


@dataclass(frozen=True)
class Blocks:
    """The inverse of V = diag(v + within) + between within clusters."""

    vi: Floats
    clusters: Clusters
    between: float
    within: float

    @cached_property
    def d(self) -> Floats:
        """1 / (v + within), shape (k,)."""
        return 1 / (self.vi + self.within)

    @cached_property
    def shrink(self) -> Floats:
        """Between / (1 + between * sum of d), by cluster."""
        return self.between / (1 + self.between * self.clusters.sums(self.d))

    def solve(self, x: Floats) -> Floats:
        """V^-1 x, for x of shape (k,) or (k, m)."""
        d = self.d if x.ndim == 1 else self.d[:, None]
        shrink = self.shrink if x.ndim == 1 else self.shrink[:, None]
        weighted = d * x
        return weighted - d * (shrink * self.clusters.sums(weighted))[self.clusters.of]

    @cached_property
    def log_det(self) -> float:
        """Log |V|."""
        blocks = 1 + self.between * self.clusters.sums(self.d)
        return float(np.log(blocks).sum() - np.log(self.d).sum())

    @cached_property
    def trace(self) -> float:
        """tr(V^-1)."""
        squares = self.clusters.sums(self.d**2)
        return float(self.d.sum() - self.shrink @ squares)

    @cached_property
    def ones(self) -> Floats:
        """1' V_i^-1 1 for each cluster."""
        total = self.clusters.sums(self.d)
        return total - self.shrink * total**2
