"""The generalised least squares fit by a covariance of effects within clusters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from litreview.synthesis.clustered import Blocks
from litreview.synthesis.design import Design
from litreview.synthesis.effects import Floats

Likelihood = Literal["REML", "ML"]


@dataclass(frozen=True, eq=False)
class Working:
    """Everything that follows from the covariance V that `blocks` has."""

    of: Design
    blocks: Blocks

    @cached_property
    def vx(self) -> Floats:
        """V^-1 X, shape (k, p)."""
        return self.blocks.solve(self.of.x)

    @cached_property
    def inverse(self) -> Floats:
        """(X'V^-1 X)^-1, shape (p, p): the covariance of the coefficients if V is right."""
        return np.asarray(np.linalg.inv(self.of.x.T @ self.vx), dtype=np.float64)

    @cached_property
    def beta(self) -> Floats:
        """The coefficients, shape (p,)."""
        beta: Floats = self.inverse @ (self.vx.T @ self.of.effects.yi)
        return beta

    @cached_property
    def residuals(self) -> Floats:
        """Y - X beta, shape (k,)."""
        residuals: Floats = self.of.effects.yi - self.of.x @ self.beta
        return residuals

    @cached_property
    def py(self) -> Floats:
        """V^-1 (y - X beta), shape (k,)."""
        return self.blocks.solve(self.residuals)

    @cached_property
    def rss(self) -> float:
        """The residuals' generalised sum of squares; Cochran's Q where only sampling errs."""
        return float(self.residuals @ self.py)

    @property
    def trace_p(self) -> float:
        """tr(P), P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1."""
        return self.blocks.trace - float(np.trace(self.inverse @ (self.vx.T @ self.vx)))

    def likelihood(self, method: Likelihood) -> float:
        """The log likelihood, full or restricted."""
        of = self.of
        value = -self.blocks.log_det / 2 - self.rss / 2
        if method == "ML":
            return value - of.k / 2 * math.log(2 * math.pi)
        _, of_x = np.linalg.slogdet(of.x.T @ of.x)
        _, of_a = np.linalg.slogdet(self.inverse)
        return value + float(of_x) / 2 + float(of_a) / 2 - of.df / 2 * math.log(2 * math.pi)

    def score(self, method: Likelihood) -> Floats:
        """The slopes of the log likelihood in between and within, shape (2,)."""
        blocks, clusters = self.blocks, self.blocks.clusters
        data = np.array([np.sum(clusters.sums(self.py) ** 2), np.sum(self.py**2)])
        expected = np.array([blocks.ones.sum(), blocks.trace])
        if method == "REML":
            sums = clusters.sums(self.vx)
            used = [np.trace(self.inverse @ (m.T @ m)) for m in (sums, self.vx)]
            expected = expected - np.array(used)
        slopes: Floats = (data - expected) / 2
        return slopes
