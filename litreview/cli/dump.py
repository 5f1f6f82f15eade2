"""`litreview dump`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.styled import cited, of_style
from litreview.errors import UsageError
from litreview.formats import FORMATS
from litreview.model import Record, ReportId

if TYPE_CHECKING:
    from litreview.review import Review

_STDOUT = Path("-")
_BATCH = 2_000


@click.command()
@click.option(
    "--format",
    "name",
    default="ris",
    show_default=True,
    help=f"One of: {', '.join(FORMATS.names())}.",
)
@click.option("--included", is_flag=True, help="Only reports of included studies.")
@click.option("--box", default="", help="Only the reports behind a PRISMA box.")
@of_style
@click.option(
    "--out", "--output", "-o", "target", type=click.Path(path_type=Path), default=_STDOUT,
    metavar="FILE", help="Write there (default: standard output).",
)  # fmt: skip
@click.pass_obj
def command(folder: Path, name: str, included: bool, box: str, style: str, target: Path) -> None:
    """Write the reports in a bibliographic format, or with --style as a list of references.

    Each report is written once, with its fields taken together from its records.
    """
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
        box = box or ("new_reports" if included else "")
        wanted = review.present.behind(box) if box else tuple(review.shelf.members)
        records = _records(review, wanted)
        pieces = _references(records, style) if style else chosen.write(records)
        say.write_stream(target, (piece.encode() for piece in pieces))
        if target != _STDOUT:
            say.note(
                f"{say.count(len(wanted), 'report')} in {say.place(target)}, as "
                f"{f'references in the style {style}' if style else chosen.label}"
            )
    if not wanted:
        say.note(
            "There is no report to write: see `litreview prisma`"
            if box
            else "There is no report to write. Next: litreview load FILE..."
        )
    raise SystemExit(0 if wanted else 1)


def _references(records: Iterator[Record], style: str) -> Iterator[str]:
    """A line a reference, in the order of the style."""
    yield from (f"{line}\n" for line in cited(list(records), style).ordered)


def _records(review: Review, wanted: Sequence[ReportId]) -> Iterator[Record]:
    """The records of reports, some at a time: a large review does not fit into memory."""
    for at in range(0, len(wanted), _BATCH):
        for report in review.reports(wanted[at : at + _BATCH]):
            yield report.record
