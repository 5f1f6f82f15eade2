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
    """Take a search that was loaded by mistake out of all counts.

    SEARCH is its id, as `litreview table searches` lists it. Its files stay.
    """
    with opened(folder) as review:
        before = review.shelf.total
        review.withdraw_search(search, because)
        after = review.shelf.total
        following = review.standing().next
    if as_json:
        say.out({"search": search, "status": "withdrawn", "records": after})
    say.note(
        f"{search}: {say.count(before - after, 'record')} no longer "
        f"{'counts' if before - after == 1 else 'count'}; the log keeps why"
    )
    say.note(f"{say.count(after, 'record')} left in the review")
    say.following(following)
