"""`litreview extract form`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError


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
            from litreview.tui.extracting import FormApp

            FormApp(entry).run()
        rows = [{"row": one.row, "values": one.values} for one in entry.rows]
    if as_json:
        say.out({"form": form, "study": study, "rows": rows})
    elif not on_screen:
        say.out_lines(*names)
        say.note("The form needs a terminal. Without one: litreview extract sheet rows.xlsx")
    say.note(f"{say.count(len(rows), 'row')} of yours of {study} in the form {form}")
    say.following(f"litreview extract done {study}" if rows else "litreview extract next")
