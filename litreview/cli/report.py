"""`litreview report`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.styled import of_style, with_style
from litreview.cli.versions import flow_of, of_version
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.store.folder import Folder


@click.command()
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder (default: report, in the review).",
)
@of_version
@of_style
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    target: Path | None,
    previous: datetime | Path | None,
    as_new: bool,
    style: str,
    as_json: bool,
) -> None:
    """Build the report folder: diagram, tables, references, and index.html that ties them.

    Only files that changed are written; files of your own in the folder stay.
    """
    from litreview.outputs.report import report_files
    from litreview.review.conducting import with_conduct

    with opened(folder) as review:
        place = target or review.folder.root / "report"
        if place.exists() and not place.is_dir():
            raise UsageError("this is a file", where=str(place), remedy="name a folder")
        if what := _taken(place, review.folder):
            raise UsageError(
                f"a report is not written into {what}",
                where=str(place),
                remedy="name another folder, such as report",
            )
        flow = flow_of(review.present, previous, as_new=as_new)
        evidence = replace(with_conduct(review), updated=flow if flow.updated else None)
        evidence = with_style(evidence, style)
    paths, written = [], []
    for file in report_files(evidence):
        paths.append(file.path)
        if _differs(place / file.path, file.content):
            say.write(place / file.path, file.content)
            written.append(file.path)
    page = say.place(place / "index.html")
    if as_json:
        counts = evidence.drawn.counts()
        say.out({"folder": str(place), "files": paths, "written": written, "counts": counts})
    pending = evidence.drawn.pending
    if pending:
        say.note(f"In progress: {pending:,} still to be decided on; the figure says so.")
    rest = len(paths) - len(written)
    say.note(f"{say.count(len(written), 'file')} written, {rest:,} unchanged")
    say.note(f"Open {page} in a browser.")


def _taken(place: Path, folder: Folder) -> str:
    """What of a review `place` is, where its files must not mix with a report's; else ""."""
    chosen = place.resolve()
    if (chosen / folder.settings.name).exists():
        return "the folder of a review"
    strings = folder.root / "search_strings"
    own = (folder.records, folder.log, folder.forms, strings, folder.cache)
    held = [one for one in own if chosen.is_relative_to(one.resolve())]
    return f"{held[0].name}/ of the review" if held else ""


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content
