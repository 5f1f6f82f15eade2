"""`litreview search`: search strings as source code. Each command below it is a file here."""

from __future__ import annotations

from importlib import import_module

import click

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


class _Lazy(click.Group):
    """Imports a command's module when it is called: `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which one works on a string."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command `cmd_name`, or None."""
        if cmd_name not in _COMMANDS:
            return None
        from litreview.cli.examples import with_examples

        module = import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            return None
        return with_examples(f"search {cmd_name}", command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy)
def command() -> None:
    """Search strings as source code: checked, translated, tested."""
