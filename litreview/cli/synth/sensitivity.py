"""`litreview synth sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from litreview.cli import say
from litreview.synthesis.choices import METHODS, RATIOS, Ratio


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
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
    "--measure",
    type=click.Choice(RATIOS, case_sensitive=False),
    help="Of two-by-two tables: odds ratio, risk ratio or risk difference.",
)
@say.as_json
def command(
    file: Path, tau2: str, cluster: str, rho: float, measure: Ratio | None, as_json: bool
) -> None:
    """What the result of `synth fit` rests on: estimators, single studies, small-study effects.

    With --cluster also the assumed correlation and each cluster. Exit status 1 where a row of FILE
    was left out.
    """
    from litreview.cli.synth._columns import clustered
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.cli.synth._reading import read
    from litreview.cli.synth._sensitivities import account, dependence, everything

    found = read(file, measure=measure, needed=[cluster] if cluster else [])
    data: dict[str, Any] = everything(found.effects, tau2)
    if cluster:
        data["dependence"] = dependence(clustered(found, cluster), rho)
    status = say.will_end(1 if found.left_out else 0)
    if as_json:
        say.out({**data, "notes": list(found.notes), "left_out": told(found.left_out)})
    else:
        account(data)
        say.out_lines(*(f"note: {note}" for note in found.notes))
        note_left_out(found.left_out)
    raise SystemExit(status)
