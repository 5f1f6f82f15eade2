"""Citation chasing: the works that included reports cite, and those that cite them.

It is a harvest like any other, of a source that knows citations, and is counted among the other
methods of PRISMA. Its strings are the works that were asked for. A work that was asked for before
is not asked for again: an update of that search does so (`litreview search update`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Literal

from litreview.errors import UnknownName, UsageError
from litreview.model import DIRECTION, ReportId, Search
from litreview.review.asking import Refusal
from litreview.review.harvesting import Harvest, Job, job_of, reached
from litreview.review.rounds import in_rounds
from litreview.sources import SOURCES
from litreview.sources.compile import VERBATIM, Compiled
from litreview.sources.harvest import Plan, Tell, silence
from litreview.sources.source import Access, Citing, Direction, Limits, Request, Source

if TYPE_CHECKING:
    from litreview.review.facade import Review

Which = Literal["backward", "forward", "both"]
USUAL = "openalex"


@dataclass(frozen=True, slots=True)
class Chase:
    """What is to be chased. asked: report -> the identifier by which its work is asked for.

    nameless: reports without an identifier that the source knows works by: they are not asked for.
    before: searches that are complete, or brought as many as were wanted, and have asked for some
    of the works.
    """

    jobs: tuple[Job, ...]
    asked: Mapping[ReportId, str]
    nameless: tuple[ReportId, ...]
    before: tuple[str, ...]


def chase(
    review: Review, environ: Mapping[str, str], *, direction: Which = "both", source: str = USUAL,
    studies: Sequence[str] = (),
) -> Chase:  # fmt: skip
    """Prepare to follow the citations of the included reports, or of `studies`.

    studies: names of studies, or ids of reports. Raises UsageError, SettingsError, UnknownName.
    """
    asked_of, have = _citing(review, source, environ)
    reports = _reports(review, studies)
    asked, nameless = {}, []
    for report in reports:
        if name := _identifier(review, report, asked_of):
            asked[report] = name
        else:
            nameless.append(report)
    works = tuple(dict.fromkeys(asked.values()))
    ways: tuple[Direction, ...] = ("backward", "forward") if direction == "both" else (direction,)
    jobs: list[Job] = []
    before: list[str] = []
    for way in ways:
        held, rest = _earlier(review, asked_of, way, works)
        before += [one.id for one in held if _ended(one)]
        jobs += [_again(review, asked_of, have, one, way) for one in held if not _ended(one)]
        if rest:
            jobs.append(_job(review, asked_of, have, way, rest))
    return Chase(tuple(jobs), asked, tuple(nameless), tuple(dict.fromkeys(before)))


def chased(
    review: Review, jobs: Iterable[Job], tell: Tell = silence, stop: Event | None = None
) -> Iterator[Harvest | Refusal]:
    """Walk and file them, one after another as they are of one source; each as it ends."""
    yield from in_rounds(review, jobs, tell, stop or Event())


def starts(source: Source, strings: Sequence[str], limits: Limits) -> tuple[Request, ...]:
    """The first requests of a harvest that chased citations; none: it was none."""
    way = limits.option(DIRECTION)
    if not isinstance(source, Citing) or way not in {"backward", "forward"}:
        return ()
    return source.chase(strings, "forward" if way == "forward" else "backward")


def _citing(review: Review, name: str, environ: Mapping[str, str]) -> tuple[Citing, Access]:
    source, have = reached(review, name, environ)
    if not isinstance(source, Citing):
        known = ", ".join(one.about.name for one in SOURCES.all() if isinstance(one, Citing))
        raise UsageError(
            f"{source.about.title} does not know which works cite which",
            remedy=f"use one of: {known}",
        )
    return source, have


def _reports(review: Review, studies: Sequence[str]) -> list[ReportId]:
    """The reports to chase. Raises UnknownName: there is no study or report of that name."""
    if not studies:
        return [ReportId(report) for report in review.flow()["new_reports"].ids]
    linked: dict[str, list[ReportId]] = {}
    for report, study in review.present.studies.items():
        linked.setdefault(study, []).append(report)
    found: list[ReportId] = []
    for name in studies:
        try:
            found += linked.get(name) or [review.resolve_id(name)]
        except UnknownName as error:
            raise UnknownName(
                f"there is no study and no report {name!r} in this review",
                remedy="`litreview table included` lists the studies",
            ) from error
    return list(dict.fromkeys(found))


def _identifier(review: Review, report: ReportId, source: Citing) -> str:
    """By what `source` knows the work of a report: its DOI, the source's own key, its PMID; ""."""
    record = review.report(report).record
    own = [
        one.accession
        for one in review.index.records(review.shelf.members[report])
        if one.database == source.about.title and one.accession
    ]
    names = [record.doi or "", *own, f"pmid:{record.pmid}" if record.pmid else ""]
    return next((name for name in names if name and _is_known(source, name)), "")


def _is_known(source: Citing, name: str) -> bool:
    """Whether `source` can be asked for a work by such an identifier."""
    try:
        return bool(source.chase([name], "backward"))
    except UsageError:
        return False


def _earlier(
    review: Review, source: Citing, way: Direction, works: Sequence[str]
) -> tuple[list[Search], tuple[str, ...]]:
    """The searches in force that have asked for some of `works`, and the works that none has.

    One that is not complete counts where all that it asked for is wanted: it is gone on with.
    """
    held: list[Search] = []
    wanted = dict.fromkeys(works)
    for search in review.shelf.searches:
        proof = search.harvest
        if proof is None or proof.source != source.about.name or proof.updates:
            continue
        if dict(proof.limits).get(DIRECTION) != way:
            continue
        some = [work for work in proof.strings if work in wanted]
        if some and (_ended(search) or len(some) == len(proof.strings)):
            held.append(search)
    done = {work for search in held if search.harvest for work in search.harvest.strings}
    return held, tuple(work for work in works if work not in done)


def _ended(search: Search) -> bool:
    """Whether asking again would bring nothing more."""
    return search.complete is True or search.enough


def _job(review: Review, source: Citing, have: Access, way: Direction, works: Sequence[str]) -> Job:
    name = f"{source.about.name}-{way}"
    return _planned(review, source, have, way, works, name=name, exact=False)


def _again(review: Review, source: Citing, have: Access, search: Search, way: Direction) -> Job:
    works = search.harvest.strings if search.harvest else ()
    return _planned(review, source, have, way, works, name=search.id, exact=True)


def _planned(  # noqa: PLR0913 - by keyword, what the two have in common
    review: Review, source: Citing, have: Access, way: Direction, works: Sequence[str], *,
    name: str, exact: bool,
) -> Job:  # fmt: skip
    limits = Limits(options=((DIRECTION, way),))
    strings = tuple(works)
    plan = Plan(strings, limits, starts=starts(source, strings, limits))
    job = job_of(review, source, have, Compiled(strings, "", VERBATIM), plan, name=name,
                 exact=exact)  # fmt: skip
    job.kind = "citation"
    return job
