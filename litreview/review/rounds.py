"""Jobs that may be walked at once: never two of one source, which would double its rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from litreview.review.harvesting import Job


def rounds(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """All `jobs`, in as few rounds as there may be; in each a source comes once at most."""
    waiting = list(jobs)
    while waiting:
        now: dict[str, Job] = {}
        for job in waiting:
            now.setdefault(job.source.about.name, job)
        yield list(now.values())
        waiting = [job for job in waiting if now[job.source.about.name] is not job]
