"""The facade `Review`: orchestration only. Every rule lives below it.

import litreview as lr
review = lr.open(".")
review.load("medline.ris", source="Ovid MEDLINE")
review.dedup()
review.flow()["records_screened"].n
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.dedup.clusters import cluster
from litreview.dedup.order import natural
from litreview.errors import LitreviewError, LogDamaged, UnknownName, UsageError
from litreview.events import (
    AnyEvent,
    ConflictResolved,
    CriteriaAdopted,
    DuplicatesFound,
    DuplicatesJoined,
    DuplicatesSplit,
    Entry,
    Fold,
    RetrievalNoted,
    RowExtracted,
    SearchLoaded,
    SearchWithdrawn,
    StudyLinked,
    VoteCast,
    VoteWithdrawn,
)
from litreview.extraction.forms import Form, default_forms, parse_form
from litreview.extraction.rows import (
    Imported,
    Row,
    cost_benefits,
    estimates,
    read_rows,
)
from litreview.extraction.rows import rows as extracted_rows
from litreview.model import (
    Criterion,
    Decision,
    Failure,
    Finding,
    Parsed,
    Plan,
    Record,
    RecordId,
    Remark,
    Report,
    ReportId,
    Search,
    SearchId,
    SourceKind,
    Stage,
    StudyId,
    Vote,
)
from litreview.outputs.evidence import Evidence
from litreview.prisma import Facts, Flow, identities
from litreview.prisma import flow as prisma_flow
from litreview.screening.session import Ballot, Item, Session, check_reasons
from litreview.screening.state import Screening, screening
from litreview.store import folder as folders
from litreview.store import received, settings
from litreview.store.disk import file_sha256, write_atomically
from litreview.store.log import Clock, Torn

if TYPE_CHECKING:
    from litreview.store.index import Index


def now() -> datetime:
    """The clock of the world."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file. status: loaded, known (loaded before) or refused."""

    path: str
    status: str
    message: str = ""
    search: Search | None = None
    filled: Mapping[str, float] | None = None
    """Field -> the share of records that have it, 0 to 1."""
    untitled: int = 0
    failures: tuple[Failure, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """What a run of the de-duplication found. unsure: pairs for a person."""

    records: int
    reports: int
    sure: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a source. searched_on: ISO date; empty text: not known."""

    source: str = ""
    kind: SourceKind = "database"
    query: str = ""
    searched_on: str = ""
    note: str = ""
    name: str = ""


FIELDS = ("title", "authors", "year", "venue", "abstract", "keywords", "doi", "pmid")
NO_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class Moment:
    """The review as it stands after a given set of events: everything is computed from it."""

    state: Fold
    searches: tuple[Search, ...]
    records: Mapping[str, Sequence[RecordId]]
    clusters: Mapping[RecordId, ReportId]
    members: Mapping[ReportId, tuple[RecordId, ...]]
    screening: Screening
    as_of: str


class Review:
    """A review on disk. `who` is the reviewer (or program) that its writing is signed with."""

    def __init__(
        self, folder: folders.Folder, *, clock: Clock = now, who: str = "reviewer"
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.who = who
        self.settings = settings.load(folder.settings)
        self.torn: tuple[Torn, ...] = ()
        self._moment: Moment | None = None

    @property
    def plan(self) -> Plan:
        """Question, stages and criteria."""
        return self.settings.plan

    @cached_property
    def index(self) -> Index:
        """The index, opened when first needed."""
        from litreview.store.index import Index

        return Index(self.folder.cache / "index.sqlite")

    def close(self) -> None:
        """Let go of the index file."""
        if "index" in self.__dict__:
            self.index.close()
            del self.__dict__["index"]

    # -- reading ---------------------------------------------------------------------------

    def moment(self) -> Moment:
        """The present. Catches up with the log first; cached until something is written."""
        if self._moment is None:
            self._moment = self._compute()
        return self._moment

    def _compute(self) -> Moment:
        self.torn = self.index.catch_up(self.folder.log_files())
        state = self.index.fold()
        searches = self._searches(state)
        held = self.index.record_ids()
        records: dict[str, list[RecordId]] = {s.id: held.get(s.id, []) for s in searches}
        ids = [record for search in searches for record in records[search.id]]
        clusters = cluster(ids, self._sure(state), *_pairs(state))
        members: dict[ReportId, list[RecordId]] = {}
        for record in ids:
            members.setdefault(clusters[record], []).append(record)
        entries = [entry for held_ in state.registers.values() for entry in held_.values()]
        return Moment(
            state=state,
            searches=searches,
            records=records,
            clusters=clusters,
            members={report: tuple(sorted(m, key=natural)) for report, m in members.items()},
            screening=screening(state, clusters, self.plan),
            as_of=max((entry.event.at for entry in entries), default=""),
        )

    def _searches(self, state: Fold) -> tuple[Search, ...]:
        """The searches in force, their records being in the index."""
        found = []
        for (search_id,), entry in sorted(state.of("search").items()):
            if not isinstance(entry.event, SearchLoaded):
                continue
            search, manifest = received.load_manifest(self.folder.records, search_id)
            if manifest != entry.event.manifest:
                raise LogDamaged(
                    f"the manifest of search {search_id!r} is not the one that was loaded",
                    where=str(self.folder.records / search_id),
                    remedy="restore the folder from your version control",
                )
            if not self.index.holds(search_id, manifest):
                self.index.add_search(search.id, manifest, self._parse(search))
            found.append(search)
        return tuple(found)

    def _parse(self, search: Search) -> Iterable[Parsed]:
        for file in search.files:
            path = self.folder.records / search.id / file.name
            yield from received.parse(path, file.format, file.encoding, search.id)

    def _sure(self, state: Fold) -> list[tuple[RecordId, RecordId, float]]:
        return [
            (RecordId(row["a"]), RecordId(row["b"]), float(row["score"]))
            for row in self.pairs(state)
            if row["verdict"] == "sure"
        ]

    def pairs(self, state: Fold | None = None) -> list[dict[str, str]]:
        """The pairs of the de-duplication run in force: a, b, verdict, score, agree, reason."""
        held = (state or self.moment().state).of("dedup-run").get(())
        if held is None or not isinstance(held.event, DuplicatesFound):
            return []
        path = self.folder.log / held.event.file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise LogDamaged(
                f"the file of duplicate pairs is missing ({error.strerror})",
                where=str(path),
                remedy="restore it from your version control, or run `litreview dedup run` again",
            ) from error
        return list(csv.DictReader(io.StringIO(content.decode())))

    def report(self, report: ReportId) -> Report:
        """One report with its fields taken together."""
        return self.reports([report])[0]

    def reports(self, wanted: Iterable[ReportId] | None = None) -> list[Report]:
        """Reports by id (all: None), in the order asked for."""
        from litreview.dedup.merge import merge

        members = self.moment().members
        ids = list(members) if wanted is None else list(wanted)
        needed = None if wanted is None else [r for report in ids for r in members[report]]
        records = {record.id: record for record in self.index.records(needed)}
        return [merge([records[record] for record in members[report]], report) for report in ids]

    def resolve_id(self, text: str) -> ReportId:
        """The report that holds the record called `text`. Raises UnknownName."""
        report = self.moment().clusters.get(RecordId(text))
        if report is None:
            raise UnknownName(
                f"there is no report {text!r} in this review",
                remedy="list them with `litreview dump --format csv`",
            )
        return report

    def stage(self, name: str | None = None) -> Stage:
        """The stage called `name`; the first one that has something to do, without a name."""
        stages = self.plan.stages
        if name is None:
            return next((stage for stage in stages if self.open_reports(stage)), stages[0])
        for stage in stages:
            if stage.name == name:
                return stage
        raise UnknownName(
            f"there is no stage {name!r}",
            where=str(self.folder.settings),
            remedy=f"use one of: {', '.join(stage.name for stage in stages)}",
        )

    def eligible(self, stage: Stage) -> tuple[ReportId, ...]:
        """The reports that have come as far as `stage`, in natural order."""
        moment = self.moment()
        gone = {r for r, status in self.retrieval().items() if status == "not-retrieved"}
        found = moment.screening.eligible(stage, moment.members)
        return tuple(r for r in found if stage.phase == "screening" or r not in gone)

    def open_reports(self, stage: Stage) -> tuple[ReportId, ...]:
        """The reports on which `stage` has still to decide."""
        held = self.moment().screening
        return tuple(r for r in self.eligible(stage) if not held.of(stage.name, r).decided)

    def retrieval(self) -> Mapping[ReportId, str]:
        """Report -> retrieved or not-retrieved, where somebody noted it."""
        moment = self.moment()
        found: dict[ReportId, tuple[tuple[str, str], str]] = {}
        for (record,), entry in moment.state.of("retrieval").items():
            report = moment.clusters.get(RecordId(record))
            if report is not None and isinstance(entry.event, RetrievalNoted):
                held = found.get(report)
                if held is None or held[0] < entry.order:
                    found[report] = (entry.order, entry.event.status)
        return {report: status for report, (_, status) in found.items() if status != "open"}

    def studies(self) -> Mapping[ReportId, StudyId]:
        """Report -> the study that it is linked to."""
        moment = self.moment()
        found: dict[ReportId, tuple[tuple[str, str], str]] = {}
        for (record,), entry in moment.state.of("study").items():
            report = moment.clusters.get(RecordId(record))
            if report is not None and isinstance(entry.event, StudyLinked):
                held = found.get(report)
                if held is None or held[0] < entry.order:
                    found[report] = (entry.order, entry.event.study)
        return {report: StudyId(study) for report, (_, study) in found.items() if study}

    def flow(self) -> Flow:
        """The PRISMA counts, each with the identifiers behind it."""
        moment = self.moment()
        return prisma_flow(
            Facts(
                searches=moment.searches,
                records=moment.records,
                clusters=moment.clusters,
                screening=moment.screening,
                retrieval=self.retrieval(),
                studies=self.studies(),
            )
        )

    def rows(self) -> tuple[Row, ...]:
        """The extracted rows in force."""
        return extracted_rows(self.moment().state)

    def form(self, name: str) -> Form:
        """The extraction form called `name`, from the review's folder or the shipped ones."""
        path = self.folder.forms / f"{name}.toml"
        if path.is_file():
            return parse_form(path.read_text(encoding="utf-8"), str(path))
        shipped = default_forms()
        if name not in shipped:
            known = {*shipped, *(path.stem for path in self.folder.forms.glob("*.toml"))}
            raise UnknownName(
                f"there is no form {name!r}", remedy=f"use one of: {', '.join(sorted(known))}"
            )
        return parse_form(shipped[name], f"{name}.toml")

    def evidence(self, findings: tuple[Finding, ...] = ()) -> Evidence:
        """All that an output may show."""
        moment, flow = self.moment(), self.flow()
        members: dict[StudyId, list[ReportId]] = {}
        for report, study in self.studies().items():
            members.setdefault(study, []).append(report)
        rows = self.rows()
        return Evidence(
            plan=self.plan,
            searches=moment.searches,
            flow=flow,
            screening=moment.screening,
            reports={report.id: report for report in self.reports()},
            members={
                study: tuple(sorted(reports, key=natural)) for study, reports in members.items()
            },
            estimates=estimates(rows),
            costs=cost_benefits(rows),
            findings=findings + identities(flow),
            as_of=moment.as_of,
        )

    def extract(self, form: Form, lines: Iterable[str], where: str) -> Imported:
        """Take the rows of a CSV file in; those that stand there already are not repeated."""
        found = read_rows(form, lines, where)
        held = {(row.form, row.row, row.extractor): row.values for row in self.rows()}
        new = [
            RowExtracted(form=row.form, row=row.row, study=row.study, values=dict(row.values))
            for row in found.rows
            if held.get((row.form, row.row, self.who)) != row.values
        ]
        if new:
            self.append(*new)
        return found

    def screen(self, stage: str | None = None) -> Session:
        """A sitting of this reviewer at a stage: unread reports first, then those left at maybe.

        Nobody's vote but the reviewer's own decides what is in the queue.
        """
        at = self.stage(stage)
        who = self._reviewer(self.who)
        reports = self.eligible(at)
        held = self.moment().screening
        own: dict[ReportId, Vote | Decision] = {}
        for report in reports:
            for vote in held.of(at.name, report).votes:
                if vote.reviewer == who:
                    own[report] = vote
        unread = [Item(r, "in order") for r in reports if r not in own and self._wants(at, r)]
        again = [
            Item(report, "you said maybe")
            for report, vote in own.items()
            if getattr(vote, "decision", "") == "maybe" and not held.of(at.name, report).decided
        ]
        return Session(
            desk=_Desk(self, who),
            stage=at,
            reviewer=who,
            criteria=self.plan.criteria,
            queue=[*unread, *again],
            voted=own,
            total=len(reports),
        )

    def _wants(self, stage: Stage, report: ReportId) -> bool:
        """Whether `report` needs one more vote at `stage`."""
        verdict = self.moment().screening.of(stage.name, report)
        return verdict.resolution is None and len(verdict.votes) < stage.votes

    # -- writing ---------------------------------------------------------------------------

    def append(self, *events: AnyEvent, who: str | None = None) -> tuple[Entry, ...]:
        """Append events to the log of `who` in this working copy."""
        writer = self.folder.writer(who or self.who, self.settings.id, self.clock)
        entries = writer.append(*events)
        self._moment = None
        return entries

    def load(self, path: str | Path, origin: Origin = NO_ORIGIN) -> Loaded:
        """Take a file of records into the review. Nothing raises for a bad file: see `status`."""
        source = Path(path)
        try:
            return self._load(source, origin)
        except LitreviewError as error:
            if isinstance(error, UsageError):
                raise
            return Loaded(path=str(source), status="refused", message=str(error))

    def _load(self, source: Path, origin: Origin) -> Loaded:
        if not source.is_file():
            raise UsageError(
                "there is no such file", where=str(source), remedy="check the name and the folder"
            )
        file = received.source_file(source)
        for known in self.moment().searches:
            if any(held.sha256 == file.sha256 for held in known.files):
                return Loaded(
                    str(source), "known", f"already loaded as {known.id}; nothing added", known
                )
        search_id = received.search_id(
            origin.name or source.stem, file.sha256, exact=bool(origin.name)
        )
        tally = _Tally(search_id)
        parsed = received.parse(source, file.format, file.encoding, search_id)
        for item in parsed:
            tally.add(item)
        search = Search(
            id=search_id,
            source=origin.source or tally.database() or source.stem,
            kind=origin.kind,
            received=tally.records + len(tally.failures),
            records=tally.records,
            failures=len(tally.failures),
            files=(file,),
            query=origin.query,
            searched_on=origin.searched_on,
            note=origin.note,
            origin=source.name,
        )
        if not tally.records:
            return Loaded(
                str(source),
                "refused",
                f"no record could be read from this {file.format} file; nothing was loaded",
                search,
                failures=tuple(tally.failures),
                remarks=tuple(tally.remarks),
            )
        manifest = received.store(self.folder.records, source, search)
        self.append(
            SearchLoaded(
                search=search.id,
                manifest=manifest,
                records=search.records,
                failures=search.failures,
            )
        )
        return Loaded(
            str(source),
            "loaded",
            search=search,
            filled=tally.filled(),
            untitled=tally.untitled,
            failures=tuple(tally.failures),
            remarks=tuple(tally.remarks),
        )

    def withdraw_search(self, search: str, reason: str) -> None:
        """Take a search that was loaded by mistake out of all counts."""
        if search not in {held.id for held in self.moment().searches}:
            raise UnknownName(f"there is no search {search!r} in this review")
        self.append(SearchWithdrawn(search=search, reason=reason))

    def dedup(self) -> Deduplicated:
        """Find duplicates among all records; the log names the file of pairs, whole."""
        from litreview.dedup.pairs import find

        wanted = {search.id for search in self.moment().searches}
        records = (_light(r) for r in self.index.records() if r.search in wanted)
        found = find(records)
        rows = [("sure", pair) for pair in found.sure] + [("unsure", p) for p in found.unsure]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["a", "b", "verdict", "score", "agree", "differ", "reason"])
        for verdict, pair in rows:
            writer.writerow(
                [
                    pair.a,
                    pair.b,
                    verdict,
                    f"{pair.score:.4f}",
                    " ".join(pair.agree),
                    " ".join(pair.differ),
                    pair.reason,
                ]
            )
        content = out.getvalue().encode()
        import hashlib

        sha256 = hashlib.sha256(content).hexdigest()
        name = f"duplicates-{sha256[:12]}.csv"
        write_atomically(self.folder.log / name, content)
        total = sum(len(ids) for ids in self.moment().records.values())
        self.append(
            DuplicatesFound(
                file=name,
                sha256=sha256,
                records=total,
                sure=len(found.sure),
                unsure=len(found.unsure),
                parameters=dict(found.parameters),
                program=folders.PROGRAM,
            )
        )
        return Deduplicated(total, len(self.moment().members), len(found.sure), len(found.unsure))

    def join(self, ids: Sequence[str], reason: str = "") -> ReportId:
        """Say that the reports of `ids` are one document."""
        moment = self.moment()
        members = [moment.members[self.resolve_id(text)] for text in ids]
        flat = sorted({record for group in members for record in group}, key=natural)
        if all(moment.clusters[record] == moment.clusters[flat[0]] for record in flat):
            raise UsageError("these records are one report already")
        pairs = tuple((flat[0], other) for other in flat[1:])
        self.append(DuplicatesJoined(pairs=pairs, reason=reason))
        return self.moment().clusters[flat[0]]

    def split(self, text: str, reason: str = "") -> tuple[ReportId, ...]:
        """Say that record `text` is not the document of the others in its report."""
        record = RecordId(text)
        report = self.resolve_id(text)
        others = [member for member in self.moment().members[report] if member != record]
        if not others:
            raise UsageError(f"{text!r} is the only record of its report: nothing to split")
        pairs = tuple((min(record, o, key=natural), max(record, o, key=natural)) for o in others)
        self.append(DuplicatesSplit(pairs=pairs, reason=reason))
        clusters = self.moment().clusters
        return tuple(dict.fromkeys(clusters[r] for r in [record, *others]))

    def cast(self, ballot: Ballot, reviewer: str | None = None) -> None:
        """Append a vote after checking reviewer, stage, reasons and criteria version."""
        who = self._reviewer(reviewer or self.who)
        stage = self.stage(ballot.stage)
        check_reasons(stage, _reasons(self.plan, stage), ballot.decision, ballot.reasons)
        self.append(
            *self._adopt(),
            VoteCast(
                stage=stage.name,
                record=ballot.report,
                decision=ballot.decision,
                criteria=self.plan.criteria_version,
                reasons=ballot.reasons,
                note=ballot.note,
                shown=ballot.shown,
            ),
            who=who,
        )

    def withdraw_vote(self, report: ReportId, stage: str, reviewer: str | None = None) -> None:
        """Take the reviewer's votes on a report back."""
        who = self._reviewer(reviewer or self.who)
        moment = self.moment()
        events = [
            VoteWithdrawn(stage=stage, record=record)
            for record in moment.members[report]
            if isinstance(
                getattr(moment.state.of("vote").get((stage, record, who)), "event", None), VoteCast
            )
        ]
        if not events:
            raise UsageError(f"{who} has no vote on {report} at stage {stage!r}")
        self.append(*events, who=who)

    def resolve(
        self, report: ReportId, stage: str, decision: Decision, *, reasons: tuple[str, ...] = ()
    ) -> None:
        """Settle the votes in force on a report."""
        held = self.moment().screening.of(self.stage(stage).name, report)
        if not held.votes:
            raise UsageError(f"nobody has voted on {report} at stage {stage!r}")
        check_reasons(self.stage(stage), _reasons(self.plan, self.stage(stage)), decision, reasons)
        self.append(
            *self._adopt(),
            ConflictResolved(
                stage=stage,
                record=report,
                decision=decision,
                criteria=self.plan.criteria_version,
                settles=tuple(sorted(vote.id for vote in held.votes)),
                reasons=reasons,
            ),
        )

    def link(self, ids: Sequence[str], study: str) -> None:
        """Say that the reports of `ids` describe `study` ("": none)."""
        self.append(*(StudyLinked(record=self.resolve_id(text), study=study) for text in ids))

    def check_received(self) -> list[Finding]:
        """Whether every received file is still the one that its manifest names."""
        findings = []
        for search in self.moment().searches:
            for file in search.files:
                path = self.folder.records / search.id / file.name
                if not path.is_file() or file_sha256(path) != file.sha256:
                    findings.append(
                        Finding(
                            "RC101",
                            "error",
                            f"the file of search {search.id} is not the one that was loaded",
                            str(path),
                            "restore it from your version control",
                        )
                    )
        return findings

    def _reviewer(self, who: str) -> str:
        if self.settings.reviewers and who not in self.settings.reviewers:
            raise UnknownName(
                f"{who!r} is not a reviewer of this review",
                where=str(self.folder.settings),
                remedy=f"use one of: {', '.join(self.settings.reviewers)}, or add the name there",
            )
        return who

    def _adopt(self) -> tuple[CriteriaAdopted, ...]:
        """The criteria for the log when a version is used first. Raises where it was changed."""
        version, sha256 = self.plan.criteria_version, settings.criteria_hash(self.plan)
        held = self.moment().state.of("criteria").get((version,))
        if held is None:
            text = settings.criteria_text(self.plan)
            return (CriteriaAdopted(version=version, sha256=sha256, criteria=text),)
        if isinstance(held.event, CriteriaAdopted) and held.event.sha256 != sha256:
            raise UsageError(
                f"the criteria were changed, but still call themselves version {version!r}",
                where=str(self.folder.settings),
                remedy="raise [criteria] version, so that each vote keeps the criteria it was "
                "made under",
            )
        return ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """The session's way to the disk."""

    review: Review
    who: str

    def report(self, report: ReportId) -> Report:
        return self.review.report(report)

    def cast(self, ballot: Ballot) -> None:
        self.review.cast(ballot, self.who)

    def withdraw(self, report: ReportId, stage: str) -> None:
        self.review.withdraw_vote(report, stage, self.who)


