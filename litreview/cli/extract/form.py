"""`litreview extract form`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.tui.extracting import Sources


@click.command()
@click.argument("form", default="estimate", required=False)
@click.option("--study", required=True, help="The study whose rows are entered.")
@click.option("--row", default="", help="The row to begin with (default: your first).")
@click.option("--extractor", default="", help="Who extracts (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(folder: Path, form: str, study: str, row: str, extractor: str, as_json: bool) -> None:
    """Enter rows of a study on the screen, field by field, under FORM (default: estimate).

    Every value is on disk before the screen moves on. --json lists your rows and what they lack,
    without a screen. Others' rows are never shown.
    """
    from litreview.extraction.entry import Entry
    from litreview.review.entry_desk import EntryDesk
    from litreview.review.to_extract import known

    with opened(folder, extractor) as review:
        known(review, study)
        found = review.form(form)
        entry = Entry(found, study, review.who, EntryDesk(review, found, study))
        names = [one.row for one in entry.rows]
        if row and row not in names:
            raise UsageError(
                f"you have no row {row!r} of this study",
                where=f"form {form}",
                remedy=f"yours: {', '.join(names) or 'none yet'}",
            )
        entry.at = names.index(row) if row else 0
        on_screen = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
        if on_screen:
            from litreview.cli.screen._aids import keys
            from litreview.tui.extracting import FormApp

            FormApp(entry, keys(os.environ), _sources(review, study)).run(mouse=False)
        rows = [{"row": one.row, "values": one.values} for one in entry.rows]
    if as_json:
        say.out({"form": form, "study": study, "rows": rows})
    elif not on_screen:
        say.out_lines(*names)
        say.note("The form needs a terminal. Without one: litreview extract sheet rows.xlsx")
    say.note(f"{say.count(len(rows), 'row')} of yours of {study} in the form {form}")
    say.following(f"litreview extract done {study}" if rows else "litreview extract next")


def _sources(review: Review, study: str) -> Sources:
    """The full texts that are kept of the reports of `study`, and their addresses."""
    from litreview.cli.screen import _aids
    from litreview.review import papers
    from litreview.tui.extracting import Sources

    present = review.present
    reports = [report for report, of in present.studies.items() if of == study]
    reports += [report for report in present.shelf.members if report == study]
    labels = {one.id: say.described(one.record) for one in review.reports(reports)}
    kept = {labels[one]: papers.paper(review, one).path for one in labels}
    pages = {labels[one]: papers.page(review, one) for one in labels}
    return Sources(
        {label: str(path) for label, path in kept.items() if path},
        {label: page for label, page in pages.items() if page},
        _aids.opened,
    )
