"""`litreview extract done`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.argument("studies", nargs=-1, required=True, metavar="STUDY...")
@click.option("--undo", is_flag=True, help="You have not, after all.")
@click.option("--note", default="", help="A note that stays with it.")
@click.option("--extractor", default="", help="Who extracts (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(
    folder: Path, studies: tuple[str, ...], undo: bool, note: str, extractor: str, as_json: bool
) -> None:
    """Say that you have extracted all that each STUDY gives.

    With two extractors, what both entered can be compared from then on.
    """
    from litreview.review import to_extract

    with opened(folder, extractor) as review:
        to_extract.say_done(review, studies, undo=undo, note=note)
        left, who = len(to_extract.waiting(review)), review.who
    if as_json:
        say.out({"studies": studies, "done": not undo, "waiting": left})
    what = "is not finished after all" if undo else "is finished"
    for study in studies:
        say.note(f"{study} {what}, for {who}")
    say.following("litreview extract next" if left else "litreview extract compare")
