"""Extracted rows: from CSV, from the log, and as the nouns that tables are made of.

Values stay as entered. "not reported" and its like are values too; they have no number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from litreview.errors import FileRefused
from litreview.events import Fold, RowExtracted
from litreview.extraction.csvrows import Entry, read_entries
from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.values import not_plain, required_missing, shown
from litreview.model import (
    CostBenefit,
    Estimate,
    Failure,
    Finding,
    Reported,
    SearchId,
    StudyId,
    reported,
)

_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Entered:
    """A row as a person or a file gives it, before the log says who extracted it.

    values: every cell that is not blank, as entered, by the name of its column.
    """

    form: str
    row: str
    study: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row in force. id: the hash of its log line; at: when it was entered."""

    form: str
    row: str
    study: str
    values: Mapping[str, str]
    extractor: str
    at: str
    id: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: ``n_in == len(rows) + len(failures)``.

    The search of each failure is the name of the file.
    """

    rows: tuple[Entered, ...]
    failures: tuple[Failure, ...]
    findings: tuple[Finding, ...]
    n_in: int


def read_rows(form: Form, lines: Iterable[str], where: str) -> Imported:
    """The rows of a CSV file (comma, semicolon or tab) with a header.

    Columns that the form does not know are kept under their own names and noted once. An entry
    without a study or an identifier, with too many or too few cells, or whose identifier stood
    before is a failure. Raises FileRefused where nothing can be read: no text in UTF-8, or a
    header that cannot serve.

    lines: as a text file opened with ``newline=""`` gives them; where: its name for messages.
    """
    try:
        return _read(form, lines, where)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "this file is not text in UTF-8",
            where=where,
            remedy="save it as CSV in UTF-8 (in Excel: the type CSV UTF-8)",
        ) from error


def _read(form: Form, lines: Iterable[str], where: str) -> Imported:
    entries = read_entries(lines, [field.name for field in form.fields])
    columns = _columns(form, next(entries, None), where)
    rows: list[Entered] = []
    failures: list[Failure] = []
    seen: set[str] = set()
    per_study: Counter[str] = Counter()
    n_in = 0
    for n_in, entry in enumerate(entries, 1):
        row, reason = _row(form, columns, entry, per_study)
        if row is not None and row.row in seen:
            reason = f"the identifier {shown(row.row)} stood before in this file"
        if row is None or reason:
            failures.append(Failure(SearchId(where), n_in, entry.line, reason, entry.raw))
            continue
        seen.add(row.row)
        rows.append(row)
    findings = (*_unknown_columns(form, columns, where), *_value_findings(form, rows, where))
    return Imported(tuple(rows), tuple(failures), findings, n_in)


def rows(state: Fold) -> tuple[Row, ...]:
    """The rows in force, by form, identifier (2 before 10) and extractor."""
    found = [
        Row(
            form=entry.event.form,
            row=entry.event.row,
            study=entry.event.study,
            values=entry.event.values,
            extractor=entry.who,
            at=entry.event.at,
            id=entry.hash,
        )
        for entry in state.of("row").values()
        if isinstance(entry.event, RowExtracted)
    ]
    return tuple(sorted(found, key=lambda row: (row.form, row_order(row.row), row.extractor)))


def estimates(rows: Iterable[Row], forms: Collection[str] = ("estimate",)) -> tuple[Estimate, ...]:
    """The rows of the forms named in `forms` as estimates, in the order given."""
    return tuple(_estimate(row) for row in rows if row.form in forms)


def cost_benefits(
    rows: Iterable[Row], forms: Collection[str] = ("cost-benefit",)
) -> tuple[CostBenefit, ...]:
    """The rows of the forms named in `forms` as economic results, in the order given."""
    return tuple(_cost_benefit(row) for row in rows if row.form in forms)


def row_order(text: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """A sort key that puts E2 before E10, total over all texts."""
    parts = _DIGITS.split(text)
    keyed: list[str | tuple[int, str]] = []
    for at, part in enumerate(parts):
        bare = part.lstrip("0")
        keyed.append((len(bare), bare) if at % 2 else part)
    return tuple(keyed), text


def _columns(form: Form, header: Entry | None, where: str) -> tuple[str, ...]:
    if header is None:
        raise FileRefused(
            "this file is empty",
            where=where,
            remedy=f"its first line names columns, at least: {_wanted(form)}",
        )
    if header.reason:
        raise FileRefused(header.reason, where=f"{where}, line {header.line}")
    columns = tuple(cell.strip() or f"column_{at}" for at, cell in enumerate(header.cells, 1))
    for name in (STUDY_FIELD, form.row_id):
        if name and name not in columns:
            raise FileRefused(
                f"there is no column {name!r} in the first line",
                where=where,
                remedy=f"name the columns as the form {form.name!r} does, "
                f"at least: {_wanted(form)}",
            )
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice:
        raise FileRefused(
            f"the column {shown(twice[0])} stands twice",
            where=where,
            remedy="rename one of the two",
        )
    return columns


def _wanted(form: Form) -> str:
    """The columns that every row needs; a form has many more."""
    return ", ".join(field.name for field in form.fields if field.required)


def _row(
    form: Form, columns: Sequence[str], entry: Entry, per_study: Counter[str]
) -> tuple[Entered | None, str]:
    """The row, or None and the reason why there is none."""
    if entry.reason:
        return None, entry.reason
    if len(entry.cells) != len(columns):
        return None, f"{len(entry.cells)} cells under {len(columns)} columns"
    values = {name: cell for name, cell in zip(columns, entry.cells, strict=True) if cell.strip()}
    study = values.get(STUDY_FIELD, "").strip()
    if not study:
        return None, f"no study: {STUDY_FIELD} is empty"
    per_study[study] += 1
    row = values.get(form.row_id, "").strip() if form.row_id else f"{study}-{per_study[study]}"
    if not row:
        return None, f"no identifier: {form.row_id} is empty"
    return Entered(form.name, row, study, values), ""


def _unknown_columns(form: Form, columns: Sequence[str], where: str) -> Iterable[Finding]:
    for name in columns:
        if form.field(name) is None:
            yield Finding(
                code="EX113",
                severity="note",
                message=f"the form {form.name!r} has no field {shown(name)}: kept under its name",
                where=where,
                remedy="add a field of this name to the form, if the column is wanted",
            )


def _value_findings(form: Form, rows: Sequence[Entered], where: str) -> Iterable[Finding]:
    held = [(row.row, row.values) for row in rows]
    yield from required_missing(form, held, where)
    yield from not_plain(form, held, where)


def _number(row: Row, name: str) -> Reported:
    return reported(row.values.get(name, ""))


def _estimate(row: Row) -> Estimate:
    text = row.values.get
    return Estimate(
        id=row.row,
        study=StudyId(row.study),
        outcome=text("outcome", ""),
        value=_number(row, "effect_value"),
        unit=text("effect_unit", ""),
        followup_months=_number(row, "followup_months"),
        subgroup=text("subgroup", ""),
        treatment_mean=_number(row, "treat_mean"),
        control_mean=_number(row, "control_mean"),
        standard_error=_number(row, "se"),
        confidence_interval=text("ci", ""),
        significance=text("p_or_significance_as_stated", ""),
        design=text("design", ""),
        centrality=text("mentoring_centrality", ""),
        source_url=text("source_url", ""),
        source_level=text("source_level", ""),
        flags=text("flags", ""),
        extractor=row.extractor,
        values=row.values,
    )


def _cost_benefit(row: Row) -> CostBenefit:
    text = row.values.get
    return CostBenefit(
        id=row.row,
        study=StudyId(row.study),
        programme=text("programme", ""),
        perspective=text("perspective", ""),
        currency=text("currency", ""),
        price_year=_number(row, "price_year"),
        cost=_number(row, "cost_per_participant"),
        benefits=_number(row, "benefits"),
        net_present_value=_number(row, "net_present_value"),
        ratio=text("bcr_or_roi_or_mvpf", ""),
        analysis_type=text("analysis_type", ""),
        horizon=text("time_horizon", ""),
        discount_rate=text("discount_rate", ""),
        direction=text("conclusion_direction", ""),
        source_url=text("source_url", ""),
        source_level=text("source_level", ""),
        flags=text("flags", ""),
        extractor=row.extractor,
        values=row.values,
    )
