"""A group of commands whose modules are imported when they are called: `--help` stays fast."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands by name, each in a module of `package` of its own, with _ for -.

    A name that is a word of Python has one at its end (``import_``).

    lines: name -> its line in the help, in the order in which one works; path: the name of the
    group itself, "" for the program.
    """

    def __init__(  # click passes on whatever a group takes
        self,
        *arguments: Any,  # noqa: ANN401
        package: str,
        path: str,
        lines: Mapping[str, str],
        **named: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*arguments, **named)
        self.package, self.path, self.lines = package, path, lines

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which one works."""
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command `cmd_name`, or None."""
        if cmd_name not in self.lines:
            return None
        from litreview.cli.examples import with_examples

        module = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        command = import_module(f"{self.package}.{module}").command
        if not isinstance(command, click.Command):
            return None
        return with_examples(f"{self.path} {cmd_name}".strip(), command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))
