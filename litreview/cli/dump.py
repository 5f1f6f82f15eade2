"""`litreview dump`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import RecordId


@click.command()
@click.option("--format", "name", default="ris", show_default=True, help="ris, bibtex or csv.")
@click.option("--included", is_flag=True, help="Only reports of included studies.")
@click.option("--box", default="", help="Only the reports behind a PRISMA box.")
@click.pass_obj
def command(folder: Path, name: str, included: bool, box: str) -> None:
    """Write the reports in a bibliographic format to standard output."""
    from litreview.formats import FORMATS

    chosen = FORMATS.get(name)
    if chosen.write is None:
        raise UsageError(f"{chosen.label} can be read, but not written")
    with opened(folder) as review:
        key = box or ("new_reports" if included else "")
        clusters = review.shelf.clusters
        ids = None
        if key:
            flow = review.flow()
            ids = list(dict.fromkeys(clusters[RecordId(i)] for i in flow[key].ids))
        for piece in chosen.write(report.record for report in review.reports(ids)):
            click.echo(piece, nl=False)
