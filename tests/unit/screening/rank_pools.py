"""Made-up pools: records about coaches among records about bees."""

from __future__ import annotations

import numpy as np

from litreview.screening.rank.parts import Labels, Pool

_COMMON = tuple(f"word{number}" for number in range(120))
_OWN = (("hive", "nectar", "swarm", "pollen", "comb"), ("coach", "mentor", "pupil", "goal", "peer"))


def pool(size: int = 60, seed: int = 0) -> tuple[Pool, Labels]:
    """Every fifth record is relevant, and more of its words are about coaches."""
    drawn = np.random.RandomState(seed)
    labels = (np.arange(size) % 5 == 0).astype(np.int8)
    texts = [
        " ".join((*drawn.choice(_COMMON, 25), *drawn.choice(_OWN[label], 3), drawn.choice(_OWN[0])))
        for label in labels
    ]
    ids = tuple(f"r{number}" for number in range(size))
    return Pool(ids, tuple(text[:20] for text in texts), tuple(texts), (None,) * size), labels
