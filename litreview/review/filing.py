"""Records of what a harvest kept, and the event that admits them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from litreview.events import SearchLoaded
from litreview.model import Failure, Harvested, Search, SourceFile
from litreview.review.harvested import ASIDE, CHANGES, Aside, encode_aside
from litreview.review.judging import judges_of
from litreview.review.planning import LOCK_PATIENCE, Job, limits_of
from litreview.review.vault import standing
from litreview.sources.harvest import Outcome
from litreview.sources.http import PROGRAM
from litreview.sources.journal import Standing
from litreview.sources.numbering import Gone, Tally, numbered
from litreview.store import received
from litreview.store.disk import locked, write_atomically
from litreview.store.harvested import STEP, HarvestFolder

if TYPE_CHECKING:
    from litreview.review.facade import Review


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a run came to. expected, received, unique: as in `Outcome`; records: of the search.

    status: complete, incomplete, or known (it was complete before, and nothing was asked).
    """

    search: Search
    status: str
    outcome: Outcome
    failures: tuple[Failure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that the source states was received."""
        return self.search.complete is True


def file(review: Review, job: Job, outcome: Outcome) -> Harvest:
    """Make records of what was kept, and admit them; appends one event. Raises ReviewError.

    One pass over the pages. Memory: one page, the keys, the failures and what is set aside. Nobody
    goes on with the harvest meanwhile: a journal that grows would not be the one in the manifest.
    """
    if job.known is not None:
        return Harvest(job.known, "known", outcome)
    with locked(job.place, job.locks, LOCK_PATIENCE):
        return _filed(review, job, outcome)


def _filed(review: Review, job: Job, outcome: Outcome) -> Harvest:
    from litreview.store import index

    folder = HarvestFolder(job.place)
    at = standing(folder)
    tally, aside, failures = Tally(), [], []
    judges = (*job.judges, *judges_of(job.compiled, job.source, job.plan.limits))
    bodies = (folder.body(page.file, page.sha256) for page in at.order if not page.step)
    with closing(index.of(review.folder)) as held, held.adding(job.id) as taking:
        for number, item in enumerate(numbered(job.source, bodies, job.id, tally), start=1):
            if isinstance(item, Gone):
                aside.append(Aside(number, item.raw, "deleted"))
                continue
            if isinstance(item, Failure):
                failures.append(item)
            elif away := next((found for judge in judges if (found := judge(item))), None):
                aside.append(msgspec.structs.replace(away, number=number))
                continue
            taking.add(item)
        search = _search(job, outcome, at, _Entries(tally, aside), folder)
        with received.renewed(review.folder.records, search) as sha256:
            taking.finish(sha256)
            review.append(
                SearchLoaded(
                    search=job.id,
                    manifest=sha256,
                    records=search.records,
                    failures=search.failures,
                )
            )
    status = "complete" if outcome.complete else "incomplete"
    return Harvest(search, status, outcome, tuple(failures))


@dataclass(frozen=True, slots=True)
class _Entries:
    """What became of all entries. aside: those that are no records of the search."""

    tally: Tally
    aside: list[Aside]


def _search(
    job: Job, outcome: Outcome, at: Standing, found: _Entries, folder: HarvestFolder
) -> Search:
    """The manifest: what was asked, what came, and the files of both."""
    about, tally, aside = job.source.about, found.tally, found.aside
    proof = _proof(job, outcome, at, found)
    return Search(
        id=job.id,
        source=about.title,
        kind=job.kind or about.kind,
        received=tally.received,
        records=tally.records + tally.gone - len(aside),
        failures=tally.failures,
        files=_files(job, outcome, at, found, folder),
        query="\n".join(_as_sent(job, at)),
        searched_on=proof.started[:10],
        complete=outcome.complete,
        expected=outcome.expected,
        note=outcome.reason,
        harvest=proof,
    )


def _proof(job: Job, outcome: Outcome, at: Standing, found: _Entries) -> Harvested:
    about, made = job.source.about, job.compiled
    host = at.begun[-1].host if at.begun else ""
    return Harvested(
        source=about.name,
        strings=job.plan.strings,
        meant=made.meant,
        strategy=job.strategy,
        label=made.label,
        remarks=tuple(dict.fromkeys((*made.remarks, *outcome.warnings))),
        echo=outcome.echo,
        limits=limits_of(job.plan),
        host="" if urlsplit(about.base_url).netloc == host else host,
        exact=outcome.exact,
        repeated=found.tally.repeated,
        set_aside=len(found.aside),
        sifted=made.sift is not None,
        reason=outcome.reason,
        enough=outcome.enough,
        started=at.begun[0].at if at.begun else "",
        finished=job.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        requests=outcome.requests,
        pages=outcome.pages,
        cost=outcome.cost,
        program=PROGRAM,
        licence=about.licence,
        updates=job.updates,
    )


def _files(
    job: Job, outcome: Outcome, at: Standing, found: _Entries, folder: HarvestFolder
) -> tuple[SourceFile, ...]:
    """Pages, journals, what was set aside, and what is told of the harvest."""
    reader = job.source.reader
    pages = [(page.file, page.sha256, STEP if page.step else reader) for page in at.order]
    files = folder.files(pages)
    if found.aside:
        aside = encode_aside(found.aside)
        files += (_file_of_sitting(job.place, at, ASIDE, "jsonl", aside),)
    if job.account is not None:
        told = job.account(outcome, found.tally, found.aside)
        files += (_file_of_sitting(job.place, at, CHANGES, "json", told),)
    return files


def _as_sent(job: Job, at: Standing) -> Iterator[str]:
    """The strings as they stood in the requests."""
    for number, string in enumerate(job.plan.strings, start=1):
        pages = () if job.plan.starts else at.pages.get(str(number))
        yield (job.source.said(pages[0].request) if pages else "") or string


def _file_of_sitting(
    place: Path, at: Standing, format_name: str, suffix: str, content: bytes
) -> SourceFile:
    """A file that is a new one each sitting: none is ever changed.

    Digits of its hash stand in its name: two filings after one sitting, or two copies of a review,
    may differ.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{format_name}-{len(at.begun)}-{sha256[:8]}.{suffix}"
    write_atomically(place / name, content)
    return SourceFile(name, sha256, len(content), format_name, "utf-8")
