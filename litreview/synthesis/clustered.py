"""Covariances of one block a cluster: sampling + `within` on the diagonal, `between` everywhere.

The inverse of a block is known in closed form, one rank after the other (Sherman and Morrison 1950,
doi 10.1214/aoms/1177729893), so nothing here is larger than the effects: linear in their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from litreview.synthesis.clusters import Clusters
from litreview.synthesis.effects import Floats
from litreview.synthesis.sampling import Sampling


@dataclass(frozen=True, eq=False)
class Blocks:
    """V = sampling + within I + between within clusters, and its inverse.

    The groups of `sampling` lie inside the clusters.
    """

    sampling: Sampling
    clusters: Clusters
    between: float
    within: float

    @cached_property
    def d(self) -> Floats:
        """1 / (own sampling variance + within), shape (k,)."""
        return 1 / (self.sampling.own + self.within)

    @cached_property
    def _pull(self) -> Floats:
        """1 / (1 + u'Du) for the shared part u of each group of the sampling errors."""
        return 1 / (1 + self.sampling.groups.sums(self.d * self.sampling.shared**2))

    @cached_property
    def _inner_ones(self) -> Floats:
        return self._inner(np.ones_like(self.d))

    @cached_property
    def _shrink(self) -> Floats:
        """Between / (1 + between * 1'B^-1 1), by cluster, B being V without `between`."""
        return self.between / (1 + self.between * self.clusters.sums(self._inner_ones))

    def _inner(self, x: Floats) -> Floats:
        """B^-1 x, B being V without `between`."""
        weighted = _by_row(self.d, x) * x
        if not self.sampling.correlated:
            return weighted
        groups, shared = self.sampling.groups, self.sampling.shared
        dot = groups.sums(_by_row(shared, x) * weighted) * _by_row(self._pull, x)
        inner: Floats = weighted - _by_row(self.d * shared, x) * dot[groups.of]
        return inner

    def solve(self, x: Floats) -> Floats:
        """V^-1 x, for x of shape (k,) or (k, m)."""
        inner = self._inner(x)
        pulled = _by_row(self._shrink, x) * self.clusters.sums(inner)
        solved: Floats = inner - _by_row(self._inner_ones, x) * pulled[self.clusters.of]
        return solved

    @cached_property
    def log_det(self) -> float:
        """Log |V|."""
        blocks = 1 + self.between * self.clusters.sums(self._inner_ones)
        return float(np.log(blocks).sum() - np.log(self._pull).sum() - np.log(self.d).sum())

    @cached_property
    def trace(self) -> float:
        """tr(V^-1)."""
        squares = self.sampling.groups.sums((self.d * self.sampling.shared) ** 2)
        inner = float(self.d.sum() - self._pull @ squares)
        return inner - float(self._shrink @ self.clusters.sums(self._inner_ones**2))

    @cached_property
    def ones(self) -> Floats:
        """1' V_i^-1 1 for each cluster."""
        total = self.clusters.sums(self._inner_ones)
        ones: Floats = total - self._shrink * total**2
        return ones

    def dense(self, places: NDArray[np.intp]) -> Floats:
        """V of the effects at `places`, which are of one cluster."""
        sampling = self.sampling
        group, shared = sampling.groups.of[places], sampling.shared[places]
        together = np.equal.outer(group, group) * np.outer(shared, shared)
        whole: Floats = np.diag(sampling.own[places] + self.within) + together + self.between
        return whole


def _by_row(values: Floats, x: Floats) -> Floats:
    """`values` of shape (n,) so that they multiply the rows of x, which has one or two axes."""
    return values if x.ndim == 1 else values[:, None]