def _pairs(state: Fold) -> tuple[list[tuple[RecordId, RecordId]], list[tuple[RecordId, RecordId]]]:
    """The pairs that people joined, and those that people split."""
    same: list[tuple[RecordId, RecordId]] = []
    different: list[tuple[RecordId, RecordId]] = []
    for (a, b), entry in state.of("pair").items():
        side = same if isinstance(entry.event, DuplicatesJoined) else different
        side.append((RecordId(a), RecordId(b)))
    return same, different


def _reasons(plan: Plan, stage: Stage) -> tuple[Criterion, ...]:
    return tuple(c for c in plan.criteria if c.effect == "exclude" and stage.name in c.stages)


def _light(record: Record) -> Record:
    """A record without what the comparison does not need."""
    return replace(record, extra=(), keywords=())


class _Tally:
    """Counts over the entries of a file while they stream by."""

    def __init__(self, search: SearchId) -> None:
        self.search = search
        self.records = 0
        self.untitled = 0
        self.failures: list[Failure] = []
        self.remarks: list[Remark] = []
        self._filled = dict.fromkeys(FIELDS, 0)
        self._databases: dict[str, int] = {}

    def add(self, item: Parsed) -> None:
        if isinstance(item, Failure):
            self.failures.append(item)
        elif isinstance(item, Remark):
            self.remarks.append(item)
        else:
            self.records += 1
            self.untitled += not item.title
            for field in FIELDS:
                self._filled[field] += bool(getattr(item, field))
            self._databases[item.database] = self._databases.get(item.database, 0) + 1

    def filled(self) -> dict[str, float]:
        return {field: n / self.records for field, n in self._filled.items()}

    def database(self) -> str:
        """The database that all records name, or ""."""
        return next(iter(self._databases)) if len(self._databases) == 1 else ""
