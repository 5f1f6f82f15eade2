"""Reading without writing: reports, the evidence of a moment, and the log as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.dedup.order import natural
from litreview.errors import SettingsError, UnknownName, UsageError
from litreview.events import Entry, Fold, fold
from litreview.extraction.checks import unlinked
from litreview.extraction.forms import Form, Noun, Others, default_forms, parse_form
from litreview.extraction.nouns import cost_benefits, estimates
from litreview.extraction.rows import Row
from litreview.extraction.rows import rows as extracted_rows
from litreview.model import Finding, Plan, RecordId, Report, ReportId, Search, Stage, StudyId
from litreview.outputs.agreed import field_agreement
from litreview.outputs.evidence import Evidence
from litreview.prisma import identities
from litreview.review.present import Present, Shelf
from litreview.screening.left import stopped
from litreview.screening.rescreened import Rescreened, rescreened
from litreview.store.folder import Folder
from litreview.store.log import stamp

if TYPE_CHECKING:
    from litreview.store.index import Index


def state_on(index: Index, day: date) -> Fold:
    """The fold of all events up to the end of `day` (UTC), as if none had come after."""
    midnight = datetime.combine(day, time(tzinfo=UTC))
    if day == date.max:
        return index.fold()
    end = stamp(midnight + timedelta(days=1))
    return fold(entry for entry in index.events() if entry.event.at < end)


def without_run(state: Fold) -> Fold:
    """`state` as it were if no search for duplicates had been run."""
    return Fold({name: held for name, held in state.registers.items() if name != "dedup-run"})


def merged(index: Index, shelf: Shelf, wanted: Iterable[ReportId] | None) -> list[Report]:
    """Reports by id (all: None), in the order asked for, each with its fields taken together."""
    from litreview.dedup.merge import merge

    members = shelf.members
    ids = list(members) if wanted is None else list(wanted)
    needed = None if wanted is None else [r for report in ids for r in members[report]]
    records = {record.id: record for record in index.records(needed)}
    return [merge([records[record] for record in members[report]], report) for report in ids]


def evidence(folder: Folder, index: Index, present: Present) -> Evidence:
    """All that an output may show of `present`.

    The noun of a row's form says whether it is an estimate or an economic result.
    """
    from litreview.review.agreeing import agreements
    from litreview.review.extracted import extracted
    from litreview.review.money import figures_in

    rows = extracted(folder, present.state, present.plan.extraction.extractors)
    members: dict[StudyId, list[ReportId]] = {}
    for report, study in present.studies.items():
        members.setdefault(study, []).append(report)
    return Evidence(
        plan=present.plan,
        searches=present.shelf.searches,
        flow=present.flow,
        screening=present.screening,
        reports={report.id: report for report in merged(index, present.shelf, None)},
        members={study: tuple(sorted(all_, key=natural)) for study, all_ in members.items()},
        estimates=estimates(rows.rows, _of_noun(rows.forms, "estimate"), rows.unsettled),
        costs=cost_benefits(rows.rows, _of_noun(rows.forms, "cost-benefit"), rows.unsettled),
        rows=rows.rows,
        unfinished=(len(rows.unfinished), len({row.study for row in rows.unfinished})),
        forms=rows.forms,
        figures=figures_in(folder.money),
        findings=(*identities(present.drawn), *rows_of_strangers(present)),
        as_of=present.as_of,
        updated=present.drawn if present.drawn.updated else None,
        rescreened=_rescreened(index, present),
        stop=stopped(present.state, present.plan),
        aside_notes=present.aside_notes,
        agreements=agreements(present, lambda: _until(index, present)),
        fields=tuple(field_agreement(rows.held, rows.forms)),
    )


def _rescreened(index: Index, present: Present) -> tuple[Rescreened, ...]:
    """What came of each change of the criteria, up to the moment of `present`."""
    from litreview.review.affected import again

    found = [again(present, stage) for stage in present.plan.stages]
    waits = frozenset(w.judgement.id for held in found for w in (*held.votes, *held.left))
    return rescreened(
        _until(index, present),
        present.state,
        present.shelf.clusters,
        present.plan,
        waits,
        _not_told(present),
    )


def _until(index: Index, present: Present) -> Iterator[Entry]:
    """The log up to the moment of `present`."""
    moment = present.as_of  # a pass over all that counts: once
    return (entry for entry in index.events() if entry.event.at <= moment)


def _not_told(present: Present) -> frozenset[tuple[str, ReportId]]:
    """By stage, the reports that wait for another vote: a number could tell what was said."""
    verdicts = present.screening.verdicts.items()
    return frozenset(
        (s, r) for s, held in verdicts for r, v in held.items() if v.status == "waiting"
    )


def rows_of_strangers(present: Present) -> list[Finding]:
    """One finding over the extracted rows whose study no report of the review belongs to."""
    known = {*present.studies.values(), *present.shelf.members}
    found = unlinked(extracted_rows(present.state), {str(study) for study in known})
    if not found:
        return []
    return [
        Finding(
            "EX112",
            "note",
            f"extracted rows name {len(found):,} "
            f"{'study' if len(found) == 1 else 'studies'} that no report is linked to",
            found[0].message,
            "litreview link ID --study NAME, or leave them: they stand in a table of their own",
            tuple(id_ for finding in found for id_ in finding.ids),
        )
    ]


def _of_noun(forms: Mapping[str, Form], noun: Noun) -> set[str]:
    """The names of the forms whose rows are `noun`; the shipped form of that name always is."""
    return {noun, *(name for name, found in forms.items() if found.noun == noun)}


def form(folder: Folder, name: str) -> Form:
    """The extraction form called `name`, from the review's folder or the shipped ones."""
    shipped = default_forms()
    own = {path.stem: path for path in folder.forms.glob("*.toml")}

    def other(wanted: str) -> Form | None:
        return own_form(own[wanted]) if wanted in own and wanted != name else None

    if name in own:
        return own_form(own[name], other)
    if name not in shipped:
        known = ", ".join(sorted({*shipped, *own}))
        raise UnknownName(f"there is no form {name!r}", remedy=f"use one of: {known}")
    return parse_form(shipped[name], f"{name}.toml", other)


