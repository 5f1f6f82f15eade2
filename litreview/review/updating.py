"""A living review: harvests are asked again for what is new, and what came is held against theirs.

Where a source can be asked for what is new since a day, it is asked from some days before the last
run began; else, or if it is wanted, for the whole once more. What the review has already is set
aside and compared; the rest are the records of a search of its own, which names the one it updates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from threading import Event
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError, UsageError
from litreview.events import SearchWithdrawn
from litreview.model import Harvested, RecordId, ReportId, Search
from litreview.review import reading
from litreview.review.asking import Refusal
from litreview.review.changes import Changes, changes_of
from litreview.review.citing import starts
from litreview.review.harvesting import Harvest, Job, job_of, reached
from litreview.review.lineage import Lineage, known, limits_of, lineages
from litreview.review.rounds import in_rounds
from litreview.review.vault import standing
from litreview.sources.compile import Compiled, compiled, tree_of
from litreview.sources.harvest import Plan, Tell, silence
from litreview.sources.journal import Begun
from litreview.sources.source import Searchable
from litreview.store.folder import Folder
from litreview.store.harvested import HarvestFolder
from litreview.store.received import MANIFEST, load_manifest

if TYPE_CHECKING:
    from litreview.review.facade import Review

OVERLAP = 7
"""Days that an update goes back behind the beginning of the last run: sources put records into
their index some days after the date that they give them, and days of two time zones differ. An
update that stopped is gone on with for so long."""
_LONGEST = 48
"""Characters of the id of a search."""
_ANY = "0000"
"""As many digits as tell working copies apart."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A retracted record whose report somebody has judged. stands: included, or screened."""

    record: RecordId
    report: ReportId
    stands: str


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one update. judged: those of `changes.retracted` that were judged."""

    harvest: Harvest
    changes: Changes
    judged: tuple[Judged, ...] = ()


def chosen(review: Review, names: Sequence[str]) -> tuple[list[Lineage], list[str]]:
    """The harvests to update (no name: all), and the searches in force that cannot be.

    The name of an update means the search that it updates. Raises UnknownName, and UsageError for a
    search by name that is no harvest.
    """
    shelf = review.shelf
    held = lineages(shelf.searches)
    if not names:
        members = {one.id for lineage in held.values() for one in lineage.members}
        return list(held.values()), [one.id for one in shelf.searches if one.id not in members]
    found: dict[str, Lineage] = {}
    for name in names:
        search = reading.search(shelf, name)
        first = (search.harvest.updates or search.id) if search.harvest else ""
        if first not in held:
            raise UsageError(
                f"the search {name!r} was not harvested, so it cannot be asked again"
                if not first
                else f"the search that {name!r} updates, {first!r}, counts no more",
                remedy="export it from its source again, and load the new file"
                if not first
                else "run that search again with `litreview search run`",
            )
        found[first] = held[first]
    return list(found.values()), []


def prepare(
    review: Review, what: Lineage, environ: Mapping[str, str], *, full: bool = False
) -> Job:
    """What an update will ask. Raises UsageError, SettingsError, UnknownName.

    full: the whole again, also where what is new can be asked for, or was today. One that was begun
    within the last days and is not complete is gone on with; one of today that is complete is
    known.
    """
    first = what.first
    proof = first.harvest or Harvested("", ())
    source, have = reached(review, proof.source, environ)
    made = _as_before(proof, source)
    own, most = limits_of(first)
    today = review.clock().astimezone(UTC).date()
    covered = what.covered()
    chasing = starts(source, proof.strings, own)
    limits = own
    if source.about.since and covered and not chasing and not full:
        since = (covered - timedelta(days=OVERLAP)).isoformat()
        limits = replace(own, since=max(since, own.since))
    name, begun = _name(review, first, today, full=full)
    limits = begun.limits if begun else limits
    plan = Plan(proof.strings, limits, most, chasing)
    job = job_of(review, source, have, made, plan, name=name, exact=True)
    job.strategy, job.updates, job.kind = proof.strategy, first.id, first.kind
    before = Lineage(tuple(one for one in what.members if one.id != job.id))
    judge = known(review, before, "" if limits.since == own.since else limits.since)
    job.judges, job.account = (judge.judge,), judge.account
    return job


def _as_before(proof: Harvested, source: Searchable) -> Compiled:
    """What was asked, as the manifest has it, and again the judge of what comes, if it had one."""
    sift = None
    if proof.sifted:
        tree, _ = tree_of(proof.meant)
        sift = compiled(tree, source, allow_loss=True, filtered=True).sift or tree
    return Compiled(proof.strings, proof.meant, proof.label, proof.remarks, sift)


def _name(review: Review, first: Search, today: date, *, full: bool) -> tuple[str, Begun | None]:
    """The id of the update, and how it was begun where it is there already."""
    own = _digits(review.folder)
    for back in range(OVERLAP + 1):
        held = _begun(review.folder, first.id, today - timedelta(days=back), own, full=full)
        for name, begun in held:
            if not back or _stopped(review, name):
                return name, begun
        if held:
            break
    return named(first.id, today, own, full=full), None


def _begun(
    folder: Folder, first: str, day: date, own: str, *, full: bool
) -> list[tuple[str, Begun]]:
    """The updates of that day, in whichever copy they were begun, and how; one's own first."""
    plain, mine = named(first, day, full=full), named(first, day, own, full=full)
    stem = named(first, day, _ANY, full=full).removesuffix(_ANY)
    others = sorted(path.name for path in folder.records.glob(f"{stem}{'[0-9a-f]' * len(_ANY)}"))
    names = dict.fromkeys((mine, plain, *others))
    found = ((name, standing(HarvestFolder(folder.records / name)).begun) for name in names)
    return [(name, begun[0]) for name, begun in found if begun]


