"""`litreview dump`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import Record, RecordId, ReportId

if TYPE_CHECKING:
    from litreview.review import Review

_STDOUT = Path("-")
_BATCH = 2_000


@click.command()
@click.option("--format", "name", default="ris", show_default=True, help="ris, bibtex or csv.")
@click.option("--included", is_flag=True, help="Only reports of included studies.")
@click.option("--box", default="", help="Only the reports behind a PRISMA box.")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), default=_STDOUT, metavar="FILE",
    help="Write there (default: standard output).",
)  # fmt: skip
@click.pass_obj
def command(folder: Path, name: str, included: bool, box: str, target: Path) -> None:
    """Write the reports in a bibliographic format.

    Each report is written once, with its fields taken together from its records.
    """
    from litreview.formats import FORMATS

    chosen = FORMATS.get(name)
    if chosen.write is None:
        raise UsageError(
            f"{chosen.label} can be read, but not written",
            remedy=f"use one of: {', '.join(f.name for f in FORMATS.all() if f.write)}",
        )
    if included and box:
        raise UsageError(
            "--included is a box itself (new_reports)", remedy="give --included or --box, not both"
        )
    with opened(folder) as review:
        wanted = _behind(review, box or ("new_reports" if included else ""))
        pieces = chosen.write(_records(review, wanted))
        if target == _STDOUT:
            for piece in pieces:
                say.write(_STDOUT, piece.encode())
        else:
            say.write(target, b"".join(piece.encode() for piece in pieces))
            say.note(
                f"{say.count(len(wanted), 'report')} in {say.place(target)}, as {chosen.label}"
            )
    if not wanted:
        say.note(
            "There is no report to write: see `litreview prisma`"
            if box or included
            else "There is no report to write. Next: litreview load FILE..."
        )
    raise SystemExit(0 if wanted else 1)


def _records(review: Review, wanted: list[ReportId]) -> Iterator[Record]:
    """The records of reports, some at a time: a large review does not fit into memory."""
    for at in range(0, len(wanted), _BATCH):
        for report in review.reports(wanted[at : at + _BATCH]):
            yield report.record


def _behind(review: Review, box: str) -> list[ReportId]:
    """The reports behind a PRISMA box, whatever it counts; without a box all reports."""
    if not box:
        return list(review.shelf.members)
    flow, shelf = review.flow(), review.shelf
    studies: dict[str, tuple[ReportId, ...]] = {study.id: study.reports for study in flow.studies}
    found: dict[ReportId, None] = {}
    for id_ in flow[box].ids:
        for report in studies.get(id_) or (shelf.clusters.get(RecordId(id_), ReportId(id_)),):
            if report in shelf.members:
                found[report] = None
    return list(found)