def own_form(path: Path, others: Others | None = None) -> Form:
    """The form in a file of the review. Raises SettingsError: not text, or named otherwise.

    others: the review's other forms, of which it may take groups of fields.
    """
    try:
        content = path.read_text(encoding="utf-8")
        found = parse_form(content, str(path), *(() if others is None else (others,)))
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or "").lower() if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(
            f"this form cannot be read ({why})",
            where=str(path),
            remedy="put a file of UTF-8 text there, or remove it",
        ) from error
    if found.name != path.stem:
        raise SettingsError(
            f"this form calls itself {found.name!r}, its file {path.stem!r}",
            where=str(path),
            remedy="give both the same name",
        )
    return found


def forms_of(folder: Folder, rows: Iterable[Row]) -> dict[str, Form]:
    """The forms of `rows` by name; one that is gone or broken is left out (a check finds it)."""
    found: dict[str, Form] = {}
    for name in {row.form for row in rows}:
        try:
            found[name] = form(folder, name)
        except UsageError:
            continue
    return found


def broken_forms(folder: Folder) -> dict[str, Finding]:
    """The forms of the review's own that cannot be understood: name -> what is wrong."""
    found: dict[str, Finding] = {}
    for path in sorted(folder.forms.glob("*.toml")):
        try:
            own_form(path)
        except SettingsError as error:
            found[path.stem] = Finding("FM101", "error", error.what, error.where, error.remedy)
    return found


def report_id(shelf: Shelf, text: str) -> ReportId:
    """The report that holds the record called `text`. Raises UnknownName."""
    report = shelf.clusters.get(RecordId(text))
    if report is None:
        raise UnknownName(
            f"there is no report {text!r} in this review",
            remedy="list them with `litreview dump --format csv`",
        )
    return report


def stage(plan: Plan, name: str, where: str) -> Stage:
    """The stage called `name`. Raises UnknownName."""
    for held in plan.stages:
        if held.name == name:
            return held
    raise UnknownName(
        f"there is no stage {name!r}",
        where=where,
        remedy=f"use one of: {', '.join(held.name for held in plan.stages)}",
    )


def search(shelf: Shelf, name: str) -> Search:
    """The search called `name`. Raises UnknownName."""
    for held in shelf.searches:
        if held.id == name:
            return held
    known = ", ".join(held.id for held in shelf.searches)
    raise UnknownName(
        f"there is no search {name!r} in this review",
        remedy=f"use one of: {known}" if known else "load one first: litreview load FILE...",
    )
