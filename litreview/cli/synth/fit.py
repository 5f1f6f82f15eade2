"""`litreview synth fit`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from litreview.cli import say
from litreview.cli.synth._models import SPREADS, Asked
from litreview.synthesis.choices import (
    INTERVALS,
    METHODS,
    MODELS,
    POOLINGS,
    PREDICTIONS,
    RATIOS,
    SANDWICHES,
    Pooling,
)

if TYPE_CHECKING:
    from litreview.cli.synth._reading import Read


F = TypeVar("F", bound=Callable[..., object])


def _choice(name: str, options: tuple[str, ...], text: str) -> Callable[[F], F]:
    return click.option(name, type=click.Choice(options, case_sensitive=False), help=text)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_choice("--tau2", METHODS, "The estimator of tau squared (default: REML); FE: common effect.")
@_choice("--ci", INTERVALS, "Normal (default), or t with Knapp and Hartung's standard error.")
@click.option("--level", type=float, default=0.95, show_default=True, help="Of all intervals.")
@_choice("--prediction", PREDICTIONS, "Variant of the prediction interval (default: t(k-2)).")
@click.option("--mods", default="", metavar="COLUMNS", help="Moderators: numbers or words, a,b.")
@click.option("--subgroup", default="", metavar="COLUMN", help="A model for each of its values.")
@_choice("--spread", SPREADS, "Tau squared of each subgroup (default), or one of all.")
@click.option("--cluster", default="", metavar="COLUMN", help="What effects depend within.")
@_choice("--model", MODELS, "Of effects within clusters (default: three-level).")
@click.option("--rho", type=float, help="Correlation of sampling errors within a cluster.")
@click.option("--shared-control", default="", metavar="COLUMN", help="Its comparison group.")
@_choice("--robust", (*SANDWICHES, "none"), "Standard errors over clusters (default: CR2).")
@_choice("--measure", RATIOS, "Of two-by-two tables: odds ratio, risk ratio, risk difference.")
@_choice("--method", POOLINGS, "Of two-by-two tables (default: inverse-variance).")
@say.as_json
def command(file: Path, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - by their names
    """Pool the effects of a CSV file with the columns yi and vi (or sei), or two-by-two tables.

    A row that cannot be used is left out with its cell and the reason, never repaired. Exit status
    1 where one was left out. Ratios of benefits to costs are refused: they are never pooled.
    """
    from litreview.cli.synth._models import check
    from litreview.cli.synth._reading import read

    measure = options.pop("measure")
    pooling: Pooling = options.pop("method") or "inverse-variance"
    names = tuple(name.strip() for name in options.pop("mods").split(",") if name.strip())
    asked = Asked(**options, mods=names, pooling=pooling)
    check(asked)
    if pooling == "Peto":
        measure = measure or "OR"
    tell(read(file, measure=measure, needed=asked.needed), asked, file.name, as_json=as_json)


def tell(found: Read, asked: Asked, source: str, *, as_json: bool) -> None:
    """Fit what was read, say it, and end with the status. source: where it was read, in a word."""
    from litreview.cli.synth._as_json import model_json, ratio
    from litreview.cli.synth._as_lines import model_lines, ratio_line
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.cli.synth._models import answer

    one = answer(found, asked)
    # a table without an effect of its own takes part in what pools tables, and is told there
    single = asked.pooling == "inverse-variance"
    left = [gone for gone in found.left_out if single or gone.code != "no-effect"]
    notes = found.notes if single else ()
    status = say.will_end(1 if left else 0)
    natural = ratio(one, found.measure)
    if as_json:
        of_tables = {"measure": found.measure, "ratio": natural} if found.measure else {}
        data = {**model_json(one), **of_tables}
        data["notes"] = [*data["notes"], *notes]
        say.out({**data, "left_out": told(left)})
    else:
        account = list(model_lines(one))
        if natural:  # below its logarithm
            account.insert(2, ratio_line(found.measure or "", natural))
        say.out_lines(*account)
        say.out_lines(*(f"  note: {note}" for note in notes))
        note_left_out(left)
    say.note(
        f"{say.count(found.n_in, 'row')} in {source}: {found.n_in - len(left):,} pooled, "
        f"{len(left):,} left out"
    )
    raise SystemExit(status)
