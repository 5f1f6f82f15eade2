"""Effects with a design matrix, and what follows from one value of the heterogeneity.

Everything is computed from sums over the effects, never from a k x k matrix: linear in k.
Notation of Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261-293:
W = diag(1 / (v_i + tau2)), A = (X'WX)^-1, P = W - WXAX'W.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from litreview.errors import UsageError
from litreview.synthesis.effects import Effects, Floats

_SINGULAR = 1e-10
"""A design whose smallest singular value is this share of its largest cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Moderators:
    """Columns of a design matrix: values of shape (k, m) and their m names, without intercept."""

    values: Floats
    names: tuple[str, ...]


@dataclass(frozen=True)
class Design:
    """Effects and their design matrix `x` of shape (k, p), of full column rank.

    names: of its columns. intercept: whether the first column is one.
    """

    effects: Effects
    x: Floats
    names: tuple[str, ...]
    intercept: bool = True

    @property
    def k(self) -> int:
        """How many effects."""
        return self.effects.k

    @property
    def p(self) -> int:
        """How many coefficients."""
        return int(self.x.shape[1])

    @property
    def df(self) -> int:
        """Residual degrees of freedom, k - p."""
        return self.k - self.p

    def at(self, tau2: float) -> Weighted:
        """The weighted least squares fit with weights 1 / (v_i + tau2)."""
        return Weighted(self, 1 / (self.effects.vi + tau2))

    @cached_property
    def fixed(self) -> Weighted:
        """The fit with weights 1 / v_i."""
        return self.at(0.0)

    @cached_property
    def typical(self) -> float:
        """The typical sampling variance (Higgins and Thompson 2002, doi 10.1002/sim.1186)."""
        return self.df / self.fixed.trace_p


@dataclass(frozen=True)
class Weighted:
    """A weighted least squares fit with the weights `w` of shape (k,)."""

    design: Design
    w: Floats

    @cached_property
    def inverse(self) -> Floats:
        """A = (X'WX)^-1, shape (p, p): the covariance of the coefficients."""
        x = self.design.x
        return np.asarray(np.linalg.inv((x * self.w[:, None]).T @ x), dtype=np.float64)

    @cached_property
    def beta(self) -> Floats:
        """The coefficients, shape (p,)."""
        beta: Floats = self.inverse @ (self.design.x.T @ (self.w * self.design.effects.yi))
        return beta

    @cached_property
    def residuals(self) -> Floats:
        """Y - X beta, shape (k,)."""
        residuals: Floats = self.design.effects.yi - self.design.x @ self.beta
        return residuals

    @cached_property
    def rss(self) -> float:
        """y'Py, the weighted sum of squared residuals."""
        return float(self.w @ self.residuals**2)

    @cached_property
    def rss_squared(self) -> float:
        """Y'PPy."""
        return float(np.sum((self.w * self.residuals) ** 2))

    @property
    def trace_p(self) -> float:
        """tr(P)."""
        return float(self.w.sum() - np.trace(self.inverse @ self.cross(2)))

    @property
    def trace_pp(self) -> float:
        """tr(PP)."""
        ones = np.ones(self.design.k)
        return self.trace_pdpd(ones, ones)

    def trace_pd(self, d: Floats) -> float:
        """tr(PD) for a diagonal D, given as its diagonal of shape (k,)."""
        return float(self.w @ d - np.trace(self.inverse @ self.cross(2, d)))

    def trace_pdpd(self, d: Floats, e: Floats) -> float:
        """tr(P D P E) for diagonals D and E."""
        one = float(np.sum(self.w**2 * d * e))
        two = float(np.trace(self.inverse @ self.cross(3, d * e)))
        left, right = self.inverse @ self.cross(2, d), self.inverse @ self.cross(2, e)
        return one - 2 * two + float(np.trace(left @ right))

    def cross(self, power: int, d: Floats | None = None) -> Floats:
        """X' W^power D X, shape (p, p)."""
        x = self.design.x
        weights = self.w**power if d is None else self.w**power * d
        cross: Floats = (x * weights[:, None]).T @ x
        return cross


def design(
    effects: Effects, moderators: Moderators | None = None, *, intercept: bool = True
) -> Design:
    """The design of a synthesis: an intercept and `moderators`. Raises UsageError.

    Refused: no effects at all, moderators that are no numbers or of another length, columns of
    which one follows from the others, and as many coefficients as effects or more, where there
    are moderators.
    """
    if not effects.k:
        raise UsageError("there is no effect to pool", remedy="see why each was left out")
    columns = [np.ones((effects.k, 1))] if intercept or moderators is None else []
    names = ["intercept"] if columns else []
    if moderators is not None:
        _check(effects, moderators)
        columns.append(np.asarray(moderators.values, dtype=np.float64))
        names += moderators.names
    x = np.hstack(columns)
    _full_rank(x, names)
    return Design(effects, x, tuple(names), intercept=bool(names and names[0] == "intercept"))


def _check(effects: Effects, moderators: Moderators) -> None:
    values = np.asarray(moderators.values, dtype=np.float64)
    if values.shape != (effects.k, len(moderators.names)):
        raise UsageError(
            f"the moderators are of shape {values.shape}, the effects are {effects.k}",
            remedy="give one value of each moderator for each effect",
        )
    if not np.isfinite(values).all():
        raise UsageError(
            "a moderator has a value that is no finite number",
            remedy="leave effects without a value out, and say so",
        )


def _full_rank(x: Floats, names: list[str]) -> None:
    k, p = x.shape
    if p > 1 and k <= p:
        raise UsageError(
            f"{k} effects cannot tell {p} coefficients apart",
            remedy="use fewer moderators or subgroups",
        )
    scaled = x / np.maximum(np.abs(x).max(axis=0), np.finfo(float).tiny)
    singular = np.linalg.svd(scaled, compute_uv=False)
    if singular[-1] <= _SINGULAR * singular[0]:
        raise UsageError(
            f"of {', '.join(names)} one follows from the others",
            remedy="leave one of them out",
        )
