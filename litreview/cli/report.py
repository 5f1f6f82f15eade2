"""`litreview report`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.option("--out", "target", type=click.Path(path_type=Path), help="Default: report/.")
@say.as_json
@click.pass_obj
def command(folder: Path, target: Path | None, as_json: bool) -> None:
    """Build the report folder: diagram, tables, references, and index.html that ties them."""
    from litreview.outputs.report import report_files
    from litreview.store.disk import write_atomically

    with opened(folder) as review:
        place = target or review.folder.root / "report"
        evidence = review.evidence()
        written = []
        for file in report_files(evidence):
            write_atomically(place / file.path, file.content)
            written.append(file.path)
    if as_json:
        say.out({"folder": str(place), "files": written, "counts": evidence.flow.counts()})
    say.note(f"{len(written)} files written. Open {place / 'index.html'} in a browser.")
