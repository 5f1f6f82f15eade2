"""`litreview table`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.styled import of_style, with_style
from litreview.cli.table_files import as_rows, chosen, of_files, show, wanted, write

if TYPE_CHECKING:
    from litreview.outputs.table import Table


@click.command()
@click.argument("name", required=False)
@of_files
@of_style
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    name: str | None,
    columns: str,
    target: Path | None,
    style: str,
    as_json: bool,
    **files: Path | None,
) -> None:
    """A table of the evidence, on screen or as a file. Without NAME: which there are.

    A terminal shows the columns that fit, and names the others; a pipe and files get all of them.
    FILE may be - for standard output. Exit status 1 where the table has no rows.
    """
    if name is None:
        _list(as_json=as_json)
        return
    written = list(wanted(target, files))
    say.one_output((path for path, _ in written), json=as_json)
    table, following = _built(folder, name, columns, style)
    for path, suffix in written:
        write(table, path, suffix)
    if as_json:
        say.out(as_rows(table))
    elif table.rows and not written:
        show(table)
    if not table.rows:
        say.note(table.empty)
        if "Next:" not in table.empty:
            say.following(following)
    raise SystemExit(0 if table.rows else 1)


def _list(*, as_json: bool) -> None:
    from litreview.outputs.tables import TABLES

    kinds = TABLES.all()
    if as_json:
        say.out([{"name": kind.name, "summary": kind.summary} for kind in kinds])
        return
    for kind in kinds:
        say.out_lines(f"{kind.name:22} {kind.summary}")
    say.following("litreview table NAME")


def _built(folder: Path, name: str, columns: str, style: str) -> tuple[Table, str]:
    from litreview.outputs.tables import TABLES

    kind = TABLES.get(name)
    with opened(folder) as review:
        table = kind.build(with_style(review.evidence(), style))
        following = "" if table.rows else review.standing().next
    return chosen(table, columns), following
