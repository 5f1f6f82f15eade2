"""Cluster-robust standard errors: right where effects of one study depend on each other somehow.

Hedges, Tipton and Johnson 2010, doi 10.1002/jrsm.5. CR0 is the plain sandwich, CR1 multiplies it by
m / (m - p) for m clusters and p coefficients, with m - p degrees of freedom. CR2 is unbiased if the
working covariance is right, with Satterthwaite's degrees of freedom (Bell and McCaffrey 2002;
Tipton 2015, doi 10.1037/met0000011; Pustejovsky and Tipton 2018, doi
10.1080/07350015.2016.1247004).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from litreview.errors import UsageError
from litreview.synthesis.choices import Sandwich
from litreview.synthesis.coefficients import Coefficient, Test, coefficient, wald
from litreview.synthesis.effects import Floats
from litreview.synthesis.working import Working

_SINGULAR = 1e-10
"""The share of the largest eigenvalue below which columns of a design cannot be told apart."""
_SMALL = 1e-12
"""Eigenvalues below this share are zero: of a cluster that a coefficient takes up wholly."""


@dataclass(frozen=True, eq=False)
class Robust:
    """Robust covariance of the coefficients of `working`, of the kind CR0, CR1 or CR2.

    Raises UsageError where there are no more clusters than coefficients, or one cluster alone tells
    one of them. For CR2 cubic in the effects of the largest cluster, else linear.
    """

    working: Working
    kind: Sandwich

    def __post_init__(self) -> None:
        n, p = self.working.blocks.clusters.n, self.working.of.p
        if n <= p:
            raise UsageError(
                f"{n} clusters are too few for {p} coefficients",
                remedy="use fewer moderators, or no robust errors",
            )
        if (alone := self._told_by_one()) is not None:
            raise UsageError(
                f"without the cluster {alone!r} the coefficients cannot be told apart",
                remedy="use moderators that several clusters tell, or no robust errors",
            )

    def _told_by_one(self) -> str | None:
        """A cluster without which the design lacks rank: its residuals tell no spread."""
        clusters = self.working.blocks.clusters
        x = self.working.of.x / np.abs(self.working.of.x).max(axis=0)
        products = clusters.sums((x[:, :, None] * x[:, None, :]).reshape(x.shape[0], -1))
        without = (products.sum(axis=0) - products).reshape(-1, x.shape[1], x.shape[1])
        values = np.linalg.eigvalsh(without)
        lacking = np.flatnonzero(values[:, 0] <= _SINGULAR * np.maximum(values[:, -1], 1.0))
        return clusters.names[lacking[0]] if lacking.size else None

    @property
    def _df(self) -> int:
        return self.working.blocks.clusters.n - self.working.of.p

    @cached_property
    def _influence(self) -> Floats:
        """How the coefficients move with each residual: A'V^-1 X (X'V^-1 X)^-1, shape (k, p)."""
        plain = self.working.vx @ self.working.inverse
        if self.kind != "CR2":
            return plain
        adjusted = np.empty_like(plain)
        for places in self.working.blocks.clusters.places():
            adjusted[places] = self._adjustment(places).T @ plain[places]
        return adjusted

    def _adjustment(self, places: NDArray[np.intp]) -> Floats:
        """A = D'(D (V - XMX') D')^(-1/2) D of a cluster, D the upper factor of V = D'D."""
        x = self.working.of.x[places]
        v = self.working.blocks.dense(places)
        upper = np.linalg.cholesky(v).T
        inner = upper @ (v - x @ self.working.inverse @ x.T) @ upper.T
        values, vectors = np.linalg.eigh((inner + inner.T) / 2)
        kept = values > _SMALL * float(np.trace(v)) ** 2
        roots = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
        adjustment: Floats = upper.T @ (vectors * roots) @ vectors.T @ upper
        return adjustment

    @cached_property
    def covariance(self) -> Floats:
        """Of the coefficients, shape (p, p)."""
        clusters = self.working.blocks.clusters
        pulls = clusters.sums(self._influence * self.working.residuals[:, None])
        covariance: Floats = pulls.T @ pulls
        return covariance * clusters.n / self._df if self.kind == "CR1" else covariance

    def coefficients(self, level: float) -> tuple[Coefficient, ...]:
        """Each with Student's t."""
        return tuple(
            coefficient(name, float(beta), math.sqrt(float(variance)), self._df_of(at), level)
            for at, (name, beta, variance) in enumerate(
                zip(self.working.of.names, self.working.beta, np.diag(self.covariance), strict=True)
            )
        )

    def test(self, first: int) -> Test:
        """That all coefficients from `first` on are zero: F, for CR2 approximately (HTZ).

        Its statistic is not a number where clusters are too few for it. Tipton and Pustejovsky
        2015, doi 10.3102/1076998615606099.
        """
        beta, inner = self.working.beta[first:], self.covariance[first:, first:]
        if np.linalg.matrix_rank(inner) < beta.size:
            return Test(math.nan, (beta.size, None), math.nan)
        if self.kind != "CR2":
            return wald(beta, inner, self._df)
        q = beta.size
        spread = self._spread(first)
        eta = q * (q + 1) / spread
        quadratic = float(beta @ np.linalg.solve(inner, beta))
        below = eta - q + 1
        if below <= 0:
            return Test(math.nan, (q, below), math.nan)
        statistic = below / (eta * q) * quadratic
        return Test(statistic, (q, below), float(stats.f.sf(statistic, q, below)))

    def _df_of(self, at: int) -> float:
        """Degrees of freedom of the coefficient `at`."""
        if self.kind != "CR2":
            return self._df
        own = self._products(self._influence[:, [at]])[:, 0, :, 0]
        return float(np.trace(own) ** 2 / np.sum(own**2))

    def _products(self, pulls: Floats) -> Floats:
        """Covariances of the pulls of clusters if V is right: shape (n, q, n, q)."""
        clusters, working = self.working.blocks.clusters, self.working
        by_x = np.stack(
            [clusters.sums(pulls[:, [at]] * working.of.x) for at in range(pulls.shape[1])], axis=1
        )
        found: Floats = -np.einsum("isp,pr,jtr->isjt", by_x, working.inverse, by_x, optimize=True)
        for at, places in enumerate(clusters.places()):
            here = pulls[places]
            found[at, :, at, :] += here.T @ working.blocks.dense(places) @ here
        return found

    def _spread(self, first: int) -> float:
        """The sum of the variances of the elements of the standardised robust covariance."""
        values, vectors = np.linalg.eigh(self.working.inverse[first:, first:])
        root = (vectors / np.sqrt(values)) @ vectors.T
        h = self._products(self._influence[:, first:] @ root)
        same = np.einsum("isjs,itjt->", h, h, optimize=True)
        crossed = np.einsum("isjt,itjs->", h, h, optimize=True)
        return float(same + crossed)
