"""Notes down the p-values of buscarpy for readings drawn with a seed.

    PYTHONPATH=BUSCARPY python tests/reference/make_buscarpy.py > tests/reference/buscarpy.json

It ran with github mcallaghan/buscarpy at 90c1318, numpy and scipy; its plots are not needed.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from buscarpy import calculate_h0

SEED, CASES = 20261125, 40
TARGETS = (0.8, 0.9, 0.95, 0.99)


def main() -> None:
    """Readings that get poorer, of different lengths; labels as a text of 0 and 1."""
    draw = np.random.default_rng(SEED)
    cases = []
    for number in range(CASES):
        read, unread = int(draw.integers(20, 300)), int(draw.integers(1, 400))
        chance = np.linspace(draw.uniform(0.1, 0.6), 0.005, read)
        labels = (draw.random(read) < chance).astype(int)
        labels[0] = 1
        recall = TARGETS[number % len(TARGETS)]
        p = float(calculate_h0(labels, read + unread, recall_target=recall))
        cases.append(
            {"labels": "".join(map(str, labels)), "unread": unread, "recall": recall, "p": p}
        )
    json.dump(cases, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
