"""`litreview init`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say


@click.command()
@click.option("--title", default="", help="The title of the review (default: the folder's name).")
@click.option("--question", default="", help="The question that the review answers.")
@say.as_json
@click.pass_obj
def command(folder: Path, title: str, question: str, as_json: bool) -> None:
    """Start a review in this folder, or in the one that -C names.

    Refused where there is a review already; nothing is overwritten.
    """
    from litreview.review import create

    around = _around(folder)
    with create(folder, title=title, question=question) as made:
        root, name = made.folder.root.resolve(), made.plan.title
    if as_json:
        say.out({"folder": str(root), "settings": "review.toml", "title": name})
    if around is not None:
        say.note(f"note: this folder lies inside another review: {around}")
    say.note(f"A review called {name!r} was laid out in the folder {root.name}")
    say.note("Question, stages and criteria stand in review.toml: edit them before you screen.")
    say.following("litreview load FILE...")


def _around(folder: Path) -> Path | None:
    """The review that `folder` lies inside, if any."""
    from litreview.errors import NotAReview
    from litreview.store.folder import find

    try:
        return find(folder.resolve().parent).root
    except NotAReview:
        return None
