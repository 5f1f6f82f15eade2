"""`litreview synth sensitivity`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from litreview.cli import say
from litreview.cli.synth._selecting import (
    Selection,
    only_of_review,
    pool_of,
    ratio_named,
    read_pool,
    selecting,
)
from litreview.synthesis.choices import METHODS

if TYPE_CHECKING:
    from litreview.cli.synth._reading import Read


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@selecting
@click.option(
    "--tau2",
    type=click.Choice(METHODS, case_sensitive=False),
    default="REML",
    show_default=True,
    help="The estimator for leaving studies out and for trim and fill.",
)
@click.option("--cluster", default="", metavar="COLUMN", help="What effects depend within.")
@click.option(
    "--rho",
    type=float,
    default=0.6,
    show_default=True,
    help="Correlation of sampling errors at which each cluster is left out.",
)
@click.option(
    "--measure", default="", help="Of tables: OR, RR, RD; of a review: see synth effects."
)
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    file: Path | None,
    tau2: str,
    cluster: str,
    rho: float,
    as_json: bool,
    **chosen: Unpack[Selection],
) -> None:
    """What the result of `synth fit` rests on: estimators, single studies, small-study effects.

    Without FILE: of the effects of the review that `synth effects` lists. With --cluster also the
    assumed correlation and each cluster. Exit status 1 where a row of FILE was left out.
    """
    from litreview.cli.synth._columns import clustered
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.cli.synth._sensitivities import account, dependence, everything

    needed = [cluster] if cluster else []
    found, remarks = _read(folder, file, chosen, needed)
    data: dict[str, Any] = everything(found.effects, tau2)
    if cluster:
        data["dependence"] = dependence(clustered(found, cluster), rho)
    status = say.will_end(1 if found.left_out and not remarks else 0)
    if as_json:
        say.out({**data, "notes": list(found.notes), "left_out": told(found.left_out)})
    else:
        account(data)
        say.out_lines(*(f"note: {note}" for note in found.notes))
        if not remarks:
            note_left_out(found.left_out)
    for text in remarks:
        say.note(text)
    raise SystemExit(status)


def _read(
    folder: Path, file: Path | None, chosen: Selection, needed: list[str]
) -> tuple[Read, Sequence[str]]:
    """The effects of the file, or those of the review with what is said of them."""
    from litreview.cli.synth._reading import read
    from litreview.outputs.pooled import notes

    if file is None:
        pool = pool_of(folder, chosen)
        return read_pool(pool, needed), notes(pool)
    only_of_review(chosen)
    return read(file, measure=ratio_named(chosen["measure"]), needed=needed), ()
