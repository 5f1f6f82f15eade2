"""`litreview money`: amounts in one currency and price year; each command is a file."""

from __future__ import annotations

import click

from litreview.cli.lazy import LazyGroup

_COMMANDS = {
    "convert": "An amount in another currency and price year, with every factor.",
    "discount": "The present value of yearly amounts, with the factor of each year.",
    "tables": "Which figures are in force: series, countries, years, source.",
    "update": "Fetch the newest deflators, prices, parities and rates.",
}
"""Name of the command (and of its file) and its line in the help."""


@click.group(cls=LazyGroup, package=__name__, path="money", lines=_COMMANDS)
def command() -> None:
    """Convert and discount amounts of money, and see to the figures for it."""
