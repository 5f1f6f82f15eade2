"""`litreview fulltext`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.group()
def command() -> None:
    """Note full texts that could not be had."""


@command.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--because", default="", help="Why, in words.")
@click.option("--found", is_flag=True, help="It could be had after all.")
@say.as_json
@click.pass_obj
def missing(folder: Path, ids: tuple[str, ...], because: str, found: bool, as_json: bool) -> None:
    """Say that the full texts of reports were sought and not retrieved."""
    with opened(folder) as review:
        reports = review.note_retrieval(ids, "open" if found else "not-retrieved", because)
    if as_json:
        say.out({"reports": reports, "status": "open" if found else "not-retrieved"})
    say.note(f"{len(reports)} reports: {'open again' if found else 'not retrieved'}")
