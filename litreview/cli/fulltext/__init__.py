"""`litreview fulltext`: one file a command."""

from __future__ import annotations

import click

from litreview.cli.fulltext.attach import command as attach
from litreview.cli.fulltext.find import command as find
from litreview.cli.fulltext.missing import command as missing


@click.group()
def command() -> None:
    """Find open copies of full texts, attach others, note what could not be had."""


for _name, _one in (("find", find), ("attach", attach), ("missing", missing)):
    command.add_command(_one, _name)
