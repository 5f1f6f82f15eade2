"""`litreview extract`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.extraction.importing import Imported
    from litreview.model import Finding
    from litreview.review import Review

_SHOWN = 10


@click.group()
def command() -> None:
    """Import and check extracted effects and economic results."""


@command.command("import")
@click.argument("form")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--extractor", default="", help="Who extracted (default: LITREVIEW_REVIEWER).")
@click.option("--amend", is_flag=True, help="Enter only these values; the others stay.")
@say.as_json
@click.pass_obj
def import_(
    folder: Path, form: str, file: Path, extractor: str, amend: bool, as_json: bool
) -> None:
    """Take the rows of a CSV file in, under FORM (estimate, cost-benefit, or your own).

    A row that stands there already is not repeated; one that changed is entered anew, and the log
    keeps both. With --amend the file holds single values of rows that stand: an empty cell, and
    every field without a column, leaves what stands. Exit status 1 where a row could not be read,
    or there is none.
    """
    from litreview.review import extracting

    with opened(folder, extractor) as review, file.open(encoding="utf-8-sig", newline="") as text:
        before = {row.id for row in review.rows()}
        take = extracting.amend if amend else extracting.load
        done = take(review, review.form(form), text, file.name)
        added = len({row.id for row in review.rows()} - before)
    status = say.will_end(1 if done.failures or not done.rows else 0)
    if as_json:
        say.out(
            {
                "n_in": done.n_in,
                "n_rows": len(done.rows),
                "n_added": added,
                "failures": done.failures,
                "findings": done.findings,
            }
        )
    else:
        say.findings(done.findings[:_SHOWN])
    _tell(file.name, done, added)
    raise SystemExit(status)


def _tell(name: str, done: Imported, added: int) -> None:
    for failure in done.failures[:_SHOWN]:
        say.note(f"{name}, line {failure.line}: {failure.reason}")
    if len(done.failures) > _SHOWN or len(done.findings) > _SHOWN:
        say.note(f"the first {_SHOWN} of each are shown; --json has all")
    if not done.n_in:
        say.note(f"{name} holds a header and no row: nothing was taken in")
    say.note(
        f"{say.count(done.n_in, 'row')} in {name}: {len(done.rows):,} read ({added:,} new), "
        f"{len(done.failures):,} failed, {say.count(len(done.findings), 'finding')}"
    )
    say.following("litreview extract check")


@command.command()
@say.as_json
@click.pass_obj
def check(folder: Path, as_json: bool) -> None:
    """Recompute what can be recomputed and show what does not agree.

    Exit status 1 where there is a warning or an error, or no row at all.
    """
    with opened(folder) as review:
        rows = review.rows()
        found = _findings(review)
        following = review.standing().next
    bad = any(finding.severity != "note" for finding in found)
    status = say.will_end(1 if bad or not rows else 0)
    if as_json:
        say.out({"rows": len(rows), "findings": found})
    else:
        say.findings(found)
    if not rows:
        say.note("There are no extracted rows yet, so nothing was checked.")
        say.following(following)
    else:
        say.note(f"{say.count(len(rows), 'row')} checked, {say.count(len(found), 'finding')}")
    raise SystemExit(status)


def _findings(review: Review) -> tuple[Finding, ...]:
    from litreview.extraction.check import check_all
    from litreview.review.reading import broken_forms, forms_of

    present, broken = review.present, broken_forms(review.folder)
    rows = [row for row in review.rows() if row.form not in broken]
    forms = forms_of(review.folder, rows)
    studies = {*present.studies.values(), *present.shelf.members}
    return (*broken.values(), *check_all(forms, rows, {str(study) for study in studies}))
