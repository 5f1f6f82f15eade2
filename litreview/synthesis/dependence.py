"""What a model of dependent effects rests on: the assumed correlation, and each cluster."""

from __future__ import annotations

from typing import Final

from litreview.errors import UsageError
from litreview.synthesis.dependent import Dependent, dependent
from litreview.synthesis.effects import Effects
from litreview.synthesis.sampling import assumed

RHOS: Final = (0.0, 0.2, 0.4, 0.6, 0.8)


def by_correlation(effects: Effects) -> tuple[tuple[float, Dependent], ...]:
    """The three-level model with CR2 for each assumed correlation of `RHOS`."""
    return tuple((rho, dependent(effects, sampling=assumed(effects, rho))) for rho in RHOS)


def without_clusters(effects: Effects, rho: float) -> tuple[tuple[str, Dependent], ...]:
    """The same at one correlation, without each cluster in turn, by its name.

    Raises UsageError where there are fewer than three.
    """
    names = tuple(dict.fromkeys(effects.clusters))
    if len(names) < 3:  # noqa: PLR2004 - two must be left for a variance between them
        raise UsageError("without one of fewer than three clusters there is no model")
    found = []
    for name in names:
        others = effects.take([at for at, one in enumerate(effects.clusters) if one != name])
        found.append((name, dependent(others, sampling=assumed(others, rho))))
    return tuple(found)
