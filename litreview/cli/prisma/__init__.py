"""`litreview prisma`: the flow; each command below it is a file here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.drawing import Asked, of_drawing
from litreview.cli.lazy import LazyGroup
from litreview.cli.prisma._from_csv import from_csv
from litreview.cli.prisma._of_log import Flowing, of_log
from litreview.cli.versions import Day, of_version
from litreview.errors import UsageError

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
    previous: datetime | Path | None,
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
    asked = Flowing(explain, day, previous, as_new)
    if source is None:
        status = of_log(ctx.obj, asked, drawing, as_json=as_json, as_link=as_link)
    elif asked != Flowing():
        raise UsageError("a file has neither records nor days", remedy="leave the option out")
    else:
        status = from_csv(source, drawing, as_json=as_json, as_link=as_link)
    raise SystemExit(status)
