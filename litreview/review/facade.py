"""The facade `Review`: orchestration only. It asks, lets a rule below decide, and appends.

import litreview as lr
review = lr.open(".")
review.load("medline.ris", source="Ovid MEDLINE")
review.dedup()
review.flow()["records_screened"].n
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from litreview.errors import LitreviewError, UsageError
from litreview.events import AnyEvent, Entry, Fold, SearchWithdrawn, StudyLinked
from litreview.extraction.forms import Form
from litreview.extraction.importing import Imported
from litreview.extraction.rows import Row
from litreview.extraction.rows import rows as extracted_rows
from litreview.model import Finding, Plan, RecordId, Report, ReportId, SourceKind, Stage
from litreview.outputs.evidence import Evidence
from litreview.prisma import Flow
from litreview.review import checking, extracting, fulltexts, pairs, reading, teams, voting
from litreview.review.desk import Desk
from litreview.review.loading import NO_ORIGIN, Loaded, Origin, take_in
from litreview.review.present import Present, Shelf, in_force, moves_the_shelf, shelve
from litreview.screening.ballots import Ballot
from litreview.screening.session import Session
from litreview.store import folder as folders
from litreview.store import settings
from litreview.store.log import Clock, Lost, Torn
from litreview.store.merge import merge as union

if TYPE_CHECKING:
    from litreview.outputs.table import Table
    from litreview.review.duplicates import Deduplicated
    from litreview.review.harvesting import Harvest
    from litreview.review.pairs import Effect
    from litreview.review.standing import Standing
    from litreview.review.stopping import Stopping
    from litreview.sources.harvest import Tell
    from litreview.store.index import Index

DEFAULT_REVIEWER = "reviewer"


def now() -> datetime:
    """The clock of the world."""
    return datetime.now(UTC)


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
        self.lost: tuple[Lost, ...] = ()
        self._written = False
        self._state: Fold | None = None
        self._read: Mapping[str, str] | None = None
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
        from litreview.store.index import of

        return of(self.folder)

    def close(self) -> None:
        """Let go of the index file; it holds what was appended, so that a loss is noticed."""
        if "index" in self.__dict__:
            if self._written:
                with suppress(LitreviewError):  # whoever opens it next is told
                    self.index.catch_up(self.folder.log_files())
            self.index.close()
            del self.__dict__["index"]

    # -- the present -----------------------------------------------------------------------

    @property
    def signed(self) -> bool:
        """Whether somebody gave a name to sign with."""
        return self.who != DEFAULT_REVIEWER

    @property
    def plan(self) -> Plan:
        """Question, stages and criteria."""
        return self.settings.plan

    @property
    def state(self) -> Fold:
        """The fold of the whole log. Catches up with the log files first."""
        if self._state is None:
            self.catch_up()
            self._read = self.index.heads()
            self._state = self.index.fold()
        return self._state

    @property
    def current(self) -> bool:
        """Whether `state` is all that the index has read: nobody wrote since it was made."""
        return self._read is not None and self._read == self.index.heads()

    def catch_up(self) -> None:
        """Bring the index up to the log files, and note what is torn or lost in them."""
        seen = self.index.catch_up(self.folder.log_files())
        self.torn = tuple(one for one in seen if isinstance(one, Torn))
        self.lost = (*self.lost, *(one for one in seen if isinstance(one, Lost)))

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
        _ = self.state  # what stands in the log comes before what is new
        writer = self.folder.writer(who or self.who, self.settings.id, self.clock)
        entries = writer.append(*events)
        self._written = True
        self.heed(*entries)
        return entries

    def heed(self, *entries: Entry) -> None:
        """Take entries that stand in the log into account."""
        for entry in entries:
            self.state.add(entry)
        self._read = None
        self._present = None
        if any(moves_the_shelf(entry.event) for entry in entries):
            self._shelf = None

    def reread(self) -> None:
        """Take in what other processes wrote since: all is read anew when it is asked for next."""
        self._state = self._present = self._shelf = None

    # -- reading ---------------------------------------------------------------------------

    def resolve_id(self, text: str) -> ReportId:
        """The report that holds the record called `text`. Raises UnknownName."""
        return reading.report_id(self.shelf, text)

    def report(self, report: ReportId) -> Report:
        """One report with its fields taken together."""
        return self.reports([report])[0]

    def reports(self, wanted: Iterable[ReportId] | None = None) -> list[Report]:
        """Reports by id (all: None), in the order asked for."""
        return reading.merged(self.index, self.shelf, wanted)

    def stage(self, name: str | None = None) -> Stage:
        """The stage called `name`; without a name the first one that has something to do."""
        stages = self.plan.stages
        if name is None:
            return next((s for s in stages if self.present.open_reports(s)), stages[0])
        return reading.stage(self.plan, name, str(self.folder.settings))

    def flow(self) -> Flow:
        """The PRISMA counts, each with the identifiers behind it."""
        return self.present.flow

    def rows(self) -> tuple[Row, ...]:
        """The extracted rows in force."""
        return extracted_rows(self.state)

    def form(self, name: str) -> Form:
        """The extraction form called `name`, from the review's folder or the shipped ones."""
        return reading.form(self.folder, name)

    def present_on(self, day: date) -> Present:
        """All that followed from the log up to the end of `day` (UTC), by the plan as it is now."""
        _ = self.state  # the index catches up
        state = reading.state_on(self.index, day)
        return Present(state, shelve(self.folder, self.index, state), self.plan)

    def evidence(self, present: Present | None = None) -> Evidence:
        """All that an output may show, now or of another present (`present_on`)."""
        return reading.evidence(self.folder, self.index, present or self.present)

    def standing(self) -> Standing:
        """Where the review stands, and the one command that comes next."""
        from litreview.review.standing import standing

        return standing(self)

    def table(self, name: str) -> Table:
        """The table called `name` as it stands now. Raises UnknownName."""
        from litreview.outputs.tables import TABLES

        return TABLES.get(name).build(self.evidence())

    def check(self) -> list[Finding]:
        """Verify all that can be verified, errors first. Changes nothing."""
        return checking.check(self)

    def merge(self, other: str | Path) -> list[str]:
        """Take in what another copy of this review has; says line by line what was added.

        Raises NotAReview, UsageError: it is this copy, or another review.
        """
        done = union(self.folder, folders.other(Path(other)))
        self._state = self._shelf = self._present = None
        return done

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
        known = in_force(self.folder, self.index, self.state)
        return take_in(self.folder, known, Path(path), origin, self.append)

    def harvest(
        self, source: str, *, strategy: str = "", query: str = "", tell: Tell | None = None
    ) -> Harvest:
        """Pull the records of a strategy, or of a query in the own notation, from a source.

        Run again it goes on. Keys and addresses: review.toml and the environment. A source that
        fails is a value: see `Harvest.complete`. Raises UsageError, UnknownName, SettingsError.
        """
        from litreview.review.harvesting import Wanted, file, prepare

        job = prepare(self, Wanted(source=source, strategy=strategy, query=query), os.environ)
        return file(self, job, job.walk(tell) if tell else job.walk())

    def withdraw_search(self, search: str, reason: str) -> None:
        """Take a search that was loaded by mistake out of all counts. Raises UnknownName."""
        reading.search(self.shelf, search)
        self.append(SearchWithdrawn(search=search, reason=reason))

    def dedup(self) -> Deduplicated:
        """Find duplicates among all records; the log names the file of pairs, whole.

        The file of an earlier run is not needed: so a lost one can be made anew.
        """
        from litreview.review.duplicates import Deduplicated, run

        shelf = self.shelf_without_run()
        wanted = {search.id for search in shelf.searches}
        records = (record for record in self.index.records() if record.search in wanted)
        event = run(self.folder, records, shelf.total)
        self.append(event)
        unsure = len(self.unsure())
        return Deduplicated(event.records, len(self.shelf.members), event.sure, unsure)

    def shelf_without_run(self) -> Shelf:
        """The records as they would stand if no search for duplicates had been run."""
        return shelve(self.folder, self.index, reading.without_run(self.state))

    def unsure(self) -> list[Mapping[str, str]]:
        """The unsure pairs that nobody has answered, the likeliest first."""
        return pairs.unsure(self.shelf, self.state)

    def effect_of_joining(self, ids: Sequence[str]) -> Effect:
        """What `join` would do to the counts."""
        return pairs.effect(self.present, [self.resolve_id(text) for text in ids])

    def join(self, ids: Sequence[str], reason: str = "") -> ReportId:
        """Say that the reports of `ids` are one document; the report that they are now.

        An earlier word that they are not is overruled.
        """
        from litreview.review.duplicates import joining

        event = joining(self.shelf, [self.resolve_id(text) for text in ids], reason)
        self.append(pairs.overruling(self.shelf, self.state, event))
        return self.shelf.clusters[RecordId(event.pairs[0][0])]

    def keep_apart(self, ids: Sequence[str], reason: str = "") -> tuple[ReportId, ...]:
        """Say that no two of the records `ids` are one document; the reports they are in now."""
        records = [RecordId(text) for text in ids if self.resolve_id(text)]
        self.append(pairs.taking_apart(self.shelf, records, reason))
        return tuple(dict.fromkeys(self.shelf.clusters[record] for record in records))

    def split(self, record: str, reason: str = "") -> tuple[ReportId, ...]:
        """Say that `record` is not the document of the others in its report; the reports now."""
        from litreview.review.duplicates import splitting

        before = self.shelf.members[self.resolve_id(record)]
        self.append(splitting(self.shelf, RecordId(record), reason))
        return tuple(dict.fromkeys(self.shelf.clusters[held] for held in before))

    # -- screening -------------------------------------------------------------------------

    def screen(self, stage: str | None = None, *, reviewer: str | None = None) -> Session:
        """A sitting of a reviewer at a stage. Raises UnknownName."""
        at = self.stage(stage)
        who = self._reviewer(reviewer, at.name)
        items, own = voting.queue(self.present, at, who)
        total = self.present.asked(at)
        return Session(Desk(self, who, at.name), at, who, self.plan.criteria, items, own, total)

    def cast(self, *ballots: Ballot, reviewer: str | None = None) -> None:
        """Append votes after checking reviewer, stages, reasons and criteria version.

        All of them, or none. Raises UsageError, UnknownName, StorageError.
        """
        who = self._reviewer(reviewer)
        self.append(*voting.cast(self, ballots, who), who=who)

    def restore_vote(self, ballot: Ballot, reviewer: str | None = None) -> None:
        """Append a vote that stood before, under its own criteria and unchecked."""
        who = self._reviewer(reviewer)
        self.append(voting.restore(self, ballot, who), who=who)

    def withdraw_vote(self, report: ReportId, stage: str, reviewer: str | None = None) -> None:
        """Take the reviewer's votes on a report back."""
        who = self._reviewer(reviewer)
        self.append(*voting.withdrawals(self.present, report, self.stage(stage).name, who), who=who)

    def resolve(self, ballot: Ballot) -> None:
        """Settle votes that disagree by what the ballot says. Raises UsageError, UnknownName."""
        self.append(*voting.settle(self, ballot))

    def stopping(self, stage: str | None = None) -> Stopping:
        """What each stopping rule says of the first stage now. Raises UsageError: another stage."""
        from litreview.review.stopping import stopping

        return stopping(self, stage)

    def _reviewer(self, who: str | None, stage: str = "") -> str:
        name = voting.reviewer(self.settings, who or self.who, str(self.folder.settings))
        teams.admit(self.state, name, stage)
        return name

    # -- full texts, studies, extraction ---------------------------------------------------

    def note_retrieval(
        self, ids: Sequence[str], status: Literal["not-retrieved", "open"], note: str = ""
    ) -> list[ReportId]:
        """Say whether the full texts of the reports of `ids` could be had. Raises UsageError."""
        reports = [self.resolve_id(text) for text in ids]
        self.append(*fulltexts.noted(self.present, reports, status, note))
        return reports

    def link(self, ids: Sequence[str], study: str) -> list[ReportId]:
        """Say that the reports of `ids` describe `study` ("": none). Raises UsageError.

        A report that is linked to nothing is a study under its own id: no other may take that.
        """
        reports = [self.resolve_id(text) for text in ids]
        namesake = self.shelf.clusters.get(RecordId(study))
        if namesake is not None and set(reports) != {namesake}:
            raise UsageError(
                f"{study!r} is the id of a record, not the name of a study",
                remedy="choose a name, and link each report of the study to it: "
                "litreview link ID ID --study NAME",
            )
        self.append(*(StudyLinked(record=report, study=study) for report in reports))
        return reports

    def extract(self, form: Form, lines: Iterable[str], where: str) -> Imported:
        """Take the rows of a CSV file in; those that stand there already are not repeated."""
        return extracting.load(self, form, lines, where)
