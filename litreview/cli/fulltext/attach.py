"""`litreview fulltext attach`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.argument("report")
@click.argument("file", type=click.Path(path_type=Path))
@say.as_json
@click.pass_obj
def command(folder: Path, report: str, file: Path, as_json: bool) -> None:
    """Keep a PDF of yours as the full text of a report.

    The file is copied into fulltext/ under its hash. REPORT is any id of the report.
    """
    from litreview.review.locating import attach

    with opened(folder) as review:
        found, name = attach(review, report, file)
    if as_json:
        say.out({"report": found, "file": name})
    else:
        say.out_lines(f"{found}  fulltext/{name}")
    say.note(f"The full text of {found} is kept.")
