"""The facade `Review`: orchestration only. It asks, lets a rule below decide, and appends.

import litreview as lr
review = lr.open(".")
review.load("medline.ris", source="Ovid MEDLINE")
review.dedup()
review.flow()["records_screened"].n
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from litreview.dedup.order import natural
from litreview.errors import UnknownName
from litreview.events import (
    AnyEvent,
    Entry,
    Fold,
    RetrievalNoted,
    RowExtracted,
    SearchWithdrawn,
    StudyLinked,
)
from litreview.extraction.forms import Form, default_forms, parse_form
from litreview.extraction.rows import Imported, Row, cost_benefits, estimates, read_rows
from litreview.extraction.rows import rows as extracted_rows
from litreview.model import (
    Finding,
    Plan,
    RecordId,
    Report,
    ReportId,
    SourceKind,
    Stage,
    StudyId,
)
from litreview.outputs.evidence import Evidence
from litreview.prisma import Flow, identities
from litreview.review import voting
from litreview.review.loading import NO_ORIGIN, Loaded, Origin, take_in
from litreview.review.present import Present, Shelf, moves_the_shelf, shelve
from litreview.screening.session import Ballot, Session
from litreview.store import folder as folders
from litreview.store import settings
from litreview.store.disk import file_sha256
from litreview.store.log import Clock, Torn

if TYPE_CHECKING:
    from litreview.outputs.table import Table
    from litreview.review.duplicates import Deduplicated
    from litreview.store.index import Index

DEFAULT_REVIEWER = "reviewer"


def now() -> datetime:
    """The clock of the world."""
    return datetime.now(UTC)


def open_review(
    start: str | Path = ".", *, who: str = DEFAULT_REVIEWER, clock: Clock = now
) -> Review:
    """The review in `start` or a folder above it. Raises NotAReview, SettingsError."""
    return Review(folders.find(Path(start)), clock=clock, who=who)


def create(  # noqa: PLR0913 - by keyword, all but the folder
    folder: str | Path,
    *,
    title: str = "",
    question: str = "",
    who: str = DEFAULT_REVIEWER,
    clock: Clock = now,
    draw: Callable[[], str] = lambda: secrets.token_hex(4),
) -> Review:
    """A new review in `folder`. Raises UsageError where there is one. draw: its identifier."""
    root = Path(folder)
    name = title or root.resolve().name or "review"
    text = settings.template(review=draw(), title=name, question=question)
    return Review(folders.create(root, text, {}), clock=clock, who=who)


class Review:
    """A review on disk. `who` is the reviewer (or program) that its writing is signed with.

    Opening costs what is new in the log; the present is computed when it is first asked for, and
    kept until something is written. A vote changes neither records nor clusters: these are kept.
    """

    def __init__(
        self, folder: folders.Folder, *, clock: Clock = now, who: str = DEFAULT_REVIEWER
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.who = who
        self.settings = settings.load(folder.settings)
        self.torn: tuple[Torn, ...] = ()
        self._state: Fold | None = None
        self._shelf: Shelf | None = None
        self._present: Present | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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

    # -- the present -----------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """Question, stages and criteria."""
        return self.settings.plan

    @property
    def state(self) -> Fold:
        """The fold of the whole log. Catches up with the log files first."""
        if self._state is None:
            self.torn = self.index.catch_up(self.folder.log_files())
            self._state = self.index.fold()
        return self._state

    @property
    def present(self) -> Present:
        """All that follows from log, records and plan as they are now."""
        if self._present is None:
            state = self.state
            if self._shelf is None:
                self._shelf = shelve(self.folder, self.index, state)
            self._present = Present(state, self._shelf, self.plan)
        return self._present

    @property
    def shelf(self) -> Shelf:
        """The records, and the reports that they make up."""
        return self.present.shelf

    def append(self, *events: AnyEvent, who: str | None = None) -> tuple[Entry, ...]:
        """Append events to the log of `who` in this working copy. All of them, or none."""
        state = self.state
        writer = self.folder.writer(who or self.who, self.settings.id, self.clock)
        entries = writer.append(*events)
        for entry in entries:
            state.add(entry)
        self._present = None
        if any(moves_the_shelf(event) for event in events):
            self._shelf = None
        return entries

    # -- reading ---------------------------------------------------------------------------

    def resolve_id(self, text: str) -> ReportId:
        """The report that holds the record called `text`. Raises UnknownName."""
        report = self.shelf.clusters.get(RecordId(text))
        if report is None:
            raise UnknownName(
                f"there is no report {text!r} in this review",
                remedy="list them with `litreview dump --format csv`",
            )
        return report

    def report(self, report: ReportId) -> Report:
        """One report with its fields taken together."""
        return self.reports([report])[0]

    def reports(self, wanted: Iterable[ReportId] | None = None) -> list[Report]:
        """Reports by id (all: None), in the order asked for."""
        from litreview.dedup.merge import merge

        members = self.shelf.members
        ids = list(members) if wanted is None else list(wanted)
        needed = None if wanted is None else [r for report in ids for r in members[report]]
        records = {record.id: record for record in self.index.records(needed)}
        return [merge([records[record] for record in members[report]], report) for report in ids]

    def stage(self, name: str | None = None) -> Stage:
        """The stage called `name`; without a name the first one that has something to do."""
        stages = self.plan.stages
        if name is None:
            return next((s for s in stages if self.present.open_reports(s)), stages[0])
        for stage in stages:
            if stage.name == name:
                return stage
        raise UnknownName(
            f"there is no stage {name!r}",
            where=str(self.folder.settings),
            remedy=f"use one of: {', '.join(stage.name for stage in stages)}",
        )

    def flow(self) -> Flow:
        """The PRISMA counts, each with the identifiers behind it."""
        return self.present.flow

    def rows(self) -> tuple[Row, ...]:
        """The extracted rows in force."""
        return extracted_rows(self.state)

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

    def evidence(self) -> Evidence:
        """All that an output may show."""
        present, rows = self.present, self.rows()
        members: dict[StudyId, list[ReportId]] = {}
        for report, study in present.studies.items():
            members.setdefault(study, []).append(report)
        return Evidence(
            plan=self.plan,
            searches=present.shelf.searches,
            flow=present.flow,
            screening=present.screening,
            reports={report.id: report for report in self.reports()},
            members={study: tuple(sorted(all_, key=natural)) for study, all_ in members.items()},
            estimates=estimates(rows),
            costs=cost_benefits(rows),
            findings=identities(present.flow),
            as_of=present.as_of,
        )

    def table(self, name: str) -> Table:
        """The table called `name` as it stands now. Raises UnknownName."""
        from litreview.outputs.tables import TABLES

        return TABLES.get(name).build(self.evidence())

    def check_received(self) -> list[Finding]:
        """Whether every received file is still the one that its manifest names."""
        return [
            Finding(
                "RC101",
                "error",
                f"the file of search {search.id} is not the one that was loaded",
                str(path),
                "restore it from your version control",
            )
            for search in self.shelf.searches
            for file in search.files
            for path in (self.folder.records / search.id / file.name,)
            if not path.is_file() or file_sha256(path) != file.sha256
        ]

    # -- records and duplicates ------------------------------------------------------------

    def load(
        self,
        path: str | Path,
        origin: Origin = NO_ORIGIN,
        *,
        source: str = "",
        kind: SourceKind | None = None,
    ) -> Loaded:
        """Take a file of records into the review. A bad file is a value: see `Loaded.status`.

        source, kind: shorthand for the fields of `origin`. Raises UsageError: no such file.
        """
        if source or kind:
            origin = replace(origin, source=source or origin.source, kind=kind or origin.kind)
        loaded, event = take_in(self.folder, self.shelf.searches, Path(path), origin)
        if event is not None:
            self.append(event)
        return loaded

    def withdraw_search(self, search: str, reason: str) -> None:
        """Take a search that was loaded by mistake out of all counts. Raises UnknownName."""
        known = [held.id for held in self.shelf.searches]
        if search not in known:
            raise UnknownName(
                f"there is no search {search!r} in this review",
                remedy=f"use one of: {', '.join(known)}" if known else "load one first",
            )
        self.append(SearchWithdrawn(search=search, reason=reason))

    def dedup(self) -> Deduplicated:
        """Find duplicates among all records; the log names the file of pairs, whole."""
        from litreview.review.duplicates import Deduplicated, run

        wanted = {search.id for search in self.shelf.searches}
        records = (record for record in self.index.records() if record.search in wanted)
        event = run(self.folder, records, self.shelf.total)
        self.append(event)
        return Deduplicated(event.records, len(self.shelf.members), event.sure, event.unsure)

    def join(self, ids: Sequence[str], reason: str = "") -> ReportId:
        """Say that the reports of `ids` are one document; the report that they are now."""
        from litreview.review.duplicates import joining

        event = joining(self.shelf, [self.resolve_id(text) for text in ids], reason)
        self.append(event)
        return self.shelf.clusters[RecordId(event.pairs[0][0])]

    def split(self, record: str, reason: str = "") -> tuple[ReportId, ...]:
        """Say that `record` is not the document of the others in its report; the reports now."""
        from litreview.review.duplicates import splitting

        before = self.shelf.members[self.resolve_id(record)]
        self.append(splitting(self.shelf, RecordId(record), reason))
        return tuple(dict.fromkeys(self.shelf.clusters[held] for held in before))

    # -- screening -------------------------------------------------------------------------

    def screen(self, stage: str | None = None, *, reviewer: str | None = None) -> Session:
        """A sitting of a reviewer at a stage. Raises UnknownName."""
        at, who = self.stage(stage), self._reviewer(reviewer)
        items, own = voting.queue(self.present, at, who)
        total = len(self.present.eligible(at))
        return Session(_Desk(self, who), at, who, self.plan.criteria, items, own, total)

    def cast(self, ballot: Ballot, reviewer: str | None = None) -> None:
        """Append a vote after checking reviewer, stage, reasons and criteria version."""
        who, stage = self._reviewer(reviewer), self.stage(ballot.stage)
        adopted = voting.adopted(self.plan, self.state, str(self.folder.settings))
        self.append(*adopted, voting.vote(self.plan, stage, ballot), who=who)

    def withdraw_vote(self, report: ReportId, stage: str, reviewer: str | None = None) -> None:
        """Take the reviewer's votes on a report back."""
        who = self._reviewer(reviewer)
        self.append(*voting.withdrawals(self.present, report, self.stage(stage).name, who), who=who)

    def resolve(self, ballot: Ballot) -> None:
        """Settle the votes in force on a report by what the ballot says."""
        event = voting.settlement(self.present, self.stage(ballot.stage), ballot)
        adopted = voting.adopted(self.plan, self.state, str(self.folder.settings))
        self.append(*adopted, event)

    def _reviewer(self, who: str | None) -> str:
        return voting.reviewer(self.settings, who or self.who, str(self.folder.settings))

    # -- full texts, studies, extraction ---------------------------------------------------

    def note_retrieval(
        self, ids: Sequence[str], status: Literal["not-retrieved", "open"], note: str = ""
    ) -> list[ReportId]:
        """Say whether the full texts of the reports of `ids` could be had."""
        reports = [self.resolve_id(text) for text in ids]
        self.append(*(RetrievalNoted(record=r, status=status, note=note) for r in reports))
        return reports

    def link(self, ids: Sequence[str], study: str) -> list[ReportId]:
        """Say that the reports of `ids` describe `study` ("": none)."""
        reports = [self.resolve_id(text) for text in ids]
        self.append(*(StudyLinked(record=report, study=study) for report in reports))
        return reports

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
