"""Which of the unread comes first."""

from __future__ import annotations

import numpy as np

from litreview.screening.rank.parts import Floats, Rows


def highest(scores: Floats, unread: Rows) -> Rows:
    """The highest score first; of equal ones the earlier row."""
    return unread[np.argsort(-scores[unread], kind="stable")]
