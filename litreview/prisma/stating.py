"""A flow of numbers alone, as a drawing holds them."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.prisma.boxes import Box, Flow
from litreview.prisma.labels import BY_HANDS, LABELS, POOLED, PREVIOUS, SET_ASIDE, TOTAL

_ALL = {**PREVIOUS, **LABELS, **BY_HANDS, **SET_ASIDE, **TOTAL, **POOLED}


def stated(counts: Mapping[str, int]) -> Flow:
    """The flow that has these numbers; keys that no flow has are kept under their own name."""
    known = {key: label for key, label in _ALL.items() if key in counts or key in LABELS}
    boxes = {
        key: Box(key, label, unit, stated=counts.get(key, 0), known=key in counts)
        for key, (label, unit) in known.items()
    }
    others = {
        key: Box(key, key, "records", stated=counts[key]) for key in counts if key not in _ALL
    }
    return Flow({**boxes, **others}, (), from_file=True)
