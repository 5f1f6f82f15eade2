"""The log in words: one sentence an event, for people who were not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from litreview import events as happened
from litreview.cli import say
from litreview.errors import UnknownName
from litreview.model import RecordId, StudyId

if TYPE_CHECKING:
    from litreview.events import Entry
    from litreview.review import Review

_HIDDEN = "voted"
_OfReport = happened.StudyLinked | happened.RetrievalNoted | happened.ReportSetAside
_ASIDE = {
    "ongoing": "of an ongoing study",
    "awaiting": "awaits classification",
    "open": "set aside no more",
}


def subjects(entry: Entry) -> Iterator[str]:
    """The ids that an event concerns: records, searches, studies, rows."""
    for _, key in entry.event.writes(entry.who):
        yield from key
    match entry.event:
        case (
            happened.StudyLinked(study=study)
            | happened.RowExtracted(study=study)
            | happened.ValueExtracted(study=study)
            | happened.ValuesExtracted(study=study)
        ):
            yield study
        case happened.RowSettled(study=study, row=row):
            yield from (study, row)
        case _:
            pass


def concerning(review: Review, about: str) -> frozenset[str]:
    """What to look for to follow `about`: all records of a report, or of a study's reports.

    Raises UnknownName where the log names nothing of that kind.
    """
    shelf = review.shelf
    report = shelf.clusters.get(RecordId(about))
    linked = [r for r, study in review.present.studies.items() if study == StudyId(about)]
    followed = [report] if report else linked
    ids = {about, *(record for one in followed for record in shelf.members[one])}
    if not followed and not any(about in subjects(entry) for entry in review.index.events()):
        raise UnknownName(
            f"nothing in the log concerns {about!r}",
            remedy="name a record, report, study, search or row; `litreview dump --format csv` "
            "lists the reports",
        )
    return frozenset(ids)


class Teller:
    """Says what happened. Titles are fetched once for all `entries`."""

    def __init__(self, review: Review, entries: Iterable[Entry]) -> None:
        self.review = review
        ids = {id_ for entry in entries for id_ in subjects(entry) if ":" in id_}
        self._titles = {r.id: say.described(r) for r in review.index.records(ids)}

    def kind(self, entry: Entry) -> str:
        """The tag of the event, as the log writes it."""
        return str(type(entry.event).__struct_config__.tag)

    def words(self, entry: Entry) -> str:
        """One sentence."""
        event = entry.event
        match event:
            case happened.VoteCast() | happened.VoteWithdrawn() | happened.ConflictResolved():
                return self._judged(entry, event)
            case happened.ResolutionWithdrawn() | happened.LabelsSet() | happened.RankingMade():
                return self._beside(entry, event)
            case (
                happened.DuplicatesFound()
                | happened.DuplicatesJoined()
                | happened.DuplicatesSplit()
            ):
                return self._duplicates(event)
            case happened.SearchLoaded() | happened.SearchWithdrawn():
                return _search(event)
            case (
                happened.StudyLinked()
                | happened.RetrievalNoted()
                | happened.ReportSetAside()
                | happened.RowExtracted()
                | happened.ValueExtracted()
                | happened.ValuesExtracted()
            ):
                return self._of_studies(entry, event)
            case _:
                return _rest(event)

    def _of_studies(
        self,
        entry: Entry,
        event: happened.StudyLinked
        | happened.RetrievalNoted
        | happened.ReportSetAside
        | happened.RowExtracted
        | happened.ValueExtracted
        | happened.ValuesExtracted,
    ) -> str:
        if isinstance(event, _OfReport):
            return self._noted(event)
        return self._extracted(entry, event)

    def _extracted(
        self,
        entry: Entry,
        event: happened.RowExtracted | happened.ValueExtracted | happened.ValuesExtracted,
    ) -> str:
        """What was extracted; by another person only once enough have finished the study."""
        if entry.who == self.review.who or event.study in self._compared:
            return _row(event)
        return f"entered something of study {event.study} (shown when it is finished)"

    @cached_property
    def _compared(self) -> frozenset[str]:
        """The studies whose rows whoever reads may see."""
        from litreview.review.to_extract import extractions, may_see

        who = self.review.who
        return frozenset(one.study for one in extractions(self.review) if may_see(one, who))

    def _named(self, record: str) -> str:
        title = self._titles.get(RecordId(record))
        return f"{record} {title}" if title else record

    def _noted(self, event: _OfReport) -> str:
        named = self._named(event.record)
        if isinstance(event, happened.StudyLinked):
            to = f"linked to study {event.study}" if event.study else "taken out of its study"
            return f"{to}: {named}"
        if isinstance(event, happened.ReportSetAside):
            return f"{_ASIDE[event.status]}{_why(event.note)}: {named}"
        status = "sought again" if event.status == "open" else event.status.replace("-", " ")
        return f"full text {status}{_why(event.note)}: {named}"

    def _ranked(self, entry: Entry, event: happened.RankingMade) -> str:
        """An order; of how many decisions it was learned is told to its reader alone.

        A maybe is no decision, so that beside the votes the number would tell of it.
        """
        said = f"put {say.count(event.reports, 'unread report')} in order at {event.stage}"
        if self.review.who != entry.who:
            return said
        learned = say.count(event.learned, "decision")
        how = f"recipe {event.recipe}, seed {event.seed}"
        return f"{said}, learned from {learned} ({how}): {event.ranking}"

    def _judged(
        self,
        entry: Entry,
        event: happened.VoteCast | happened.VoteWithdrawn | happened.ConflictResolved,
    ) -> str:
        at, named = f"at {event.stage}", self._named(event.record)
        if isinstance(event, happened.VoteWithdrawn):
            return f"took the vote back {at}: {named}"
        if isinstance(event, happened.VoteCast) and not self._open(entry, event):
            return f"{_HIDDEN} {at} (shown when the stage is settled): {named}"
        if isinstance(event, happened.ConflictResolved) and self._awaited(
            event.stage, event.record
        ):
            return f"settled a conflict {at} (shown when you have read it): {named}"
        because = f" ({', '.join(event.reasons)})" if event.reasons else ""
        said = f"{event.decision}{because} {at}{_why(event.note)}: {named}"
        if isinstance(event, happened.ConflictResolved):
            return f"settled {say.count(len(event.settles), 'vote')}: {said}"
        return said

    def _beside(
        self,
        entry: Entry,
        event: happened.ResolutionWithdrawn | happened.LabelsSet | happened.RankingMade,
    ) -> str:
        if isinstance(event, happened.RankingMade):
            return self._ranked(entry, event)
        named = self._named(event.record)
        if isinstance(event, happened.ResolutionWithdrawn):
            return f"took the settlement back at {event.stage}: {named}"
        if not self._labels_open(entry, event):
            return f"labelled (shown when the stage is settled): {named}"
        return f"labelled {', '.join(event.labels) or 'with nothing any more'}: {named}"

    def _labels_open(self, entry: Entry, event: happened.LabelsSet) -> bool:
        """Whether whoever asks may see them: where they may see the votes, as far as it came."""
        review, held = self.review, self.review.present.screening
        report = review.shelf.clusters.get(RecordId(event.record))
        if report is None:
            return True
        for stage in review.plan.stages:
            verdict = held.of(stage.name, report)
            if not verdict.open_to(stage, review.who, entry.who):
                return False
            if verdict.status != "include":
                break
        return True

    def _awaited(self, stage: str, record: str) -> bool:
        """Whether whoever asks has still to read the report, as one of the calibration sample."""
        report = self.review.shelf.clusters.get(RecordId(record))
        held = self.review.present.screening
        return report is not None and self.review.who in held.of(stage, report).awaited

    def _open(self, entry: Entry, event: happened.VoteCast) -> bool:
        """Whether the vote may be seen by whoever asks; a vote that counts nowhere may."""
        review = self.review
        stage = next((s for s in review.plan.stages if s.name == event.stage), None)
        report = review.shelf.clusters.get(RecordId(event.record))
        if stage is None or report is None:
            return True
        verdict = review.present.screening.of(stage.name, report)
        return verdict.open_to(stage, review.who, entry.who)

    def _duplicates(
        self,
        event: happened.DuplicatesFound | happened.DuplicatesJoined | happened.DuplicatesSplit,
    ) -> str:
        if isinstance(event, happened.DuplicatesFound):
            return (
                f"searched {say.count(event.records, 'record')} for duplicates: "
                f"{say.count(event.sure, 'sure pair')}, {event.unsure:,} unsure ({event.program})"
            )
        ids = list(dict.fromkeys(record for pair in event.pairs for record in pair))
        verb = "joined" if isinstance(event, happened.DuplicatesJoined) else "kept apart"
        first = self._titles.get(RecordId(ids[0]), "") if ids else ""
        return f"{verb} {' + '.join(ids)}{_why(event.reason)}: {first}"


def _team(event: happened.ReviewerJoined | happened.ReviewerLeft) -> str:
    if isinstance(event, happened.ReviewerLeft):
        return f"{event.reviewer} takes no more part{_why(event.note)}"
    where = f" at {', '.join(event.stages)}" if event.stages else ""
    return f"{event.reviewer} takes part{where}"


def _search(event: happened.SearchLoaded | happened.SearchWithdrawn) -> str:
    if isinstance(event, happened.SearchWithdrawn):
        return f"search {event.search} taken out{_why(event.reason)}"
    failed = f", {event.failures:,} failed" if event.failures else ""
    return f"search {event.search} loaded: {say.count(event.records, 'record')}{failed}"


_OfRow = (
    happened.RowExtracted
    | happened.RowWithdrawn
    | happened.ValueExtracted
    | happened.ValuesExtracted
    | happened.RowSettled
    | happened.RowSettlementWithdrawn
    | happened.StudyExtracted
)


def _row(event: _OfRow) -> str:
    if isinstance(event, happened.StudyExtracted):
        return f"study {event.study} {'is' if event.done else 'is not yet'} fully extracted"
    if isinstance(event, happened.RowSettlementWithdrawn):
        return f"a settlement of {len(event.settles)} versions in form {event.form} taken back"
    place = f"row {event.row} of form {event.form}"
    match event:
        case happened.RowWithdrawn():
            return f"{place} taken out{_why(event.reason)}"
        case happened.ValueExtracted() | happened.ValuesExtracted():
            return f"{place}, study {event.study}: {_values(event)}"
        case happened.RowSettled():
            what = "dropped" if event.dropped else "settled"
            return f"{place}, study {event.study}: {what}, of {len(event.settles)} versions"
        case happened.RowExtracted():
            values = event.values
            what = next((values[key] for key in ("outcome", "programme") if values.get(key)), "")
            return f"{place}, study {event.study}: {what}".rstrip(": ")


_OfFlow = (
    happened.ToolDeclared
    | happened.StudyPooled
    | happened.CountCorrected
    | happened.CorrectionWithdrawn
)


def _reported(event: _OfFlow) -> str:
    match event:
        case happened.ToolDeclared():
            what = f"an automation tool, {event.tool}" if event.tool else "a person"
            return f"{event.reviewer} is {what}"
        case happened.StudyPooled():
            said = "is in a meta-analysis" if event.pooled else "is in no meta-analysis"
            return f"study {event.study} {said}{_why(event.note)}"
        case happened.CountCorrected():
            return f"{_place(event)} corrected to {event.n:,}{_why(event.because)}"
        case happened.CorrectionWithdrawn():
            return f"{_place(event)} is as counted again"


def _place(event: happened.CountCorrected | happened.CorrectionWithdrawn) -> str:
    return f"{event.box}, {event.part}" if event.part else event.box


def _values(event: happened.ValueExtracted | happened.ValuesExtracted) -> str:
    if isinstance(event, happened.ValueExtracted):
        return f"{event.field} is {event.value or 'taken away'}"
    return ", ".join(f"{name} is {text or 'taken away'}" for name, text in event.values.items())


def _priming(event: happened.PrimingLoaded | happened.PrimingWithdrawn) -> str:
    if isinstance(event, happened.PrimingWithdrawn):
        return f"earlier decisions {event.name} are learned from no more"
    return (
        f"earlier decisions {event.name} are learned from: {event.included:,} included, "
        f"{event.excluded:,} excluded"
    )


def _rest(event: happened.AnyEvent) -> str:
    if isinstance(event, _OfRow | _OfFlow):
        return _row(event) if isinstance(event, _OfRow) else _reported(event)
    match event:
        case happened.CriteriaAdopted():
            codes = ", ".join(one.get("code", "") for one in event.criteria)
            return f"first vote under criteria version {event.version}: {codes}"
        case happened.ReviewerJoined() | happened.ReviewerLeft():
            return _team(event)
        case happened.PrimingLoaded() | happened.PrimingWithdrawn():
            return _priming(event)
        case happened.LogOpened() | happened.LogSealed() | happened.SealNoted():
            return _log(event)
        case _:
            return _stop(event)


def _stop(event: happened.AnyEvent) -> str:
    match event:
        case happened.RandomCheckAsked():
            many = say.count(event.reports, "report")
            return f"asked for a random check of {many} at {event.stage}"
        case happened.ScreeningResumed():
            return f"reading goes on at {event.stage}{_why(event.note)}"
        case happened.ScreeningStopped():
            return (
                f"reading stopped at {event.stage} by rule {event.rule}: {event.read:,} read, "
                f"{event.included:,} included, {event.unread:,} left unread{_why(event.note)}"
            )
        case _:
            return ""


def _log(event: happened.LogOpened | happened.LogSealed | happened.SealNoted) -> str:
    if isinstance(event, happened.LogOpened):
        return f"log opened by {event.program}"
    if isinstance(event, happened.SealNoted):
        return f"noted the seal of {event.log}, as far as line {event.lines:,}"
    held = ", ".join(f"{one.log} as far as line {one.lines:,}" for one in event.holds)
    return f"sealed the log, this copy holding {held or 'no log of anybody else'}"


def _why(note: str) -> str:
    return f' ("{note}")' if note.strip() else ""
