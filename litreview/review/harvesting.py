"""A harvest of one source into the review: asked, walked, filed.

Three steps, so that several sources can be walked side by side: `prepare` says what will be asked
(and touches no network), `Job.walk` brings the pages (and touches nothing of the review but its own
folder), `file` makes records of them and appends the event that admits them.

A harvest that stops early is filed as far as it came, marked incomplete with the reason; run again,
it goes on, keeps its name and the numbers of its records, and is filed anew.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from litreview.errors import UsageError
from litreview.events import SearchLoaded
from litreview.model import (
    Failure,
    Harvested,
    Search,
    SearchId,
    SourceFile,
    SourceKind,
)
from litreview.review import strings
from litreview.review.harvested import ASIDE, CHANGES, Aside, encode_aside
from litreview.review.judging import Judge, judges_of, years_told
from litreview.review.vault import FolderVault, standing
from litreview.sources.access import access, contact, table_of, usable
from litreview.sources.compile import Compiled, compiled, tree_of, verbatim
from litreview.sources.harvest import Outcome, Plan, Tell, silence
from litreview.sources.http import PROGRAM, Patience, Sender
from litreview.sources.journal import Standing
from litreview.sources.named import source_named
from litreview.sources.numbering import Gone, Tally, numbered
from litreview.sources.source import OPEN, Access, Limits, Searchable
from litreview.sources.walk import Walk
from litreview.store import received
from litreview.store.disk import locked, write_atomically
from litreview.store.harvested import STEP, HarvestFolder
from litreview.store.received import MANIFEST, load_manifest

if TYPE_CHECKING:
    from litreview.review.facade import Review

Account = Callable[[Outcome, Tally, Sequence[Aside]], bytes]
"""What is told of a harvest in a file beside its pages, once all its entries have been judged."""
_LOCK_PATIENCE = 1.0
_MOST = "most"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asks for: a strategy of the review, or a query.

    native: the query is in the source's own notation and is sent as it stands. filtered: what comes
    is judged by the query where it had to be asked more widely. most: the most entries. name: of
    the search; "": made of source and query.
    """

    source: str
    strategy: str = ""
    query: str = ""
    native: bool = False
    allow_loss: bool = False
    filtered: bool = False
    limits: Limits = OPEN
    most: int | None = None
    name: str = ""


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


@dataclass(slots=True)
class Job:
    """A harvest that is ready to be walked. known: it was complete before, so it is not."""

    id: SearchId
    source: Searchable
    access: Access
    compiled: Compiled
    plan: Plan
    place: Path
    locks: Path
    now: Callable[[], datetime]
    strategy: str = ""
    updates: str = ""
    kind: SourceKind | None = None
    known: Search | None = None
    judges: tuple[Judge, ...] = ()
    account: Account | None = None

    def walk(self, tell: Tell = silence, sender: Sender | None = None) -> Outcome:
        """Bring the pages. Raises ReviewError, StorageError; where the source fails, none."""
        if self.known is not None:
            return _as_before(self.known)
        sender = sender or Sender(
            self.source, self.access, now=self.now, patience=Patience(chance=random.random)
        )
        with locked(self.place, self.locks, _LOCK_PATIENCE), closing(FolderVault(self.place)) as v:
            try:
                return Walk(self.source, self.plan, v, sender, tell).run()
            finally:
                sender.close()


def prepare(review: Review, wanted: Wanted, environ: Mapping[str, str]) -> Job:
    """What will be asked. Raises UsageError, SettingsError, UnknownName."""
    source, have = reached(review, wanted.source, environ)
    made = _compiled(review, wanted, source)
    made = replace(made, remarks=(*made.remarks, *years_told(source, wanted.limits)))
    plan = Plan(made.strings, source.settled(wanted.limits), wanted.most)
    name = wanted.name or f"{source.about.name}-{wanted.strategy or 'query'}"
    job = job_of(review, source, have, made, plan, name=name, exact=bool(wanted.name))
    job.strategy = wanted.strategy
    return job


def reached(review: Review, name: str, environ: Mapping[str, str]) -> tuple[Searchable, Access]:
    """The source `name`, and how it is reached. Raises UsageError, SettingsError, UnknownName."""
    said = table_of(review.settings.sources, name)
    source = source_named(name, said)
    if not isinstance(source, Searchable):
        raise UsageError(
            f"{source.about.title} cannot be searched: it answers about single documents",
            remedy="use it with harvest --cite or fulltext find (litreview doctor lists sources)",
        )
    return source, contact(usable(source, access(source, said, environ)))


def job_of(  # noqa: PLR0913 - by keyword, what identifies a harvest
    review: Review, source: Searchable, have: Access, made: Compiled, plan: Plan, *, name: str,
    exact: bool = False,
) -> Job:  # fmt: skip
    """The job for a plan. Raises UsageError: the name is another search's.

    The same source, strings and limits have the same name: a harvest that was cut off is found.
    """
    what = [source.about.name, plan.strings, plan.limits, plan.most, plan.starts]
    sha256 = hashlib.sha256(msgspec.json.encode(what)).hexdigest()
    search = received.search_id(name, sha256, exact=exact)
    place = review.folder.records / search
    _ = review.shelf  # a manifest that a kill kept from its place stands there now
    known = None
    if (place / MANIFEST).exists():
        held, _sha256 = load_manifest(review.folder.records, search)
        if not _asks(held, source, plan):
            raise UsageError(
                f"there is a search called {search!r} already, of something else",
                where=str(place), remedy="choose another --name",
            )  # fmt: skip
        known = held if held.complete and admitted(review, search) else None
    return Job(
        id=search, source=source, access=have, compiled=made, plan=plan, place=place,
        locks=review.folder.locks / "harvests", now=review.clock, known=known,
    )  # fmt: skip


