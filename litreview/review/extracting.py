"""Extraction: what a person or a file enters becomes events; nothing that stands is repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from litreview.events import RowExtracted, Seen, ValuesExtracted
from litreview.extraction.amending import amending
from litreview.extraction.importing import Entered, Imported, read_rows
from litreview.extraction.rows import Row

if TYPE_CHECKING:
    from litreview.extraction.forms import Form
    from litreview.review.facade import Review


Change = RowExtracted | ValuesExtracted


def read(  # noqa: PLR0913 - a file, and how it is meant
    review: Review,
    form: Form,
    lines: Iterable[str],
    where: str,
    *,
    amend: bool = False,
    numbered: bool = False,
) -> Imported:
    """The rows of a CSV file, and nothing is entered.

    amend: the file gives single values of rows that stand; what it does not give stays as it is.
    numbered: rows without an identifier are numbered within their study.
    """
    if not amend:
        return read_rows(form, lines, where, numbered=numbered)
    stands = {row.row: row for row in _own(review) if row.form == form.name}
    return read_rows(form, lines, where, fill=amending(stands))


def load(review: Review, form: Form, lines: Iterable[str], where: str) -> Imported:
    """Take the rows of a CSV file in; those that stand there already are not repeated."""
    found = read(review, form, lines, where)
    enter(review, found.rows)
    return found


def differing(review: Review, entered: Iterable[Entered]) -> list[Entered]:
    """Those rows that do not stand there yet as they are."""
    held = {(row.form, row.row): row for row in _own(review)}
    return [row for row in entered if any(changes(row, held.get((row.form, row.row))))]


def enter(review: Review, entered: Iterable[Entered]) -> None:
    """Write down those rows and values that do not stand there yet."""
    held = {(row.form, row.row): row for row in _own(review)}
    new = [event for row in entered for event in changes(row, held.get((row.form, row.row)))]
    if new:
        review.append(*new)


def changes(row: Entered, held: Row | None) -> Iterator[Change]:
    """What makes `held`, the row as it stands, into `row`.

    A row that is new, or of another study, is entered as a whole. Of one that stands only the
    values that differ are, in one line, so that the others keep the time at which they were
    entered and the log stays small.
    """
    if held is None or held.study != row.study:
        yield RowExtracted(
            form=row.form,
            row=row.row,
            study=row.study,
            values=dict(row.values),
            seen=dict(row.seen),
        )
        return
    differ = _differ(row, held)
    if differ:
        yield ValuesExtracted(
            form=row.form,
            row=row.row,
            study=row.study,
            values={name: row.values.get(name, "") for name in differ},
            seen={name: row.seen[name] for name in differ if name in row.seen},
        )


def _own(review: Review) -> Iterator[Row]:
    who = review.who
    return (row for row in review.rows() if row.extractor == who)


def _differ(row: Entered, held: Row) -> list[str]:
    """The fields whose value, or whose place where it was seen, is another one."""
    return [
        name
        for name in dict.fromkeys((*held.values, *row.values))
        if _said(held.values, held.seen, name) != _said(row.values, row.seen, name)
    ]


def _said(values: Mapping[str, str], seen: Mapping[str, Seen], name: str) -> tuple[str, Seen]:
    return values.get(name, ""), seen.get(name, Seen())
