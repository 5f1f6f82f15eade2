"""Groups that were assigned or sampled in clusters: the design effect and the effective size.

Sources: Kish 1965; Donner and Klar 2000; Cochrane Handbook 23.1.4. The formula takes clusters of
about one size; where they differ much, the true design effect is larger.
"""

from __future__ import annotations

from dataclasses import dataclass

from litreview.extraction.convert.given import Given


@dataclass(frozen=True, slots=True)
class DesignEffect:
    """By how much the clusters widen a variance, as a factor from 1 on."""

    value: float
    step: str
    imputed: str = ""


def design_effect(size: float, icc: float) -> float:
    """1 + (m - 1) ICC, for clusters of `size` m persons (at least 1)."""
    return 1 + (size - 1) * icc


def effective_n(n: float, size: float, icc: float) -> float:
    """The number of independent persons that `n` clustered ones are worth."""
    return n / design_effect(size, icc)


def design_of(given: Given) -> DesignEffect | str | None:
    """The design effect of `given`; a reason where it cannot be told; None without clusters."""
    clusters = given.clusters
    if clusters is None or (clusters.count is None and clusters.size is None):
        return None
    size = clusters.size
    told = "mean size of the clusters"
    if size is None and clusters.count:
        total = persons(given)
        if total is None:
            return "the size of the clusters is not known"
        size, told = total / clusters.count, "persons / clusters"
    if size is None or size < 1:
        return "the size of the clusters is not known"
    if clusters.icc is None:
        return "the correlation within clusters (ICC) is not known"
    if not 0 <= clusters.icc <= 1:
        return f"an ICC of {clusters.icc:g} is not from 0 to 1"
    value = design_effect(size, clusters.icc)
    step = f"design effect 1 + ({size:.6g} - 1) {clusters.icc:g} = {value:.6g} ({told})"
    assumed = f"the ICC of {clusters.icc:g} is assumed" if clusters.icc_assumed else ""
    return DesignEffect(value, step, assumed)


def persons(given: Given) -> float | None:
    """Persons in both groups."""
    if given.treated.n is not None and given.control.n is not None:
        return given.treated.n + given.control.n
    return given.n_total
