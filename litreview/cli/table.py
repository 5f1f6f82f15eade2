"""`litreview table`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.argument("name", required=False)
@click.option(
    "--out", "target", type=click.Path(path_type=Path), help="Write .csv .md .html .docx .xlsx"
)
@say.as_json
@click.pass_obj
def command(folder: Path, name: str | None, target: Path | None, as_json: bool) -> None:
    """A table of the evidence, on screen or as a file. Without NAME: which there are."""
    from litreview.outputs.tables import TABLES
    from litreview.outputs.writers import WRITERS
    from litreview.store.disk import write_atomically

    if name is None:
        for kind in TABLES.all():
            say.out_lines(f"{kind.name:22} {kind.summary}")
        return
    with opened(folder) as review:
        table = TABLES.get(name).build(review.evidence())
    if target is not None:
        by_suffix = {writer.suffix: writer for writer in WRITERS.all()}
        known = by_suffix.get(target.suffix) or WRITERS.get(target.suffix.lstrip("."))
        write_atomically(target, known.write(table))
        say.note(f"{table.title}: {len(table.rows):,} rows in {target}")
    elif as_json:
        say.out([dict(zip((c.key for c in table.columns), row, strict=True)) for row in table.rows])
    elif table.rows:
        say.table(table.title, [(c.label, c.align) for c in table.columns], table.rows)
    if not table.rows:
        say.note(table.empty)
    raise SystemExit(0 if table.rows else 1)