def _digits(folder: Folder) -> str:
    """What tells this working copy's updates from those of others; "": the log knows no others.

    Two copies that run one update on one day get different records: under one name they could
    never be merged, as votes name records by it.
    """
    if not folder.others():
        return ""
    return hashlib.sha256(folder.copy().encode()).hexdigest()[: len(_ANY)]


def named(first: str, day: date, digits: str = "", *, full: bool = False) -> str:
    """The id of the update of the search `first` that was begun on `day`. digits: of the copy."""
    end = f"-{day:%Y%m%d}{'-full' if full else ''}{f'-{digits}' if digits else ''}"
    if len(first) + len(end) > _LONGEST:
        told = hashlib.sha256(first.encode()).hexdigest()[:4]
        first = f"{first[: _LONGEST - len(end) - 5].rstrip('-')}-{told}"
    return f"{first}{end}"


def _stopped(review: Review, name: str) -> bool:
    """Whether an update was cut off before its end, and is not taken out of the review."""
    held = review.state.of("search").get((name,))
    if held is not None and isinstance(held.event, SearchWithdrawn):
        return False
    if not (review.folder.records / name / MANIFEST).exists():
        return True
    search, _ = load_manifest(review.folder.records, name)
    return search.complete is False and not search.enough


def planned(
    review: Review, names: Sequence[str], environ: Mapping[str, str], *, full: bool = False
) -> tuple[list[Job], list[Refusal]]:
    """The updates of the searches called `names` (none: of all), and those that cannot be asked.

    Raises UnknownName, UsageError: a name is no harvest.
    """
    jobs: list[Job] = []
    refused: list[Refusal] = []
    for what in chosen(review, names)[0]:
        try:
            jobs.append(prepare(review, what, environ, full=full))
        except LitreviewError as error:
            proof = what.first.harvest
            refused.append(Refusal(proof.source if proof else "", error, what.first.id))
    return jobs, refused


def walked(
    review: Review, jobs: Iterable[Job], tell: Tell = silence, stop: Event | None = None
) -> Iterator[Updated | Refusal]:
    """Ask for all, several sources side by side, and file each as it ends."""
    for found in in_rounds(review, jobs, tell, stop or Event()):
        yield found if isinstance(found, Refusal) else _updated(review, found)


def _updated(review: Review, harvest: Harvest) -> Updated:
    search = harvest.search
    found = changes_of(review.folder.records / search.id, search)
    changes = found or Changes(updates=search.harvest.updates if search.harvest else "", since="")
    return Updated(harvest, changes, tuple(judged(review, changes.retracted)))


def judged(review: Review, records: Iterable[str]) -> Iterator[Judged]:
    """Those of `records` whose report was judged, and how it stands now."""
    present = review.present
    included = set(review.flow()["new_reports"].ids)
    for record in map(RecordId, records):
        report = present.shelf.clusters.get(record)
        if report is None:
            continue
        if report in included:
            yield Judged(record, report, "included")
        elif any(present.screening.of(s.name, report).votes for s in review.plan.stages):
            yield Judged(record, report, "screened")