def _asks(held: Search, source: Searchable, plan: Plan) -> bool:
    """Whether a search is that of `plan`; how many entries are wanted may have changed."""
    proof = held.harvest
    if proof is None or (proof.source, proof.strings) != (source.about.name, plan.strings):
        return False
    asked = {pair for pair in proof.limits if pair[0] != _MOST}
    return asked == {pair for pair in _limits(plan) if pair[0] != _MOST}


def _limits(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What narrows a plan, as a manifest says it."""
    limits = plan.limits
    given = [("first", limits.first), ("last", limits.last), ("since", limits.since)]
    given += [(_MOST, str(plan.most or "")), *limits.options]
    return tuple(pair for pair in given if pair[1])


def admitted(review: Review, search: str) -> bool:
    """Whether the log admits the search."""
    return any(one.id == search for one in review.shelf.searches)


def _compiled(review: Review, wanted: Wanted, source: Searchable) -> Compiled:
    if wanted.native:
        return verbatim(wanted.query, source)
    if wanted.strategy:
        tree, remark = strings.read_strings(review.folder.root).usable(wanted.strategy), ""
    elif wanted.query or source.about.dialect:
        tree, remark = tree_of(wanted.query)
    else:
        return verbatim("", source)
    made = compiled(tree, source, allow_loss=wanted.allow_loss, filtered=wanted.filtered)
    return replace(made, remarks=(remark, *made.remarks)) if remark else made


def file(review: Review, job: Job, outcome: Outcome) -> Harvest:
    """Make records of what was kept, and admit them; appends one event. Raises ReviewError.

    One pass over the pages. Memory: one page, the keys, the failures and what is set aside. Nobody
    goes on with the harvest meanwhile: a journal that grows would not be the one in the manifest.
    """
    if job.known is not None:
        return Harvest(job.known, "known", outcome)
    with locked(job.place, job.locks, _LOCK_PATIENCE):
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
        search = _search(job, outcome, at, tally, folder, aside)
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


def _search(  # noqa: PLR0913, PLR0917 - what a manifest is made of
    job: Job, outcome: Outcome, at: Standing, tally: Tally, folder: HarvestFolder,
    aside: list[Aside],
) -> Search:  # fmt: skip
    about = job.source.about
    host = at.begun[-1].host if at.begun else ""
    proof = Harvested(
        source=about.name,
        strings=job.plan.strings,
        meant=job.compiled.meant,
        strategy=job.strategy,
        label=job.compiled.label,
        remarks=tuple(dict.fromkeys((*job.compiled.remarks, *outcome.warnings))),
        echo=outcome.echo,
        limits=_limits(job.plan),
        host="" if urlsplit(about.base_url).netloc == host else host,
        exact=outcome.exact,
        repeated=tally.repeated,
        set_aside=len(aside),
        sifted=job.compiled.sift is not None,
        reason=outcome.reason,
        started=at.begun[0].at if at.begun else "",
        finished=job.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        requests=outcome.requests,
        pages=outcome.pages,
        cost=outcome.cost,
        program=PROGRAM,
        licence=about.licence,
        updates=job.updates,
    )
    reader = job.source.reader
    pages = [(page.file, page.sha256, STEP if page.step else reader) for page in at.order]
    files = folder.files(pages) + _aside_file(job.place, at, aside)
    if job.account is not None:
        told = job.account(outcome, tally, aside)
        files += (_file_of_sitting(job.place, at, CHANGES, "json", told),)
    return Search(
        id=job.id,
        source=about.title,
        kind=job.kind or about.kind,
        received=tally.received,
        records=tally.records + tally.gone - len(aside),
        failures=tally.failures,
        files=files,
        query="\n".join(_as_sent(job, at)),
        searched_on=proof.started[:10],
        complete=outcome.complete,
        expected=outcome.expected,
        note=outcome.reason,
        harvest=proof,
    )


def _as_sent(job: Job, at: Standing) -> Iterator[str]:
    """The strings as they stood in the requests."""
    for number, string in enumerate(job.plan.strings, start=1):
        pages = () if job.plan.starts else at.pages.get(str(number))
        yield (job.source.said(pages[0].request) if pages else "") or string


def _aside_file(place: Path, at: Standing, aside: list[Aside]) -> tuple[SourceFile, ...]:
    """The file of what was set aside."""
    if not aside:
        return ()
    return (_file_of_sitting(place, at, ASIDE, "jsonl", encode_aside(aside)),)


def _file_of_sitting(
    place: Path, at: Standing, format_name: str, suffix: str, content: bytes
) -> SourceFile:
    """A file that is a new one each sitting: none is ever changed."""
    name = f"{format_name}-{len(at.begun)}.{suffix}"
    write_atomically(place / name, content)
    sha256 = hashlib.sha256(content).hexdigest()
    return SourceFile(name, sha256, len(content), format_name, "utf-8")


def _as_before(search: Search) -> Outcome:
    """The outcome of a harvest that was complete before."""
    proof = search.harvest
    repeated = proof.repeated if proof else 0
    return Outcome(
        expected=search.expected, exact=proof.exact if proof else True, received=search.received,
        distinct=search.received - repeated, complete=True,
    )  # fmt: skip
