"""`litreview search`: search strings as source code. Each command below it is a file here."""

from __future__ import annotations

import click

from litreview.cli.lazy import LazyGroup

_COMMANDS = {
    "run": "Pull the records of a search string from a source, resumably.",
    "update": "Run harvests again: what is new, changed, vanished or retracted.",
    "log": "Write down a search by hand, of a website or an organisation.",
    "lint": "Look a search string over for faults.",
    "translate": "Write a search string in another database's notation.",
    "compile": "Write strategies for every database, into search_strings/compiled.",
    "filter": "Judge records by a string that a database had to be asked more widely.",
    "test": "Try strategies on the studies that they must find.",
    "count": "Hits of a strategy, line by line, among the records of the review.",
    "suggest": "Terms that known studies have and other records have not.",
    "report": "What PRISMA-S asks of the searches, and each string exactly as run.",
    "history": "Searches as search-history files, one a search, and as text for searchRxiv.",
    "press": "The peer review of a strategy (PRESS 2015): its form, and what is open in it.",
}
"""Name of the command (and of its file, with _ for -) and its line in the help."""


@click.group(cls=LazyGroup, package=__name__, path="search", lines=_COMMANDS)
def command() -> None:
    """Search strings as source code: checked, translated, tested."""
