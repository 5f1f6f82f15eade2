"""`litreview link`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--study", required=True, help='The study that the reports describe ("" for none).')
@say.as_json
@click.pass_obj
def command(folder: Path, ids: tuple[str, ...], study: str, as_json: bool) -> None:
    """Say which reports describe one study."""
    with opened(folder) as review:
        reports = review.link(ids, study)
    if as_json:
        say.out({"study": study, "reports": reports})
    say.note(f"{len(reports)} reports now belong to {study or 'no study'}")
