"""`litreview extract`: what studies found and what it cost; each command is a file here."""

from __future__ import annotations

import click

from litreview.cli.lazy import LazyGroup

_COMMANDS = {
    "next": "Which studies wait to be extracted, and by whom.",
    "form": "Enter rows of a study on the screen, field by field.",
    "sheet": "Your rows as a spreadsheet with lists to choose from, to fill in and import.",
    "import": "Take rows in from a CSV file or a spreadsheet.",
    "done": "Say that you have extracted all that a study gives.",
    "compare": "What several people extracted, field by field, and how far they agree.",
    "settle": "What holds where people differ.",
    "check": "Recompute what can be recomputed, and show what does not agree.",
}
"""Name of the command (and of its file) and its line in the help."""


@click.group(cls=LazyGroup, package=__name__, path="extract", lines=_COMMANDS)
def command() -> None:
    """Enter, compare and check extracted effects and economic results."""
