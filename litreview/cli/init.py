"""`litreview init`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say


@click.command()
@click.option("--title", default="", help="The title of the review.")
@click.option("--question", default="", help="The question that the review answers.")
@say.as_json
@click.pass_obj
def command(folder: Path, title: str, question: str, as_json: bool) -> None:
    """Start a review in this folder."""
    from litreview.review import create

    made = create(folder, title=title, question=question).folder
    if as_json:
        say.out({"folder": str(made.root), "settings": "review.toml"})
    say.note(
        "A review was laid out here. Its question, stages and criteria stand in review.toml.\n"
        "Next: litreview load FILE..."
    )
