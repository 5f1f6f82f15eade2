"""Which reviewers read which report, where not everybody reads everything.

Rendezvous hashing (Thaler and Ravishankar 1998): each reviewer has a place for each report that
follows from the two names alone, and the first places read it. So nothing is stored, every copy
comes to the same allocation, whoever joins takes an even share of each of the others, and whoever
leaves hands theirs to all. Shares are as even as draws are: a reviewer's number of reports strays
by about the square root of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from litreview.model import ReportId


def readers(
    stage: str, report: ReportId, team: Iterable[str], wanted: int, voted: Sequence[str] = ()
) -> tuple[str, ...]:
    """Who reads `report` at `stage`: those who `voted` on it, and of `team` as many as it lacks.

    wanted: how many are to read it in all. Fewer only where the team is smaller. The order in which
    `team` is named does not matter.
    """
    lacking = wanted - len(voted)
    if lacking <= 0:
        return tuple(voted)
    others = sorted(set(team).difference(voted))
    others.sort(key=lambda who: _place(stage, report, who))
    return (*voted, *others[:lacking])


def _place(stage: str, report: ReportId, who: str) -> bytes:
    text = f"{stage}\0{report}\0{who}".encode()
    return hashlib.blake2b(text, digest_size=8).digest()
