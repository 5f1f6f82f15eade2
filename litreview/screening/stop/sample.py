"""Which reports a random check reads: a seeded draw that is the same in every copy."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def drawn(report_ids: Iterable[str], seed: int, n: int) -> list[str]:
    """`n` of the reports (all, where there are fewer), in the order in which they are read.

    Every report has a place in the draw, the SHA-256 of seed and identifier, which depends on no
    other report: the draw is the same whatever order the reports come in, and one that is left out
    changes nothing for the others. A repeated identifier counts once.
    """
    return sorted(set(report_ids), key=lambda one: _place(one, seed))[: max(0, n)]


def _place(report: str, seed: int) -> tuple[bytes, str]:
    return sha256(f"random check\n{seed}\n{report}".encode()).digest(), report
