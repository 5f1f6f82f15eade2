"""`litreview extract import`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.extraction.importing import Imported
    from litreview.model import Failure
    from litreview.review import Review
    from litreview.review.workbooks import Taken

_SHOWN = 10
_WORKBOOK = b"PK"
"""How a spreadsheet begins: it is a ZIP file."""


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="[FORM] FILE")
@click.option("--extractor", default="", help="Who extracted (default: LITREVIEW_REVIEWER).")
@click.option("--amend", is_flag=True, help="Enter only these values; the others stay.")
@click.option("--number", is_flag=True, help="Number rows without an identifier in their study.")
@click.option("--dry-run", is_flag=True, help="Say what would be entered, and enter nothing.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    names: tuple[str, ...],
    extractor: str,
    amend: bool,
    number: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take rows in from a CSV file or a spreadsheet.

    A CSV file goes under FORM (estimate, cost-benefit, or your own); the sheets of an .xlsx file
    are forms. A row that stands there already is not repeated; one that changed is entered anew,
    and the log keeps both. With --amend the file holds single values of rows that stand: an empty
    cell, and every field without a column, leaves what stands. Nothing is ever taken out. Exit
    status 1 where a row could not be read, or there is none.
    """
    from litreview.review import extracting

    form, file = _named(names)
    if amend and number:
        raise UsageError(
            "--amend needs the identifiers of rows that stand",
            remedy="name them in the file, and leave --number out",
        )
    with opened(folder, extractor) as review:
        if _is_workbook(file):
            if amend or number:
                raise UsageError("--amend and --number are for CSV files", remedy="leave them out")
            status = _workbook(review, form, file, extractor, dry_run=dry_run, as_json=as_json)
        else:
            done = _csv(review, form, file, amend=amend, number=number)
            new = extracting.differing(review, done.rows)
            if not dry_run:
                extracting.enter(review, new)
            status = _report(file.name, {form: done}, (), len(new), as_json=as_json)
    if dry_run:
        say.note("Nothing was entered: this was a dry run.")
    say.following("litreview extract check")
    raise SystemExit(say.will_end(status))


def _named(names: tuple[str, ...]) -> tuple[str, Path]:
    """The form, "" where none is named, and the file."""
    if len(names) > 2:  # noqa: PLR2004 - a form and a file
        raise UsageError("this takes a form and one file", remedy="import one file after the other")
    form, file = ("", *names)[-2:]
    path = Path(file)
    if not path.is_file():
        raise UsageError("there is no such file", where=file, remedy="check its name")
    if not form and not _is_workbook(path):
        raise UsageError(
            "it is not said under which form the rows of this file go",
            where=file,
            remedy="name it: litreview extract import estimate FILE.csv",
        )
    return form, path


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_WORKBOOK)) == _WORKBOOK


def _csv(review: Review, form: str, file: Path, *, amend: bool, number: bool) -> Imported:
    from litreview.review import extracting

    with file.open(encoding="utf-8-sig", newline="") as text:
        return extracting.read(
            review, review.form(form), text, file.name, amend=amend, numbered=number
        )


def _workbook(
    review: Review, form: str, file: Path, extractor: str, *, dry_run: bool, as_json: bool
) -> int:
    from litreview.review import workbooks

    found = workbooks.read(review, file.read_bytes(), file.name, form)
    if not extractor:
        workbooks.check_owner(found, review.who, file.name)
    taken = workbooks.take(review, found, dry_run=dry_run)
    status = _report(
        file.name, taken.found.forms, taken.found.failures, taken.entered, as_json=as_json
    )
    for line in _besides(taken):
        say.note(line)
    return status


def _besides(taken: Taken) -> Iterator[str]:
    if taken.found.passed_over:
        yield f"sheets that belong to no form, passed over: {', '.join(taken.found.passed_over)}"
    if taken.absent:
        some = ", ".join(taken.absent[:3])
        yield (
            f"{say.count(len(taken.absent), 'row')} of yours "
            f"{'is' if len(taken.absent) == 1 else 'are'} not in this file and "
            f"{'stands' if len(taken.absent) == 1 else 'stand'} as before: {some}"
        )


def _report(
    name: str,
    forms: Mapping[str, Imported],
    others: tuple[Failure, ...],
    added: int,
    *,
    as_json: bool,
) -> int:
    failures = [one for done in forms.values() for one in done.failures] + list(others)
    findings = [one for done in forms.values() for one in done.findings]
    n_in = sum(done.n_in for done in forms.values())
    n_rows = sum(len(done.rows) for done in forms.values())
    if as_json:
        say.out(
            {
                "n_in": n_in,
                "n_rows": n_rows,
                "n_added": added,
                "failures": failures,
                "findings": findings,
            }
        )
    else:
        say.findings(findings[:_SHOWN])
    for failure in failures[:_SHOWN]:
        say.note(f"{failure.search}, line {failure.line}: {failure.reason}")
    if len(failures) > _SHOWN or len(findings) > _SHOWN:
        say.note(f"the first {_SHOWN} of each are shown; --json has all")
    if not n_in:
        say.note(f"{name} holds a header and no row: nothing was taken in")
    say.note(
        f"{say.count(n_in, 'row')} in {name}: {n_rows:,} read ({added:,} new), "
        f"{len(failures):,} failed, {say.count(len(findings), 'finding')}"
    )
    return 1 if failures or not n_rows else 0
