"""`litreview prisma`: the flow; each command below it is a file here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.drawing import Asked, of_drawing
from litreview.cli.opening import opened
from litreview.cli.prisma._data import as_data
from litreview.cli.prisma._shown import explain as list_behind
from litreview.cli.prisma._shown import say_when, show
from litreview.cli.versions import Day, flow_of, of_version
from litreview.prisma import Flow, identities

if TYPE_CHECKING:
    from litreview.outputs.diagram.look import Look
    from litreview.review import Review
    from litreview.review.present import Present


@click.command()
@of_drawing
@click.option("--explain", default="", metavar="BOX", help="List what is behind a number.")
@click.option(
    "--at",
    "day",
    type=Day(["%Y-%m-%d"]),
    metavar="DATE",
    help="As it stood at the end of that day (UTC), such as 2026-06-30.",
)
@of_version
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    drawing: Asked,
    explain: str,
    day: datetime | None,
    previous: datetime | None,
    as_new: bool,
    as_json: bool,
) -> None:
    """The PRISMA 2020 flow, and the records behind each number.

    Once `search update` has brought records, what was there before is the previous version.
    BOX is a name of the last column of the table. FILE may be - for standard output.
    """
    say.one_output(drawing.files.values(), json=as_json)
    with opened(folder) as review:
        present = review.present_on(day.date()) if day else review.present
        flow = flow_of(present, previous, as_new=as_new)
        found = identities(flow)
        status = say.will_end(1 if any(finding.severity == "error" for finding in found) else 0)
        if explain:
            list_behind(review, present, flow[explain], as_json=as_json)
        drawing.write(flow, review.plan.title, lambda look: _page(review, present, flow, look))
    if as_json and not explain:
        say.out({"as_of": present.as_of, **as_data(flow, found)})
    elif not explain and not drawing.files:
        show(flow)
    if not explain:
        say_when(present, day, flow)
    raise SystemExit(status)


def _page(review: Review, present: Present, flow: Flow, look: Look) -> str:
    """The figure as a page, with what is behind each number."""
    from litreview.outputs.page import figure

    return figure.page(replace(review.evidence(present), updated=flow), look=look)
