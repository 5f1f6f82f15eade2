"""Covariances of sampling errors: of effects that share people, or a comparison group.

Most reports print variances only. `assumed` fills in one correlation within each cluster and says
so (Pustejovsky and Tipton 2022, doi 10.1007/s11121-021-01246-3); `shared_control` has what follows
from the sizes of the groups (Gleser and Olkin 2009, in The Handbook of Research Synthesis, ch. 19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litreview.errors import UsageError
from litreview.synthesis.clusters import Clusters
from litreview.synthesis.effects import Effects, Floats


@dataclass(frozen=True, eq=False)
class Sampling:
    """The covariance of sampling errors, diag(own) + shared shared' within each of `groups`.

    own, shared: shape (k,), on the scale of a variance and of a standard error; assumption: in
    words, "" where nothing was assumed.
    """

    own: Floats
    shared: Floats
    groups: Clusters
    assumption: str = ""

    @property
    def correlated(self) -> bool:
        """Whether any two errors depend on each other."""
        return bool(self.shared.any())


def independent(effects: Effects) -> Sampling:
    """No covariances."""
    return Sampling(effects.vi, np.zeros(effects.k), Clusters.alone(effects.k))


def assumed(effects: Effects, rho: float) -> Sampling:
    """The correlation `rho` between all effects of a cluster: cov_ij = rho sqrt(v_i v_j).

    Raises UsageError: no clusters, or a rho that is not from 0 to below 1.
    """
    clusters = clusters_of(effects)
    if not 0 <= rho < 1:
        raise UsageError(
            f"sampling errors cannot be assumed to correlate at {rho:g}",
            remedy="use a correlation from 0 to below 1, for example 0.6",
        )
    words = f"sampling errors within a cluster are assumed to correlate at {rho}"
    return Sampling((1 - rho) * effects.vi, np.sqrt(rho) * effects.sei, clusters, words)


def shared_control(
    effects: Effects, control: Sequence[str], treated: Floats, compared: Floats
) -> Sampling:
    """Effects of a cluster with one comparison group share its part of their variance.

    control: the name of that group, "" where it is not shared; treated, compared: persons of both
    groups, shape (k,). The share of a variance that comes from the comparison group is taken to be
    n_treated / (n_treated + n_compared), as it is where both groups are equally spread. Raises
    UsageError: no clusters, or a group without persons.
    """
    clusters = clusters_of(effects)
    if not (np.all(treated > 0) and np.all(compared > 0)):
        raise UsageError("a group without persons shares nothing", remedy="give the sizes")
    names = [name or f"\0{at}" for at, name in enumerate(control)]
    groups = clusters.within(names)
    alone = np.bincount(groups.of, minlength=groups.n)[groups.of] < 2  # noqa: PLR2004 - a pair
    part = np.where(alone, 0.0, treated / (treated + compared))
    words = "effects with one comparison group share its part of their variance, by the sizes"
    return Sampling((1 - part) * effects.vi, np.sqrt(part * effects.vi), groups, words)


def clusters_of(effects: Effects) -> Clusters:
    """The clusters of `effects`. Raises UsageError where they have none."""
    if not effects.clusters:
        raise UsageError("the effects have no clusters", remedy="name the study of each effect")
    return Clusters.by(effects.clusters)
