"""`litreview prisma`: the flow; each command below it is a file here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.drawing import Asked, of_drawing
from litreview.cli.lazy import LazyGroup
from litreview.cli.opening import opened
from litreview.cli.prisma._data import as_data
from litreview.cli.prisma._from_csv import from_csv
from litreview.cli.prisma._shown import explain as list_behind
from litreview.cli.prisma._shown import say_when, show, tell_link
from litreview.cli.versions import Day, flow_of, of_version
from litreview.errors import UsageError
from litreview.prisma import Flow, identities

if TYPE_CHECKING:
    from litreview.outputs.diagram.look import Look
    from litreview.review import Review
    from litreview.review.present import Present

_COMMANDS = {
    "diff": "Which numbers differ between two days, versions or files, and what moved where.",
    "correct": "Put a number right by hand, with the reason; it is marked everywhere.",
    "aside": "Reports of ongoing studies, and those that await classification.",
    "pooled": "Say which included studies are in a meta-analysis.",
    "tool": "Say which reviewer is an automation tool, so that it is counted apart.",
}
"""Name of the command (and of its file) and its line in the help."""


@click.group(
    cls=LazyGroup,
    package=__name__,
    path="prisma",
    lines=_COMMANDS,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND [ARGS]...]",
)
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
@click.option(
    "--from-csv",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check and draw a CSV of the PRISMA2020 package; needs no review.",
)
@click.option(
    "--link", "as_link", is_flag=True, help="A link to PRISMA2020's web app with every count."
)
@say.as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    drawing: Asked,
    explain: str,
    day: datetime | None,
    previous: datetime | None,
    as_new: bool,
    source: Path | None,
    as_link: bool,
    as_json: bool,
) -> None:
    """The PRISMA 2020 flow, and the records behind each number.

    Once `search update` has brought records, what was there before is the previous version.
    BOX is a name of the last column of the table. FILE may be - for standard output.
    """
    if ctx.invoked_subcommand is not None:
        return
    say.one_output(drawing.files.values(), json=as_json or as_link)
    if source is not None:
        if explain or day or previous or as_new:
            raise UsageError("a file has neither records nor days", remedy="leave the option out")
        raise SystemExit(from_csv(source, drawing, as_json=as_json, as_link=as_link))
    with opened(ctx.obj) as review:
        present = review.present_on(day.date()) if day else review.present
        flow = flow_of(present, previous, as_new=as_new)
        found = identities(flow)
        status = say.will_end(1 if any(finding.severity == "error" for finding in found) else 0)
        if explain:
            list_behind(review, present, flow[explain], as_json=as_json)
        drawing.write(flow, review.plan.title, lambda look: _page(review, present, flow, look))
    if as_link:
        tell_link(flow, as_json=as_json)
    elif as_json and not explain:
        say.out({"as_of": present.as_of, **as_data(flow, found)})
    elif not explain and not drawing.files:
        show(flow)
    if not explain:
        say_when(present, day, flow)
        if present.drawn.corrections and (previous or as_new):
            say.note("Corrections by hand are about the figure without this option: left out here.")
    raise SystemExit(status)


def _page(review: Review, present: Present, flow: Flow, look: Look) -> str:
    """The figure as a page, with what is behind each number."""
    from litreview.outputs.page import figure

    return figure.page(replace(review.evidence(present), updated=flow), look=look)
