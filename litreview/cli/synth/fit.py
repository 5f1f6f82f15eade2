"""`litreview synth fit`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from litreview.cli import say
from litreview.cli.synth._models import SPREADS, Asked
from litreview.cli.synth._selecting import (
    Selection,
    of_several,
    only_of_review,
    pool_of,
    ratio_named,
    read_pool,
    selecting,
)
from litreview.errors import UsageError
from litreview.synthesis.choices import (
    INTERVALS,
    METHODS,
    MODELS,
    POOLINGS,
    PREDICTIONS,
    SANDWICHES,
    Pooling,
)

if TYPE_CHECKING:
    from litreview.cli.synth._reading import Read


F = TypeVar("F", bound=Callable[..., object])


def _choice(name: str, options: tuple[str, ...], text: str) -> Callable[[F], F]:
    return click.option(name, type=click.Choice(options, case_sensitive=False), help=text)


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@selecting
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
@click.option(
    "--measure", default="", help="Of tables: OR, RR, RD; of a review: see synth effects."
)
@_choice("--method", POOLINGS, "Of two-by-two tables (default: inverse-variance).")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    file: Path | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - by names
) -> None:
    """Pool the effects of a CSV file with the columns yi and vi (or sei), or two-by-two tables.

    Without FILE: the effects of the review that `synth effects` lists, those of one study taken to
    depend on each other (--cluster none: not). A row that cannot be used is left out with its cell
    and the reason, never repaired. Exit status 1 where one of a file was left out. Ratios of
    benefits to costs are refused: they are never pooled.
    """
    from litreview.cli.synth._models import check
    from litreview.cli.synth._reading import read

    chosen = cast("Selection", {name: options.pop(name) for name in Selection.__annotations__})
    measure = chosen["measure"]
    pooling: Pooling = options.pop("method") or "inverse-variance"
    names = tuple(name.strip() for name in options.pop("mods").split(",") if name.strip())
    asked = Asked(**options, mods=names, pooling=pooling)
    if file is None:
        _of_review(folder, chosen, asked, as_json=as_json)
        return
    only_of_review(chosen)
    check(asked)
    ratio = ratio_named(measure or ("OR" if pooling == "Peto" else ""))
    tell(read(file, measure=ratio, needed=asked.needed), asked, file.name, as_json=as_json)


def _of_review(folder: Path, chosen: Selection, asked: Asked, *, as_json: bool) -> None:
    """Fit the review's own effects; those of one study within clusters, unless told otherwise."""
    from litreview.cli.synth._models import check
    from litreview.extraction.convert import measure_named
    from litreview.outputs.pooled import notes

    if asked.pooling != "inverse-variance":
        raise UsageError(
            f"{asked.pooling} pools two-by-two tables", remedy="name the file that has them"
        )
    pool = pool_of(folder, chosen)
    own_way = asked.cluster or asked.ci or asked.spread
    if of_several(pool) and not own_way:
        asked = replace(asked, cluster="study")
    asked = replace(asked, cluster="" if asked.cluster == "none" else asked.cluster)
    check(asked)
    found = read_pool(pool, asked.needed)
    what = f"{pool.domain}, {measure_named(pool.measure).label}"
    tell(found, asked, what, as_json=as_json, remarks=notes(pool))


def tell(
    found: Read,
    asked: Asked,
    source: str,
    *,
    as_json: bool,
    remarks: Sequence[str] | None = None,
) -> None:
    """Fit what was read, say it, and end with the status. source: where it was read, in a word.

    remarks: of a review, on what was left out, which is no fault then.
    """
    from litreview.cli.synth._as_json import model_json, ratio
    from litreview.cli.synth._as_lines import model_lines, ratio_line
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.cli.synth._models import answer

    one = answer(found, asked)
    # a table without an effect of its own takes part in what pools tables, and is told there
    single = asked.pooling == "inverse-variance"
    left = [gone for gone in found.left_out if single or gone.code != "no-effect"]
    notes = found.notes if single else ()
    status = say.will_end(1 if left and remarks is None else 0)
    natural = ratio(one, found.ratio)
    if as_json:
        of_tables: dict[str, Any] = {}
        if found.measure:
            of_tables = {"measure": found.measure, "ratio": natural}
        of_tables |= {"of": source, "ratio": natural} if remarks is not None else {}
        data = {**model_json(one), **of_tables}
        data["notes"] = [*data["notes"], *notes]
        say.out({**data, "left_out": told(left)})
    else:
        account = list(model_lines(one))
        if natural:  # below its logarithm
            place = next(at for at, line in enumerate(account) if "estimate" in line) + 1
            account.insert(place, ratio_line(found.ratio, natural))
        say.out_lines(*account)
        say.out_lines(*(f"  note: {note}" for note in notes))
        if remarks is None:
            note_left_out(left)
    for text in remarks or ():
        say.note(text)
    say.note(
        f"{say.count(found.n_in, 'row')} in {source}: {found.n_in - len(left):,} pooled, "
        f"{len(left):,} left out"
    )
    raise SystemExit(status)
