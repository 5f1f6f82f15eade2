"""`litreview report`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError


@click.command()
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder (default: report, in the review).",
)
@say.as_json
@click.pass_obj
def command(folder: Path, target: Path | None, as_json: bool) -> None:
    """Build the report folder: diagram, tables, references, and index.html that ties them.

    Only files that changed are written; files of your own in the folder stay.
    """
    from litreview.outputs.report import report_files

    with opened(folder) as review:
        place = target or review.folder.root / "report"
        if place.exists() and not place.is_dir():
            raise UsageError("this is a file", where=str(place), remedy="name a folder")
        evidence = review.evidence()
    paths, written = [], []
    for file in report_files(evidence):
        paths.append(file.path)
        if _differs(place / file.path, file.content):
            say.write(place / file.path, file.content)
            written.append(file.path)
    page = say.place(place / "index.html")
    if as_json:
        counts = evidence.flow.counts()
        say.out({"folder": str(place), "files": paths, "written": written, "counts": counts})
    pending = evidence.flow.pending
    if pending:
        say.note(f"In progress: {pending:,} still to be decided on; the figure says so.")
    rest = len(paths) - len(written)
    say.note(f"{say.count(len(written), 'file')} written, {rest:,} unchanged")
    say.note(f"Open {page} in a browser.")


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content
