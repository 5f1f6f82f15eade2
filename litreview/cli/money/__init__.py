"""`litreview money`: amounts in one currency and price year; each command is a file."""

from __future__ import annotations

import click

from litreview.cli.lazy import LazyGroup

_COMMANDS = {
    "convert": "An amount in another currency and price year, with every factor.",
}
"""Name of the command (and of its file) and its line in the help."""


@click.group(cls=LazyGroup, package=__name__, path="money", lines=_COMMANDS)
def command() -> None:
    """Convert amounts of money. Needs no review."""
