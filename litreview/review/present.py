"""The present: what follows from the log, the received records and the plan.

Two parts, so that a vote costs nothing that only a load or a join can change: the `Shelf`
(searches, records, clusters) and the `Present` (verdicts, links, flow) that is computed over it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from litreview import collector
from litreview.dedup.clusters import Join, cluster
from litreview.dedup.order import natural
from litreview.errors import LogDamaged, ReviewError
from litreview.events import (
    AnyEvent,
    DuplicatesFound,
    DuplicatesJoined,
    DuplicatesSplit,
    Entry,
    Fold,
    Register,
    ReportSetAside,
    RetrievalNoted,
    SearchLoaded,
    SearchWithdrawn,
    StudyLinked,
)
from litreview.model import DATABASE_KINDS, Parsed, Plan, RecordId, ReportId, Search, Stage, StudyId
from litreview.prisma import Aside, Facts, Flow, corrected, flow
from litreview.review import reporting, teams
from litreview.screening.state import Screening, screening
from litreview.screening.teams import Since
from litreview.store import received
from litreview.store.disk import file_sha256
from litreview.store.folder import Folder
from litreview.store.index import Index

E = TypeVar("E")
PAIR_COLUMNS = ("a", "b", "verdict", "score", "agree", "differ", "reason")
"""The columns of the file of pairs that a search for duplicates leaves beside the log."""
_MOVES_THE_SHELF = (
    SearchLoaded,
    SearchWithdrawn,
    DuplicatesFound,
    DuplicatesJoined,
    DuplicatesSplit,
)


@dataclass(frozen=True)
class Shelf:
    """The records and the reports that they make up.

    records: search -> its records; clusters: record -> report; members: report -> its records,
    in natural order. pairs: the rows of the de-duplication run in force.
    """

    searches: tuple[Search, ...]
    records: Mapping[str, Sequence[RecordId]]
    clusters: Mapping[RecordId, ReportId]
    members: Mapping[ReportId, tuple[RecordId, ...]]
    pairs: Sequence[Mapping[str, str]]

    @property
    def total(self) -> int:
        """How many records."""
        return len(self.clusters)

    @cached_property
    def places(self) -> Mapping[RecordId, tuple[int, str]]:
        """Record -> its place in the flow, where databases come before other ways, and its source.

        In each report the record of the first place is the one that is counted; the others are
        its duplicates.
        """
        arms = sorted(self.searches, key=lambda search: search.kind not in DATABASE_KINDS)
        counted = ((record, s.source) for s in arms for record in self.records[s.id])
        return {record: (place, source) for place, (record, source) in enumerate(counted)}

    @property
    def unsure(self) -> list[Mapping[str, str]]:
        """The unsure pairs that no decision has settled, the likeliest first."""
        return [
            pair
            for pair in self.pairs
            if pair["verdict"] == "unsure"
            and self.clusters.get(RecordId(pair["a"])) != self.clusters.get(RecordId(pair["b"]))
        ]


def moves_the_shelf(event: AnyEvent) -> bool:
    """Whether `event` changes which records or reports there are."""
    return isinstance(event, _MOVES_THE_SHELF)


def shelve(folder: Folder, index: Index, state: Fold) -> Shelf:
    """Bring the index up to the searches in force, and cluster. Linear in the records."""
    searches = tuple(in_force(folder, index, state))
    with collector.resting():
        return _shelf(searches, folder, index, state)


def _shelf(searches: tuple[Search, ...], folder: Folder, index: Index, state: Fold) -> Shelf:
    held = index.record_ids()
    records: dict[str, list[RecordId]] = {s.id: held.get(s.id, []) for s in searches}
    ids = [record for search in searches for record in records[search.id]]
    pairs = _pairs(folder, state)
    sure = (
        (RecordId(pair["a"]), RecordId(pair["b"]), float(pair["score"]))
        for pair in pairs
        if pair["verdict"] == "sure"
    )
    clusters = cluster(ids, sure, *_by_hand(state))
    return Shelf(
        searches=searches,
        records=records,
        clusters=clusters,
        members=_members(ids, clusters),
        pairs=pairs,
    )


def _members(
    ids: Iterable[RecordId], clusters: Mapping[RecordId, ReportId]
) -> dict[ReportId, tuple[RecordId, ...]]:
    """Report -> its records in natural order; the reports in the order of `ids`."""
    members: dict[ReportId, tuple[RecordId, ...]] = {}
    for record in ids:
        report = clusters[record]
        held = members.get(report)
        members[report] = (record,) if held is None else (*held, record)
    several = {report: held for report, held in members.items() if len(held) > 1}
    return members | {report: tuple(sorted(m, key=natural)) for report, m in several.items()}


def in_force(folder: Folder, index: Index, state: Fold) -> Iterable[Search]:
    """The searches that count, by id; their records are in the index then. Raises LogDamaged."""
    for (search_id,), entry in sorted(state.of("search").items()):
        if not isinstance(entry.event, SearchLoaded):
            continue
        search, manifest = _manifest(folder, search_id, entry.event.manifest)
        if manifest != entry.event.manifest and manifest != _last_manifest(index, search_id):
            raise LogDamaged(
                f"the manifest of search {search_id!r} is not the one that was loaded",
                where=str(folder.records / search_id),
                remedy="restore the folder from your version control",
            )
        if not index.holds(search_id, manifest):
            index.add_search(search.id, manifest, _parse(folder, search))
        yield search


def _manifest(folder: Folder, search: str, wanted: str) -> tuple[Search, str]:
    """The manifest of a search; one that a kill kept from its place is put there first."""
    received.settle(folder.records, search, wanted)
    return received.load_manifest(folder.records, search)


def _last_manifest(index: Index, search: str) -> str:
    """The manifest of `search` that the whole log names last.

    A merge keeps what was said of a source last, so the past is shown by it as well.
    """
    named = (entry.event for entry in index.events())
    loaded = (e.manifest for e in named if isinstance(e, SearchLoaded) and e.search == search)
    return max(enumerate(loaded), default=(0, ""))[1]


def _parse(folder: Folder, search: Search) -> Iterable[Parsed]:
    place = folder.records / search.id
    for file in search.files:
        path = place / file.name
        if file_sha256(path) != file.sha256:  # its records would be others than were judged
            raise ReviewError(
                f"the file of search {search.id} is not the one that was loaded",
                where=str(path),
                remedy="restore it from your version control or a colleague's copy",
            )
        if search.harvest is None:
            yield from received.parse(path, file.format, file.encoding, search.id)
    if search.harvest is not None:
        from litreview.review.harvested import records_of

        yield from records_of(place, search)


def _pairs(folder: Folder, state: Fold) -> list[dict[str, str]]:
    held = state.of("dedup-run").get(())
    if held is None or not isinstance(held.event, DuplicatesFound):
        return []
    path = folder.log / held.event.file
    content = received.read_checked(path, held.event.sha256)
    try:
        return [_pair(row) for row in csv.DictReader(io.StringIO(content.decode()))]
    except (KeyError, ValueError, csv.Error) as error:
        raise ReviewError(
            f"this file of pairs cannot be read ({error})",
            where=str(path),
            remedy="run `litreview dedup run` again",
        ) from error


def _pair(row: Mapping[str | None, Any]) -> dict[str, str]:
    """A row of the file of pairs. Raises KeyError or ValueError where it is none."""
    missing = [name for name in PAIR_COLUMNS if not isinstance(row.get(name), str)]
    if missing or None in row:
        raise ValueError(f"a row without {', '.join(missing)}" if missing else "a row too long")
    float(row["score"])
    return {str(name): cell for name, cell in row.items()}


def _by_hand(state: Fold) -> tuple[list[Join], list[Join]]:
    """The pairs that people joined, and those that people split."""
    same: list[Join] = []
    different: list[Join] = []
    for (a, b), entry in state.of("pair").items():
        side = same if isinstance(entry.event, DuplicatesJoined) else different
        side.append((RecordId(a), RecordId(b)))
    return same, different


class Present:
    """Everything that is computed from one state over one shelf, each part when first asked."""

    def __init__(self, state: Fold, shelf: Shelf, plan: Plan, voted: Since | None = None) -> None:
        """voted: who votes where, since when, where `state` is only a part of the review's."""
        self.state = state
        self.shelf = shelf
        self.plan = plan
        self._voted = voted
        self._eligible: dict[str, tuple[ReportId, ...]] = {}

    @cached_property
    def screening(self) -> Screening:
        """The verdicts."""
        return screening(self.state, self.shelf.clusters, self.plan, self._voted)

    @cached_property
    def samples(self) -> Mapping[str, frozenset[ReportId]]:
        """Stage -> the reports that everybody reads first there."""
        return {stage.name: teams.drawn(self, stage) for stage in self.plan.stages}

    @cached_property
    def readers(self) -> Mapping[str, Mapping[ReportId, tuple[str, ...]]]:
        """Stage with shared reports -> each that lacks a vote -> who reads it."""
        shared = (stage for stage in self.plan.stages if stage.allocation == "shared")
        return {stage.name: teams.given(self, stage) for stage in shared}

    @cached_property
    def retrieval(self) -> Mapping[ReportId, str]:
        """Report -> retrieved or not-retrieved, where somebody noted it."""
        latest = self._latest("retrieval", RetrievalNoted, lambda event: event.record)
        return {r: event.status for r, event in latest.items() if event.status != "open"}

    @cached_property
    def full_texts(self) -> Mapping[ReportId, RetrievalNoted]:
        """Report -> what was noted of its full text, where a file of it is kept."""
        latest = self._latest("retrieval", RetrievalNoted, lambda event: event.record)
        return {report: event for report, event in latest.items() if event.file}

    @cached_property
    def studies(self) -> Mapping[ReportId, StudyId]:
        """Report -> the study that it is linked to."""
        latest = self._latest("study", StudyLinked, lambda event: event.record)
        return {r: StudyId(event.study) for r, event in latest.items() if event.study}

    @cached_property
    def aside(self) -> Mapping[ReportId, Aside]:
        """Report -> ongoing or awaiting (classification), where somebody said so."""
        latest = self._latest("aside", ReportSetAside, lambda event: event.record)
        return {r: event.status for r, event in latest.items() if event.status != "open"}

    @property
    def aside_notes(self) -> Mapping[ReportId, str]:
        """What was noted of these reports."""
        latest = self._latest("aside", ReportSetAside, lambda event: event.record)
        return {r: event.note for r, event in latest.items() if r in self.aside and event.note}

    @property
    def linked(self) -> Mapping[StudyId, Sequence[ReportId]]:
        """Study -> the reports that are linked to it, both in order."""
        found: dict[StudyId, list[ReportId]] = {}
        for report, study in sorted(self.studies.items()):
            found.setdefault(study, []).append(report)
        return dict(sorted(found.items()))

    def behind(self, box: str) -> tuple[ReportId, ...]:
        """The reports behind a box of the flow, whatever it counts. Raises UnknownName."""
        studies: dict[str, Sequence[ReportId]] = {s.id: s.reports for s in self.flow.studies}
        clusters, members = self.shelf.clusters, self.shelf.members
        found: dict[ReportId, None] = {}
        for id_ in self.flow[box].ids:
            reports = studies.get(id_) or (clusters.get(RecordId(id_), ReportId(id_)),)
            found |= dict.fromkeys(report for report in reports if report in members)
        return tuple(found)

    @cached_property
    def flow(self) -> Flow:
        """The PRISMA counts over all searches."""
        return self.flow_after(frozenset())

    @cached_property
    def drawn(self) -> Flow:
        """The counts as the diagram shows them: with an arm for what was there before an update.

        A search that is no update itself belongs to the new version where it began after the first
        update did. Numbers that people corrected are corrected here, and nowhere else.
        """
        searches = self.shelf.searches
        updates = {s.id for s in searches if s.harvest is not None and s.harvest.updates}
        first = min((self.began(s) for s in searches if s.id in updates), default="")
        before = (s.id for s in searches if s.id not in updates and self.began(s) < first)
        found = self.flow_after(frozenset(before)) if updates else self.flow
        return corrected(found, reporting.corrections(self.state))

    def flow_after(self, previous: frozenset[str]) -> Flow:
        """The counts of a review whose previous version had the searches `previous`; none: new."""
        return flow(
            Facts(
                searches=self.shelf.searches,
                records=self.shelf.records,
                clusters=self.shelf.clusters,
                screening=self.screening,
                retrieval=self.retrieval,
                studies=self.studies,
                previous=previous,
                tools=frozenset(reporting.tools(self.state)),
                aside=self.aside,
                pooled=reporting.pooled(self.state),
            )
        )

    @property
    def as_of(self) -> str:
        """The time of the latest event that counts, or ""."""
        held = self.state.registers.values()
        return max((e.event.at for entries in held for e in entries.values()), default="")

    def began(self, search: Search) -> str:
        """When a search began: a harvest to the second, another when it was loaded."""
        if search.harvest is not None and search.harvest.started:
            return search.harvest.started
        held = self.state.of("search").get((search.id,))
        return held.event.at if held is not None else ""

    def searched_on(self, search: Search) -> str:
        """The day of a search, or else of its loading."""
        return search.searched_on or self.began(search)[:10]

    def eligible(self, stage: Stage) -> tuple[ReportId, ...]:
        """The reports that have come as far as `stage`, in the order of the searches."""
        if stage.name not in self._eligible:
            self._eligible[stage.name] = self._come_to(stage)
        return self._eligible[stage.name]

    def _come_to(self, stage: Stage) -> tuple[ReportId, ...]:
        found = self.screening.eligible(stage, self.shelf.members)
        if stage.phase == "screening":
            return found
        gone = {r for r, status in self.retrieval.items() if status == "not-retrieved"}
        held = self.screening
        gone |= {r for r in self.aside if not held.of(stage.name, r).decided}
        return tuple(r for r in found if r not in gone)

    def asked(self, stage: Stage) -> int:
        """How many reports of `stage` people are asked about: all but those left unread."""
        held = self.screening
        return sum(held.of(stage.name, r).status != "left" for r in self.eligible(stage))

    def open_reports(self, stage: Stage) -> tuple[ReportId, ...]:
        """The reports on which `stage` has still to decide."""
        held = self.screening
        there = ((r, held.of(stage.name, r)) for r in self.eligible(stage))
        return tuple(r for r, verdict in there if not (verdict.decided or verdict.status == "left"))

    def _latest(
        self, register: Register, kind: type[E], record_of: Callable[[E], str]
    ) -> dict[ReportId, E]:
        """Report -> the latest event of `kind` on any of its records."""
        found: dict[ReportId, tuple[Entry, E]] = {}
        for entry in self.state.of(register).values():
            if not isinstance(entry.event, kind):
                continue
            report = self.shelf.clusters.get(RecordId(record_of(entry.event)))
            held = found.get(report) if report else None
            if report is not None and (held is None or held[0].order < entry.order):
                found[report] = (entry, entry.event)
        return {report: event for report, (_, event) in found.items()}
