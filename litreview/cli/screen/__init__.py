"""`litreview screen`: a sitting, by keys or by script; each command below it is a file here."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.lazy import LazyGroup

_COMMANDS = {
    "order": "The order in which unread reports are shown, and proof that it can be made again.",
    "prime": "Let the ranking learn from the decisions of an earlier review.",
    "stop": "What each stopping rule says; stop a stage, or read it on.",
    "agreement": "How well reviewers agree, with intervals.",
    "allocate": "Who reads which reports, and who joins or leaves.",
    "simulate": "What a ranking would have saved on a labelled file, without a review.",
}
"""Name of the command (and of its file) and its line in the help."""


@click.group(
    cls=LazyGroup,
    package=__name__,
    path="screen",
    lines=_COMMANDS,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND [ARGS]...]",
)
@click.option("--stage", default=None, help="The stage (default: the first with open reports).")
@click.option("--reviewer", "-r", default="", help="Who judges (default: LITREVIEW_REVIEWER).")
@click.option("--decide", multiple=True, metavar="ID=DECISION", help="Judge without the screen.")
@click.option("--because", multiple=True, metavar="CODE", help="The reason of an exclusion.")
@click.option("--note", default="", help="A note that stays with the vote.")
@click.option("--undo", multiple=True, metavar="ID", help="Take your vote on a report back.")
@click.option("--label", multiple=True, metavar="ID=LABEL,...", help="Your labels of a report.")
@click.option("--affected", is_flag=True, help="Only what a change of the criteria could turn.")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers.")
@say.as_json
@click.pass_context
def command(
    ctx: click.Context,
    stage: str | None,
    reviewer: str,
    decide: tuple[str, ...],
    because: tuple[str, ...],
    note: str,
    undo: tuple[str, ...],
    label: tuple[str, ...],
    affected: bool,
    plain: bool,
    as_json: bool,
) -> None:
    """Read and judge on the screen; with --decide, or without a terminal, by script.

    DECISION is include, exclude or maybe. Of several --decide all are written, or none; --because
    and --note go with each of them.
    """
    if ctx.invoked_subcommand is not None:
        return
    from litreview.cli.screen._sitting import Asked, sit

    folder: Path = ctx.obj
    asked = Asked(stage, reviewer, decide, because, note, undo, as_json, affected, plain, label)
    sit(folder, asked)
