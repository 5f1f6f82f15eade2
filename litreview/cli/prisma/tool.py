"""`litreview prisma tool`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError


@click.command()
@click.argument("reviewer", default="")
@click.argument("tool", default="")
@click.option("--person", is_flag=True, help="A person after all.")
@say.as_json
@click.pass_obj
def command(folder: Path, reviewer: str, tool: str, person: bool, as_json: bool) -> None:
    """Say which reviewer is an automation tool, so that it is counted apart.

    TOOL is its name and version. What only tools excluded is counted apart from what a person
    excluded or confirmed. Without REVIEWER the tools are listed.
    """
    if bool(reviewer) != (bool(tool) != person):
        raise UsageError("say which tool it is", remedy='tool NAME "Sorter 2.1", or NAME --person')
    from litreview.review import reporting

    with opened(folder) as review:
        if reviewer:
            reporting.declare_tool(review, reviewer, "" if person else tool)
        held = dict(sorted(reporting.tools(review.state).items()))
    if as_json:
        say.out({"tools": held})
        return
    for name, what in held.items():
        say.out_lines(f"{name}  {what}")
    if not held:
        say.note("All reviewers are people.")
