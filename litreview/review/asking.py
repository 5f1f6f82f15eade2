"""Several sources asked at once: which, what for, side by side, and each filed as it ends."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError, UnknownName, UsageError
from litreview.review.harvesting import Harvest, Job, Wanted, file, prepare
from litreview.sources import SOURCES
from litreview.sources.access import access, table_of
from litreview.sources.ahead import Ahead
from litreview.sources.fetch import Stopped
from litreview.sources.harvest import Outcome, Tell, Told
from litreview.sources.http import Pace, Patience, Sender, interval
from litreview.sources.source import Fault, Limits, Searchable

if TYPE_CHECKING:
    from litreview.review.facade import Review

EVERY = "all"
"""The name that stands for every source that can be searched as it is set up."""
_TICK = 0.2
"""Seconds after which it is looked whether to stop."""
_GRACE = 5.0
"""Seconds that a source which was told to stop is waited for: it may hang in an answer."""
STOPPED = Fault("transient", "it was stopped by hand")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source that could not be asked, or whose harvest could not be kept. search: its id."""

    source: str
    error: LitreviewError
    search: str = ""


def searchable(
    tables: Mapping[str, Mapping[str, str]], environ: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The names of all sources with a search language: those that can be asked, and the others.

    The others want a key or an address that is not set. tables: [sources] of review.toml.
    """
    ready: list[str] = []
    wanting: list[str] = []
    for source in SOURCES.all():
        about = source.about
        if not isinstance(source, Searchable) or not about.dialect:
            continue
        try:
            have = access(source, table_of(tables, about.name), environ)
        except UsageError:
            wanting.append(about.name)
            continue
        wants = (about.key == "required" and not have.key) or (
            about.email == "required" and not have.email
        )
        (wanting if wants else ready).append(about.name)
    return ready, wanting


def prepared(
    review: Review, wanted: Wanted, names: Sequence[str], environ: Mapping[str, str]
) -> tuple[list[Job], list[Refusal]]:
    """A job for each of `names`, and the sources that cannot be asked for this.

    Raises UnknownName: there is no such source or strategy; a slip of the hand is told before
    anything is asked.
    """
    jobs: dict[str, Job] = {}
    refused = []
    for name in dict.fromkeys(names):
        try:
            job = prepare(review, replace(wanted, source=name), environ)
            _heard(job.source, job.plan.strings[0], job.plan.limits)
            _bounded(job)
        except UnknownName:
            raise
        except LitreviewError as error:
            refused.append(Refusal(name, error))
        else:
            jobs.setdefault(job.id, job)
    return list(jobs.values()), refused


def _bounded(job: Job) -> None:
    """See that nobody asks for millions of records by mistake. Raises UsageError.

    At an address of the user's own there is another repository, of which that is not known.
    """
    about, limits = job.source.about, job.plan.limits
    if not about.parts or job.plan.most is not None or limits.since:
        return
    if job.access.base_url != about.base_url:
        return
    if not any(limits.option(name) for name in about.parts):
        options = " or ".join(f"--option {name}=..." for name in about.parts)
        raise UsageError(
            f"{about.title} is too large to be asked for all that it holds",
            remedy=f"name a part of it with {options}, or say how many are wanted with --most",
        )


def _heard(source: Searchable, string: str, limits: Limits) -> None:
    """See that each limit changes what is asked.

    A limit that is passed over in silence would be written down, and not hold. Raises UsageError:
    the source has no such limit, or cannot be asked for this at all.
    """
    about = source.about
    if limits.since and not about.since:
        raise UsageError(
            f"{about.title} cannot be asked for what is new since a day",
            remedy="leave --since out for it",
        )
    for name, _ in limits.options:
        if name not in about.options:
            has = ", ".join(about.options) or "it has none"
            raise UsageError(
                f"{about.title} has no option {name!r}", remedy=f"its options: {has}"
            )  # fmt: skip
    given = source.ask(string, limits)
    if not about.dated or not (limits.first or limits.last):
        return  # records of other years are set aside when the harvest is filed
    if any(
        day and source.ask(string, less) == given
        for day, less in (
            (limits.first, replace(limits, first="")), (limits.last, replace(limits, last=""))
        )
    ):  # fmt: skip
        raise UsageError(
            f"{about.title} cannot be limited by date",
            remedy="leave --from and --to out for it, and screen by year",
        )


def sound(found: Harvest | Refusal) -> bool:
    """Whether a harvest is complete, and each of its entries could be read."""
    return not isinstance(found, Refusal) and found.complete and not found.search.failures


def search_of(found: Harvest | Refusal) -> str:
    """The id of the search, filed or not; "": it has none yet."""
    return found.search if isinstance(found, Refusal) else str(found.search.id)


def more_to_come(found: Harvest | Refusal) -> bool:
    """Whether the same search, run again, may bring what is missing."""
    return isinstance(found, Refusal) or not (found.complete or found.search.enough)


def in_order(jobs: Sequence[Job], found: Iterable[Harvest | Refusal]) -> list[Harvest | Refusal]:
    """What became of `jobs`, in their order, whichever ended first."""
    order = {str(job.id): at for at, job in enumerate(jobs)}
    return sorted(found, key=lambda one: order[search_of(one)])


def side_by_side(
    review: Review, jobs: Sequence[Job], tell: Tell, stop: Event,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Harvest | Refusal]:  # fmt: skip
    """Walk all `jobs` at once, a thread each, and file each here as it ends, in that order.

    stop: once it is set the walks end with the page that they are at, and what came is filed. Where
    one fails in a way that nobody foresaw, the others are filed before that is raised.
    """
    ended: SimpleQueue[Job] = SimpleQueue()
    unforeseen: list[Exception] = []
    walks = {job.id: Ahead(_walking(tell, stop, ended), job) for job in jobs}
    deadline = None
    while walks:
        try:
            job = ended.get(timeout=_TICK)
        except Empty:
            deadline = deadline or (clock() + _GRACE if stop.is_set() else None)
            if deadline is not None and clock() > deadline:
                break
            continue
        try:
            found = _filed(review, job, walks.pop(job.id))
        except Exception as error:  # noqa: BLE001 - raised again, once the others are filed
            unforeseen.append(error)
        else:
            yield found
    for job in jobs:
        if job.id in walks:
            yield _hanging(job)
    if unforeseen:
        raise unforeseen[0]


def _hanging(job: Job) -> Refusal:
    error = LitreviewError(
        "it was stopped while it waited for an answer; the pages before it are kept",
        remedy="run it again: it goes on where it was",
    )
    return Refusal(job.source.about.name, error, job.id)


def _walking(tell: Tell, stop: Event, ended: SimpleQueue[Job]) -> Callable[[Job], Outcome]:
    def heard(told: Told) -> None:
        tell(told)
        if stop.is_set() and told.state != "done":
            raise Stopped(STOPPED)

    def walk(job: Job) -> Outcome:
        # A wait ends when all is to stop.
        pace = Pace(interval(job.source, job.access), sleep=stop.wait)
        patience = Patience(chance=random.SystemRandom().random)
        sender = Sender(job.source, job.access, pace=pace, patience=patience, now=job.now)
        try:
            return job.walk(heard, sender)
        finally:
            ended.put(job)

    return walk


def _filed(review: Review, job: Job, walk: Ahead[Job, Outcome]) -> Harvest | Refusal:
    try:
        return file(review, job, walk.result())
    except LitreviewError as error:
        return Refusal(job.source.about.name, error, job.id)
