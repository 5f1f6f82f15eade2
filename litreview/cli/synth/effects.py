"""`litreview synth effects`."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from litreview.cli import say
from litreview.cli.synth._selecting import MEASURE, Selection, pool_of, selecting


@click.command()
@selecting
@MEASURE
@click.option("--csv", type=click.Path(path_type=Path), metavar="FILE", help="Write it as CSV.")
@say.as_json
@click.pass_obj
def command(folder: Path, /, csv: Path | None, as_json: bool, **asked: Unpack[Selection]) -> None:
    """The review's own effects of one outcome domain in one measure, and why others are left out.

    The CSV has yi, vi and what the effects differ in: `synth fit` reads it, as others do. FILE may
    be - for standard output. Exit status 1 where nothing can be pooled.
    """
    from litreview.cli.grid import show
    from litreview.outputs.pooled import pool_table
    from litreview.outputs.writers import WRITERS

    pool = pool_of(folder, asked)
    table = pool_table(pool)
    say.one_output([csv] if csv else [], json=as_json)
    if csv is not None:
        say.write(csv, WRITERS.get("csv").write(table))
        say.note(f"{table.title}, in {say.place(csv)}")
    if as_json:
        keys = [column.key for column in table.columns]
        say.out(
            {
                "domain": pool.domain,
                "measure": pool.measure,
                "unit": pool.unit,
                "better": pool.better,
                "effects": [dict(zip(keys, row, strict=True)) for row in table.rows],
                "left_out": [{"row": one.row.id, "reason": why} for one, why in pool.left_out],
            }
        )
    elif table.rows and csv is None:
        show(table)
    for text in table.notes:
        say.note(text)
    if not table.rows:
        say.note(table.empty)
        say.following("litreview extract next")
    elif csv is not None:
        say.following(f"litreview synth fit {say.place(csv)}")
    raise SystemExit(say.will_end(0 if table.rows else 1))
