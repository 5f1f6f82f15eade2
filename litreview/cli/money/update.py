"""`litreview money update`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.money._figures import tables
from litreview.extraction.money.series import CODES, GROWTH

if TYPE_CHECKING:
    from litreview.extraction.money.comparing import Changes
    from litreview.review.money_updating import Updated


@click.command()
@click.option(
    "--series", "names", type=click.Choice(tuple(CODES)), multiple=True,
    help="Only this one; may be repeated (default: all).",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@tables
@say.as_json
@click.pass_obj
def command(
    folder: Path, names: tuple[str, ...], dry_run: bool, tables: Path | None, as_json: bool
) -> None:
    """Fetch the newest deflators, consumer prices, parities and exchange rates.

    They go into a new folder of today in money/ of the review (or in --tables), and are in force
    from then on. All are checked first; where one cannot be had, nothing is written and exit status
    is 1. The tables that come with litreview are never changed.
    """
    from litreview.review.money_updating import World, update
    from litreview.store import folder as folders
    from litreview.store import settings

    said: dict[str, Any] = {}
    if tables is None:
        review = folders.find(folder)
        tables, said = review.money, dict(settings.load(review.settings).sources)
    world = World(os.environ, said, tell=say.note)
    found = update(tables, names or tuple(CODES), world, dry=dry_run)
    status = say.will_end(1 if found.refused else 0)
    if as_json:
        say.out(_json(found))
    else:
        _tell(found, tables, dry=dry_run)
    raise SystemExit(status)


def _tell(found: Updated, folder: Path, *, dry: bool) -> None:
    for one in found.changes:
        say.out_wrapped(_account(one), head=f"{one.name:13} {found.vintages[one.name]}  ")
    for refusal in found.refused:
        say.out_wrapped(refusal.why, head=f"{refusal.name:13} refused: ")
        if refusal.remedy:
            say.out_wrapped(refusal.remedy, head="    to do: ")
    if found.refused:
        say.note("Nothing was written: the tables in force are as they were.")
    elif found.folder:
        say.note(f"Written: {say.place(folder / found.folder)}. They are in force from now on.")
        say.following("litreview money tables")
    elif dry:
        say.note("Nothing was written, as asked.")
    else:
        say.note("Every figure is the one in force, so nothing was written.")


def _account(one: Changes) -> str:
    unit = "points" if one.name in GROWTH else "per cent"
    most = f" (most: {one.of}, by {one.largest:+.2f} {unit})" if one.of else ""
    units = f"; now {', '.join(one.units)}" if one.units else ""
    return (
        f"{one.same:,} figures as before, {one.changed:,} changed{most}, {one.new:,} new, "
        f"{one.gone:,} gone{units}"
    )


def _json(found: Updated) -> dict[str, Any]:
    return {
        "written": found.folder or None,
        "series": [
            {
                "name": one.name, "vintage": found.vintages[one.name], "same": one.same,
                "changed": one.changed, "new": one.new, "gone": one.gone,
                "largest": one.largest, "of": one.of or None, "units": one.units,
            }
            for one in found.changes
        ],
        "refused": [
            {"name": one.name, "why": one.why, "remedy": one.remedy} for one in found.refused
        ],
    }  # fmt: skip
