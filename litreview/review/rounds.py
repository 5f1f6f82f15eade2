"""Many jobs, several of one source: side by side, but never two of one source at a time.

Two at once would double the rate at which their source is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Event
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError
from litreview.review.asking import Refusal, side_by_side
from litreview.review.harvesting import Harvest, Job
from litreview.sources.harvest import Tell

if TYPE_CHECKING:
    from litreview.review.facade import Review


def in_rounds(
    review: Review, jobs: Iterable[Job], tell: Tell, stop: Event
) -> Iterator[Harvest | Refusal]:
    """Walk all `jobs` and file each as it ends. stop: once it is set no further round begins."""
    for some in rounds(jobs):
        if stop.is_set():
            yield from map(_not_asked, some)
        else:
            yield from side_by_side(review, some, tell, stop)


def rounds(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """All `jobs`, in as few rounds as there may be; in each a source comes once at most."""
    waiting = list(jobs)
    while waiting:
        now: dict[str, Job] = {}
        for job in waiting:
            now.setdefault(job.source.about.name, job)
        yield list(now.values())
        waiting = [job for job in waiting if now[job.source.about.name] is not job]


def _not_asked(job: Job) -> Refusal:
    error = LitreviewError(
        f"{job.id} was not asked for: it was stopped by hand before", remedy="run it again"
    )
    return Refusal(job.source.about.name, error, job.id)
