"""How much a label weighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from litreview.screening.rank.parts import Floats, Labels


@dataclass(frozen=True, slots=True)
class Balanced:
    """All that was included weighs `ratio` times as much, together, as all that was excluded."""

    ratio: float

    def __call__(self, labels: Labels) -> Floats:
        """See `parts.Balance`."""
        included = int(labels.sum())
        excluded = len(labels) - included
        weights = np.where(labels > 0, 1.0, included / (self.ratio * excluded))
        return np.asarray(weights * (len(labels) / weights.sum()))
