"""The command line."""

from __future__ import annotations

import click

from litreview import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="litreview")
def main() -> None:
    """Systematic literature reviews from records to evidence tables."""
