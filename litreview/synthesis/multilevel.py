"""The three-level model: effects within clusters, which differ too.

y_ij = x_ij b + u_i + w_ij + e_ij with variances `between`, `within` and v_ij (Konstantopoulos 2011,
doi 10.1002/jrsm.35; Van den Noortgate and others 2013, doi 10.3758/s13428-012-0261-6).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import optimize, stats

from litreview.errors import UsageError
from litreview.synthesis.clustered import Blocks, Clusters
from litreview.synthesis.design import Design, Moderators, design
from litreview.synthesis.effects import Effects, Floats

Likelihood = Literal["REML", "ML"]
_TINY: Final = 1e-9
"""A share of the spread of the effects below which a variance is taken as zero."""


@dataclass(frozen=True, slots=True)
class ThreeLevel:
    """A fitted model.

    estimates, ses, cis: of the coefficients, normal; between, within: the variances; clusters,
    k: how many. i2: per cent of the variance between and within clusters, against a typical
    sampling variance (Cheung 2014, doi 10.1037/a0032968); icc: between / (between + within), None
    where both are zero. q: Cochran's Q as if all effects were independent.
    """

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    ses: tuple[float, ...]
    cis: tuple[tuple[float, float], ...]
    between: float
    within: float
    clusters: int
    k: int
    i2: tuple[float, float]
    icc: float | None
    q: float
    q_df: int
    q_p: float
    log_likelihood: float
    method: Likelihood
    notes: tuple[str, ...] = ()


def three_level(
    effects: Effects,
    *,
    method: Likelihood = "REML",
    moderators: Moderators | None = None,
    level: float = 0.95,
) -> ThreeLevel:
    """Fit the model; the clusters are those of `effects`. Raises UsageError: too few of them.

    Linear in the effects for each step of the search.
    """
    if not effects.clusters:
        raise UsageError("the effects have no clusters", remedy="name the study of each effect")
    clusters = Clusters.by(effects.clusters)
    if clusters.n < 2:  # noqa: PLR2004 - one cluster does not differ from itself
        raise UsageError("one cluster alone has no variance between clusters")
    of = design(effects, moderators)
    between, within = _variances(of, clusters, method)
    state = _State(of, Blocks(effects.vi, clusters, between, within))
    ses = np.sqrt(np.diag(state.inverse))
    half = float(stats.norm.ppf((1 + level) / 2)) * ses
    typical = of.typical
    whole = between + within + typical
    fixed = of.fixed
    return ThreeLevel(
        names=of.names,
        estimates=tuple(map(float, state.beta)),
        ses=tuple(map(float, ses)),
        cis=tuple((float(b - h), float(b + h)) for b, h in zip(state.beta, half, strict=True)),
        between=between,
        within=within,
        clusters=clusters.n,
        k=effects.k,
        i2=(100 * between / whole, 100 * within / whole),
        icc=between / (between + within) if between + within > 0 else None,
        q=fixed.rss,
        q_df=of.df,
        q_p=float(stats.chi2.sf(fixed.rss, of.df)),
        log_likelihood=state.likelihood(method),
        method=method,
        notes=_notes(clusters, effects, between, within),
    )


class _State:
    """Everything that follows from the two variances."""

    def __init__(self, of: Design, blocks: Blocks) -> None:
        self.of, self.blocks = of, blocks
        self.vx: Floats = blocks.solve(of.x)
        inverse = np.linalg.inv(of.x.T @ self.vx)
        self.inverse: Floats = np.asarray(inverse, dtype=np.float64)
        self.beta: Floats = self.inverse @ (self.vx.T @ of.effects.yi)
        residuals = of.effects.yi - of.x @ self.beta
        self.py: Floats = blocks.solve(residuals)
        self.rss = float(residuals @ self.py)

    def likelihood(self, method: Likelihood) -> float:
        """The log likelihood, full or restricted."""
        of, n = self.of, self.of.k
        value = -self.blocks.log_det / 2 - self.rss / 2
        if method == "ML":
            return value - n / 2 * math.log(2 * math.pi)
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


def _variances(of: Design, clusters: Clusters, method: Likelihood) -> tuple[float, float]:
    """The variances with the highest likelihood, each at zero or above."""
    vi = of.effects.vi
    scale = max(float(np.var(of.effects.yi)), float(np.median(vi)))

    def state(parts: Floats) -> _State:
        return _State(of, Blocks(vi, clusters, *(scale * np.maximum(parts, 0.0))))

    def value(parts: Floats) -> tuple[float, Floats]:
        one = state(parts)
        return -one.likelihood(method), -one.score(method) * scale

    starts = ([0.3, 0.3], [0.01, 0.5], [0.5, 0.01], [1.5, 1.5])
    found = min(
        (
            optimize.minimize(
                value, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * 2,
                options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500},
            )
            for start in starts
        ),
        key=lambda one: float(one.fun),
    )  # fmt: skip
    parts = _polished(np.asarray(found.x), lambda x: state(x).score(method) * scale)
    between, within = (float(scale * part) if part > _TINY else 0.0 for part in parts)
    return between, within


def _polished(parts: Floats, score: object) -> Floats:
    """The parts above zero where the score is level, to the last digits."""
    free = [at for at, part in enumerate(parts) if part > _TINY]
    if not free or not callable(score):
        return parts

    def of_free(values: Floats) -> Floats:
        every = parts.copy()
        every[free] = values
        slopes: Floats = np.asarray(score(every))[free]
        return slopes

    solved = optimize.root(of_free, parts[free], method="hybr", options={"xtol": 1e-14})
    near = bool(np.all(solved.x > 0)) and bool(np.allclose(solved.x, parts[free], rtol=1e-2))
    polished = parts.copy()
    if near:
        polished[free] = solved.x
    return polished


def _notes(clusters: Clusters, effects: Effects, between: float, within: float) -> tuple[str, ...]:
    notes = []
    if clusters.n == effects.k:
        notes.append("every cluster has one effect: between and within cannot be told apart")
    if not between:
        notes.append("the variance between clusters is zero")
    if not within:
        notes.append("the variance within clusters is zero")
    return tuple(notes)
