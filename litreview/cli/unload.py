"""`litreview unload`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.argument("search")
@click.option("--because", required=True, help="Why it does not belong to the review.")
@say.as_json
@click.pass_obj
def command(folder: Path, search: str, because: str, as_json: bool) -> None:
    """Take a search that was loaded by mistake out of all counts. Its files stay."""
    with opened(folder) as review:
        review.withdraw_search(search, because)
    if as_json:
        say.out({"search": search, "status": "withdrawn"})
    say.note(f"{search} counts no more; the log keeps that it did, and why.")
