"""`litreview extract sheet`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--form", "forms", multiple=True, help="Only this form, or these.")
@click.option("--study", "studies", multiple=True, help="Only this study, or these.")
@click.option("--extractor", default="", help="Who extracts (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    file: Path,
    forms: tuple[str, ...],
    studies: tuple[str, ...],
    extractor: str,
    as_json: bool,
) -> None:
    """Write your rows to FILE.xlsx, a sheet a form, with a line for each study that waits.

    Fields with options have lists to choose from. What comes back by `litreview extract import`
    is what stands there; a formula is refused with its cell. Others' rows are never in it.
    """
    from litreview.review import workbooks

    with opened(folder, extractor) as review:
        content, rows = workbooks.write(review, forms, studies, datetime.now(UTC))
    say.write(file, content)
    if as_json:
        say.out({"file": str(file), "rows": rows})
    say.note(f"{say.count(rows, 'row')} in {say.place(file)}")
    say.following(f"litreview extract import {file.name}")
