"""`litreview checklist`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.table_files import as_rows, chosen, of_files, show, wanted, write

if TYPE_CHECKING:
    from litreview.outputs.checklists.filling import Filled
    from litreview.outputs.evidence import Evidence


@click.command()
@click.argument("name", required=False)
@click.option("--gaps", is_flag=True, help="Only what a command or review.toml can fill.")
@of_files
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    name: str | None,
    gaps: bool,
    columns: str,
    target: Path | None,
    as_json: bool,
    **files: Path | None,
) -> None:
    """What PRISMA asks to report, filled from the review. Without NAME: how far each checklist is.

    The words are ours; each checklist links to the original, which journals want filled in.
    Exit status 1 where a row has a gap that a command or review.toml can close.
    """
    from litreview.outputs.checklists import checklist
    from litreview.outputs.checklists.filling import fill, summary, table
    from litreview.review.conducting import with_conduct

    held = checklist(name) if name else None
    written = list(wanted(target, files))
    say.one_output((path for path, _ in written), json=as_json)
    with opened(folder) as review:
        evidence = with_conduct(review)
    if held is None:
        _list(evidence, as_json=as_json)
        return
    rows = fill(held, evidence)
    open_ = [one for one in rows if one.answer.status == "gap"]
    status = say.will_end(1 if open_ else 0)
    shown = tuple(open_) if gaps else rows
    found = chosen(table(held, evidence, shown), columns)
    for path, suffix in written:
        write(found, path, suffix)
    if as_json:
        say.out(as_rows(found))
    elif columns and not written:
        show(found)
    elif not written:
        _show(shown)
    say.note(f"{held.label}, {summary(rows)}. The original: {held.link}")
    raise SystemExit(status)


def _list(evidence: Evidence, *, as_json: bool) -> None:
    from litreview.outputs.checklists import checklist, names
    from litreview.outputs.checklists.filling import counts, fill, summary

    held = [(one, fill(one, evidence)) for one in map(checklist, names())]
    if as_json:
        say.out(
            [
                {"name": one.name, "label": one.label, "link": one.link, "rows": counts(rows)}
                for one, rows in held
            ]
        )
        return
    for one, rows in held:
        say.out_lines(f"{one.name:16} {one.label}", f"{'':16} {summary(rows)}")
    say.following("litreview checklist NAME")


def _show(rows: tuple[Filled, ...]) -> None:
    """Section by section: the item and how it stands, what the review says, what is to be done."""
    for section, held in groupby(rows, key=lambda one: one.row.section):
        say.out_lines("", say.one_line(section))
        for one in held:
            row, answer = one.row, one.answer
            say.out_lines(f"{row.item:>4}  {row.title}: {answer.status}")
            told = answer.what + (f" ({answer.where})" if answer.what and answer.where else "")
            for word, text in (("", told), ("to do: ", answer.missing)):
                if text:
                    say.out_wrapped(text, head=f"      {word}")
