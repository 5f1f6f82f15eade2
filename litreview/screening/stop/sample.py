"""A random sample that anyone can draw again: the reports by the hash of stage, seed and id."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from litreview.model import ReportId

RANDOM_CHECK = "random check"
"""Why a report of the sample is shown: it stands in its vote."""


def shuffled(reports: Iterable[ReportId], stage: str, seed: int) -> list[ReportId]:
    """The reports in an order that depends on nothing but stage, seed and their ids."""
    return sorted(reports, key=lambda report: _place(report, stage, seed))


def _place(report: ReportId, stage: str, seed: int) -> bytes:
    return hashlib.sha256(f"{stage}\0{seed}\0{report}".encode()).digest()


def draw(order: Sequence[ReportId], unread: Collection[ReportId], n: int) -> tuple[ReportId, ...]:
    """The first `n` of the unread in that order: what is to be read for the sample."""
    return tuple(report for report in order if report in unread)[:n]


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of the order as far as a report of it was read at random."""

    members: frozenset[ReportId] = frozenset()


def drawn(order: Sequence[ReportId], checked: Collection[ReportId]) -> Sample:
    """The sample that the reports read at random belong to: all before the last of them too.

    So those that had been read before are counted as well, and the sample is one of the stage.
    """
    last = max((place for place, report in enumerate(order) if report in checked), default=-1)
    return Sample(frozenset(order[: last + 1]))
