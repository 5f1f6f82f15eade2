"""Which effects belong together, and sums over those that do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litreview.synthesis.effects import Floats


@dataclass(frozen=True, eq=False)
class Clusters:
    """Which cluster each effect is in. of: shape (k,), whole numbers from 0; names: of each."""

    of: NDArray[np.intp]
    names: tuple[str, ...]

    @classmethod
    def by(cls, names: Sequence[str]) -> Clusters:
        """Clusters in the order in which they come."""
        order = tuple(dict.fromkeys(names))
        places = {name: at for at, name in enumerate(order)}
        return cls(np.array([places[name] for name in names], dtype=np.intp), order)

    @classmethod
    def alone(cls, k: int) -> Clusters:
        """Each of k effects by itself."""
        return cls(np.arange(k, dtype=np.intp), tuple(map(str, range(k))))

    def within(self, names: Sequence[str]) -> Clusters:
        """The groups of `names` inside these clusters: one name in two clusters is two groups."""
        return Clusters.by([f"{at}/{name}" for at, name in zip(self.of, names, strict=True)])

    @property
    def n(self) -> int:
        """How many clusters."""
        return len(self.names)

    def sums(self, values: Floats) -> Floats:
        """The sums within clusters of `values`, of shape (k,) or (k, m)."""
        if values.ndim == 1:
            sums: Floats = np.bincount(self.of, values, self.n).astype(np.float64, copy=False)
            return sums
        return np.stack([self.sums(column) for column in values.T], axis=1)

    def places(self) -> tuple[NDArray[np.intp], ...]:
        """The places of the effects of each cluster."""
        order = np.argsort(self.of, kind="stable")
        ends = np.cumsum(np.bincount(self.of, minlength=self.n))
        return tuple(np.split(order, ends[:-1]))
