"""Rows as a spreadsheet, for one extractor: out with lists to choose from, and in again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from litreview.errors import UsageError
from litreview.extraction.forms import Form, default_forms
from litreview.extraction.workbook import FromWorkbook, Page, read_workbook, write_workbook
from litreview.review import extracting, reading, to_extract

if TYPE_CHECKING:
    from litreview.review.facade import Review

ALWAYS: Final = ("estimate", "cost-benefit")
"""The forms that a workbook has where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook gave, how many rows it changed, and which rows of the extractor it lacks."""

    found: FromWorkbook
    entered: int
    absent: tuple[str, ...]


def write(
    review: Review, forms: Sequence[str], studies: Sequence[str], at: datetime
) -> tuple[bytes, int]:
    """The rows of whoever works here as .xlsx, and how many. Raises UnknownName, UsageError.

    Never another person's rows. forms: only these, or those that are in use; studies: only
    these; each that waits for this person gets an empty line.
    """
    own = [row for row in review.rows() if row.extractor == review.who]
    used = dict.fromkeys((*ALWAYS, *(row.form for row in own)))
    wanted = [review.form(name) for name in (forms or used)]
    waiting = [one.study for one in to_extract.waiting(review)]
    pages = []
    for form in wanted:
        of_form = (row for row in own if row.form == form.name)
        rows = [row for row in of_form if not studies or row.study in studies]
        empty = studies or waiting if form.name in (forms or ALWAYS) else ()
        filled = {row.study for row in rows}
        pages.append(Page(form, tuple(rows), tuple(one for one in empty if one not in filled)))
    content = write_workbook(
        pages, extractor=review.who, review=review.plan.title or "a review", at=at
    )
    return content, sum(len(page.rows) for page in pages)


def read(review: Review, content: bytes, name: str, form: str = "") -> FromWorkbook:
    """What a workbook gives. form: only its sheet; "": those of all forms. Raises FileRefused."""
    forms = {form: review.form(form)} if form else _all_forms(review)
    return read_workbook(forms, content, name)


def check_owner(found: FromWorkbook, who: str, name: str) -> None:
    """Raise UsageError where the workbook was made for somebody else than `who`."""
    if found.extractor not in ("", who):
        raise UsageError(
            f"this workbook was made for {found.extractor!r}, and {who!r} would sign it",
            where=name,
            remedy="say who extracted: --extractor NAME",
        )


def take(review: Review, found: FromWorkbook, *, dry_run: bool = False) -> Taken:
    """Enter the rows of a workbook. dry_run: say what that would do, and enter nothing."""
    rows = [row for one in found.forms.values() for row in one.rows]
    before = [row for row in review.rows() if row.extractor == review.who]
    there = {(row.form, row.row) for row in rows}
    absent = tuple(
        f"{row.form} {row.row}"
        for row in before
        if row.form in found.forms and (row.form, row.row) not in there
    )
    changed = extracting.differing(review, rows)
    if not dry_run:
        extracting.enter(review, changed)
    return Taken(found, len(changed), absent)


def _all_forms(review: Review) -> dict[str, Form]:
    own: Iterable[str] = (path.stem for path in sorted(review.folder.forms.glob("*.toml")))
    return {name: reading.form(review.folder, name) for name in (*default_forms(), *own)}
