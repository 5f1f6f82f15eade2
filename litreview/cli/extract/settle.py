"""`litreview extract settle`: by script, or on the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review import Review


@click.command()
@click.argument("group", required=False, default="", metavar="[GROUP]")
@click.option("--take", default="", metavar="NAME", help="This extractor's version holds.")
@click.option("--from", "each", multiple=True, metavar="FIELD=NAME", help="Their value holds.")
@click.option("--value", "values", multiple=True, metavar="FIELD=TEXT", help="This text holds.")
@click.option("--drop", is_flag=True, help="It is no row at all.")
@click.option("--undo", is_flag=True, help="Take the settlement back.")
@click.option("--note", default="", help="A note that stays with the settlement.")
@click.option("--by", default="", help="Who settles (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    group: str,
    take: str,
    each: tuple[str, ...],
    values: tuple[str, ...],
    drop: bool,
    undo: bool,
    note: str,
    by: str,
    as_json: bool,
) -> None:
    """Say what holds where people differ. GROUP is the name that `extract compare` shows.

    Without GROUP, in a terminal: on the screen, field by field. A settlement lapses when one of
    the versions that it names changes. Exit status 1 while something differs.
    """
    from litreview.review import doubling

    if not group and (take or each or values or drop or undo):
        raise UsageError(
            "it is not said which row is settled",
            remedy="name its group: `litreview extract compare` shows them",
        )
    with opened(folder, by) as review:
        if undo:
            doubling.take_back(review, group)
        elif drop:
            doubling.drop(review, group, note)
        elif group:
            choice = doubling.Choice(take, _pairs(each), _pairs(values), note)
            doubling.settle(review, group, choice)
        elif sys.stdin.isatty() and not as_json:
            _sit(review)
        left = len(doubling.doubled(review).open())
    if as_json:
        say.out({"open": left})
    say.note(f"{say.count(left, 'row')} {'is' if left == 1 else 'are'} still to be settled")
    raise SystemExit(say.will_end(1 if left else 0))


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        field, mark, value = text.partition("=")
        if not mark or not field.strip():
            raise UsageError(f"{text!r} names no field", remedy="write FIELD=...")
        found[field.strip()] = value
    return found


def _sit(review: Review) -> None:
    """On the screen, or by plain questions where that is wanted."""
    from litreview.cli.screen._aids import keys, plainly

    if plainly(os.environ) or not sys.stdout.isatty():
        from litreview.cli.extract._settling import sit

        sit(review)
        return
    from litreview.review.row_disputes import sitting
    from litreview.tui.settling import SettleApp

    session = sitting(review)
    if session.matters:
        SettleApp(session, keys(os.environ)).run(mouse=False)
