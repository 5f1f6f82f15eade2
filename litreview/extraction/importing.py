"""Rows from a file: every entry comes out as a row or as a failure with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from litreview.errors import FileRefused
from litreview.events import How, Seen
from litreview.extraction.csvrows import Entry, read_entries
from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.values import not_plain, required_missing, shown
from litreview.model import Failure, Finding, SearchId

SEEN_PARTS: Final = ("place", "quote", "how")
"""What may be said of a single value, in columns ``FIELD@PART``."""
HOW: Final[tuple[How, ...]] = ("full text", "abstract", "secondary", "derived")
"""How a value was seen."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A row as a person or a file gives it, before the log says who extracted it.

    values: every cell that is not blank, as entered, by the name of its column. seen: where the
    values of single fields were seen, from the columns ``FIELD@place``, ``FIELD@quote`` and
    ``FIELD@how``.
    """

    form: str
    row: str
    study: str
    values: Mapping[str, str]
    seen: Mapping[str, Seen] = field(default_factory=dict)


Fill = Callable[[Entered], Entered | str]
"""Makes a whole row of what a file gives of it, or says why there is none (`amending`)."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: ``n_in == len(rows) + len(failures)``.

    The search of each failure is the name of the file.
    """

    rows: tuple[Entered, ...]
    failures: tuple[Failure, ...]
    findings: tuple[Finding, ...]
    n_in: int


def read_rows(
    form: Form,
    lines: Iterable[str],
    where: str,
    *,
    fill: Fill | None = None,
    numbered: bool = False,
) -> Imported:
    """The rows of a CSV file (comma, semicolon or tab) with a header.

    Columns that the form does not know are kept under their own names and noted once. An entry
    without a study or an identifier, with too many or too few cells, or whose identifier stood
    before is a failure. Raises FileRefused where nothing can be read: no text in UTF-8, or a
    header that cannot serve.

    lines: as a text file opened with ``newline=""`` gives them; where: its name for messages.
    fill: where the file gives only some of the values of its rows. numbered: a row without an
    identifier is called after its study and its place among that study's rows in the file.
    """
    try:
        entries = read_entries(lines, [field.name for field in form.fields])
        return from_entries(form, entries, where, fill=fill, numbered=numbered)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "this file is not text in UTF-8",
            where=where,
            remedy="save it as CSV in UTF-8 (in Excel: the type CSV UTF-8)",
        ) from error


def from_entries(
    form: Form,
    entries: Iterator[Entry],
    where: str,
    *,
    fill: Fill | None = None,
    numbered: bool = False,
) -> Imported:
    """The rows that `entries` give, the first of which is the header. Raises FileRefused.

    For whatever file can be read as entries: CSV, a sheet of a spreadsheet. fill, numbered: see
    `read_rows`.
    """
    needed = (STUDY_FIELD,) if numbered or not form.row_id else (STUDY_FIELD, form.row_id)
    columns = _columns(form, next(entries, None), where, needed)
    call = _Calling(form.row_id, numbered=numbered or not form.row_id)
    rows: list[Entered] = []
    given: list[Entered] = []
    failures: list[Failure] = []
    seen: set[str] = set()
    n_in = 0
    for n_in, entry in enumerate(entries, 1):
        row, reason = _row(form, columns, entry, call)
        if row is not None and row.row in seen:
            reason = f"the identifier {shown(row.row)} stood before in this file"
        if row is None or reason:
            failures.append(Failure(SearchId(where), n_in, entry.line, reason, entry.raw))
            continue
        whole = row if fill is None else fill(row)
        if isinstance(whole, str):
            failures.append(Failure(SearchId(where), n_in, entry.line, whole, entry.raw))
            continue
        seen.add(row.row)
        given.append(row)
        rows.append(whole)
    findings = (
        *_unknown_columns(form, columns, where),
        *required_missing(form, _held(rows), where),
        *not_plain(form, _held(given), where),
    )
    return Imported(tuple(rows), tuple(failures), findings, n_in)


def _columns(
    form: Form, header: Entry | None, where: str, needed: Sequence[str]
) -> tuple[str, ...]:
    if header is None:
        raise FileRefused(
            "this file is empty",
            where=where,
            remedy=f"its first line names columns, at least: {_wanted(form)}",
        )
    if header.reason:
        raise FileRefused(header.reason, where=f"{where}, line {header.line}")
    columns = tuple(cell.strip() or f"column_{at}" for at, cell in enumerate(header.cells, 1))
    for name in needed:
        if name not in columns:
            numbers = "; or let the rows be numbered: --number" if name == form.row_id else ""
            raise FileRefused(
                f"there is no column {name!r} in the first line",
                where=where,
                remedy=f"name the columns as the form {form.name!r} does, "
                f"at least: {_wanted(form)}{numbers}",
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


@dataclass(slots=True)
class _Calling:
    """How rows are called.

    By the field `row_id` and, where they may be numbered, by their study and their place in it.
    """

    row_id: str
    numbered: bool
    per_study: Counter[str] = field(default_factory=Counter)

    def name(self, study: str, values: dict[str, str]) -> str:
        """What a row is called, "" where nothing says it; a number that is given is kept."""
        self.per_study[study] += 1
        given = values.get(self.row_id, "").strip() if self.row_id else ""
        if given or not self.numbered:
            return given
        made = f"{study}-{self.per_study[study]}"
        if self.row_id:
            values[self.row_id] = made
        return made


def _row(
    form: Form, columns: Sequence[str], entry: Entry, call: _Calling
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
    row = call.name(study, values)
    if not row:
        return None, f"no identifier: {form.row_id} is empty"
    seen, reason = _seen(values)
    return Entered(form.name, row, study, values, seen), reason


def _seen(values: dict[str, str]) -> tuple[dict[str, Seen], str]:
    """Take the columns ``FIELD@PART`` out of `values`; the reason where one cannot be used."""
    parts: dict[str, dict[str, str]] = {}
    for column in [name for name in values if "@" in name]:
        name, _, part = column.rpartition("@")
        if part in SEEN_PARTS:
            parts.setdefault(name, {})[part] = values.pop(column)
    for name, said in parts.items():
        how = said.get("how", "").strip()
        if how and how not in HOW:
            return {}, f"{name}@how is {shown(how)}: use one of {', '.join(HOW)}"
        if name not in values:
            return {}, f"it is said where {shown(name)} was seen, but there is no value"
        said["how"] = how
    return {name: msgspec.convert(said, Seen) for name, said in parts.items()}, ""


def _unknown_columns(form: Form, columns: Sequence[str], where: str) -> Iterable[Finding]:
    for name in columns:
        field, _, part = name.rpartition("@")
        if part in SEEN_PARTS and form.field(field) is not None:
            continue
        if form.field(name) is None:
            yield Finding(
                code="EX113",
                severity="note",
                message=f"the form {form.name!r} has no field {shown(name)}: kept under its name",
                where=where,
                remedy="add a field of this name to the form, if the column is wanted",
            )


def _held(rows: Sequence[Entered]) -> Sequence[tuple[str, Mapping[str, str]]]:
    return [(row.row, row.values) for row in rows]
