"""The command line. Each command is a file here; it is imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from litreview import __version__
from litreview.cli.lazy import LazyGroup
from litreview.errors import LitreviewError

_COMMANDS = {
    "init": "Start a review in this folder.",
    "status": "What stands where, and what to do next.",
    "load": "Take files of records into the review.",
    "unload": "Take a search that was loaded by mistake out of all counts.",
    "search": "Search strings as source code: checked, translated, tested.",
    "harvest": "Chase the citations of included reports.",
    "dump": "Write the reports in a bibliographic format.",
    "dedup": "Find, join and split duplicate records.",
    "screen": "Read and judge titles, abstracts and full texts.",
    "conflicts": "Reports on which the votes disagree, and their resolution.",
    "show": "One report: its records, votes and study.",
    "fulltext": "Note full texts that could not be had.",
    "link": "Say which reports describe one study.",
    "extract": "Import and check extracted effects and economic results.",
    "synth": "Pool effects, and show what the result rests on.",
    "money": "Amounts in one currency and price year, with every factor.",
    "prisma": "The PRISMA 2020 flow, and the records behind each number.",
    "table": "A table of the evidence, on screen or as a file.",
    "plot": "Draw the evidence: effect directions, gaps, costs by effects, risk of bias.",
    "checklist": "What PRISMA asks to report, filled from the review, with the gaps named.",
    "report": "Build the report folder: diagram, tables, references, one page.",
    "check": "Verify the log, the records and the arithmetic.",
    "log": "Show, seal, verify, merge and export the log.",
    "doctor": "Which sources answer, which keys are set, what a harvest would cost.",
}


_JUDGING = frozenset({"check", "conflicts", "doctor", "extract", "harvest", "load", "search"})
"""Commands whose exit status may be 1: it is, where it is not known when the reader goes away."""
STATUS = "litreview.status"
"""Where a command keeps the exit status that it will end with, once that is known."""


class _Program(LazyGroup):
    """The program itself."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that went away (`| head`) changes no exit status."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            from litreview.cli import failing

            failing.unread()
            unknown = int(ctx.invoked_subcommand in _JUDGING)
            raise SystemExit(ctx.meta.get(STATUS, unknown)) from None


@click.group(
    cls=_Program,
    package=__name__,
    path="",
    lines=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A review from the beginning: init, load, dedup run, screen. "
    "After that `litreview status` names the next command.",
)
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The folder of the review, or one inside it (default: here).",
)
@click.version_option(__version__, prog_name="litreview")
@click.pass_context
def group(ctx: click.Context, folder: Path) -> None:
    """Systematic literature reviews from records to evidence tables.

    Exit status: 0 done, 1 finished with findings, 2 wrong use or a review that cannot be used.
    """
    ctx.obj = folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors become three lines: what, where, what to do."""
    from litreview.cli import failing

    failing.show_any_text()
    try:
        group(arguments, prog_name="litreview", standalone_mode=False)
    except LitreviewError as error:
        failing.tell(error)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        failing.stopped()
    except click.ClickException as error:
        failing.misused(error)
    except OSError as error:
        failing.refused(error)
    except failing.index_errors() as error:
        failing.unindexed(error)
