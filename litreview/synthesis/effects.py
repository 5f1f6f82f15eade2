"""The effects that go into a synthesis: estimate and sampling variance of each, checked.

`rows.from_rows` makes them of what people enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from litreview.errors import UsageError

Floats: TypeAlias = NDArray[np.float64]
"""An array of float64."""

LARGEST: Final = 1e100
"""Larger estimates and variances, and variances below its inverse, are beyond the arithmetic."""


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """k effects: estimates `yi` and sampling variances `vi` of shape (k,), read-only.

    labels: one text each; clusters: the study (or district, author ...) that each belongs to, or
    () where all are independent. k may be 0; what pools refuses that. Raises UsageError where the
    lengths differ, a number is not finite, or a variance is not above zero.
    """

    yi: Floats
    vi: Floats
    labels: tuple[str, ...]
    clusters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("yi", "vi"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        _checked(self)

    @classmethod
    def of(
        cls,
        yi: ArrayLike,
        vi: ArrayLike,
        labels: Sequence[str] = (),
        clusters: Sequence[str] = (),
    ) -> Effects:
        """Effects from sequences; without `labels` they are called 1, 2, 3 ..."""
        estimates = np.atleast_1d(np.asarray(yi, dtype=np.float64))
        variances = np.atleast_1d(np.asarray(vi, dtype=np.float64))
        named = tuple(labels) or tuple(str(n) for n in range(1, estimates.size + 1))
        return cls(estimates, variances, named, tuple(clusters))

    @property
    def k(self) -> int:
        """How many effects."""
        return int(self.yi.size)

    @property
    def sei(self) -> Floats:
        """Standard errors, shape (k,)."""
        return np.sqrt(self.vi)

    def take(self, places: Sequence[int] | NDArray[np.intp]) -> Effects:
        """The effects at `places` (from 0), in that order."""
        return Effects(
            self.yi[list(places)],
            self.vi[list(places)],
            tuple(self.labels[i] for i in places),
            tuple(self.clusters[i] for i in places) if self.clusters else (),
        )

    def without(self, place: int) -> Effects:
        """All effects but the one at `place`."""
        return self.take([i for i in range(self.k) if i != place])


def _checked(effects: Effects) -> None:
    """Raise UsageError where arrays do not belong together or hold what is no effect."""
    k = effects.yi.size
    if effects.yi.shape != (k,) or effects.vi.shape != (k,):
        raise UsageError(
            f"{k} estimates and {effects.vi.size} variances do not make effects",
            remedy="give one estimate and one variance for each effect",
        )
    if len(effects.labels) != k or len(effects.clusters) not in {0, k}:
        raise UsageError(
            f"{k} effects need {k} labels, and as many clusters or none",
            remedy="give a label for each effect",
        )
    sound = np.isfinite(effects.yi) & np.isfinite(effects.vi) & (effects.vi > 0)
    if not sound.all():
        place = int(np.flatnonzero(~sound)[0])
        raise UsageError(
            f"the effect {effects.labels[place]!r} has no finite estimate, or a variance that is "
            "not above zero",
            remedy="leave it out, with the reason: see `rows.from_rows`",
        )
