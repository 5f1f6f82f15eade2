"""`litreview screen prime`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.events import PrimingLoaded
    from litreview.review import Review


@click.command()
@click.argument("source", metavar="[FILE.csv|FOLDER]", required=False, default=None,
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--name", default="", metavar="NAME", help="How to call them (default: the file's).")
@click.option("--list", "listing", is_flag=True, help="List what is learned from.")
@click.option("--remove", default="", metavar="NAME", help="Learn from them no more.")
@say.as_json
@click.pass_obj
def command(
    folder: Path, source: Path | None, name: str, listing: bool, remove: str, as_json: bool
) -> None:
    """Let the ranking learn from the decisions of an earlier review.

    FILE.csv has the columns title, abstract and included (1 or 0), and maybe doi and year, as
    ASReview exports them; FOLDER is another review, whose decided reports are taken. A copy is kept
    in priming/. Nothing of it is shown or counted, and works of this review are not used twice.
    """
    if sum((source is not None, listing, bool(remove))) > 1:
        raise UsageError("one thing at a time", remedy="load, --list or --remove")
    if name and source is None:
        raise UsageError("--name goes with a file", remedy="name the file or folder as well")
    with opened(folder) as review:
        if source is not None:
            _load(review, source, name)
        elif remove:
            _remove(review, remove)
        _tell(review, as_json=as_json)


def _load(review: Review, source: Path, name: str) -> None:
    from litreview.review import priming

    event, own = priming.load(review, source, name)
    decisions = say.count(event.included + event.excluded, "earlier decision")
    say.note(f"{event.name}: {decisions} taken in, {event.included:,} of them included")
    if own:
        say.note(f"{say.count(own, 'work')} of them is in this review too, and not used twice"
                 if own == 1 else
                 f"{own:,} works of them are in this review too, and not used twice")  # fmt: skip


def _remove(review: Review, name: str) -> None:
    from litreview.review import priming

    priming.remove(review, name)
    say.note(f"{name}: learned from no more; the file stays in priming/")


def _tell(review: Review, *, as_json: bool) -> None:
    from litreview.review import priming

    held = priming.events_in_force(review.state)
    if as_json:
        say.out({"priming": [_data(event) for event in held.values()]})
    elif held:
        rows = [(event.name, event.included, event.excluded) for event in held.values()]
        columns = (("earlier decisions", "left"), ("included", "right"), ("excluded", "right"))
        say.table("", columns, rows)
    else:
        say.note("nothing is learned from earlier reviews")


def _data(event: PrimingLoaded) -> dict[str, Any]:
    return {
        "name": event.name,
        "file": f"priming/{event.name}.csv",
        "sha256": event.sha256,
        "included": event.included,
        "excluded": event.excluded,
    }
