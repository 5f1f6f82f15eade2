"""Paging by places, where a source delivers only so many entries of one query."""

from __future__ import annotations


def room(place: int, total: int, most: int, size: int) -> int:
    """How many entries may be asked for from `place` on; 0: none are left, or none are given out.

    total: hits; most: entries that a query delivers; size: entries at once. Places count from 0.
    """
    return max(0, min(size, most - place)) if place < total else 0
