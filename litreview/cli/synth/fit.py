"""`litreview synth fit`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.errors import UsageError
from litreview.synthesis.choices import (
    INTERVALS,
    METHODS,
    PREDICTIONS,
    Interval,
    Method,
    Variant,
)

if TYPE_CHECKING:
    from litreview.cli.synth._reading import Read
    from litreview.synthesis.fit import Fit

_SHOWN = 10


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--tau2",
    type=click.Choice(METHODS, case_sensitive=False),
    default="REML",
    show_default=True,
    help="The estimator of tau squared; FE: the common-effect model.",
)
@click.option(
    "--ci",
    type=click.Choice(INTERVALS),
    default="z",
    show_default=True,
    help="Normal, or Student's t with Knapp and Hartung's standard error.",
)
@click.option("--level", type=float, default=0.95, show_default=True, help="Of all intervals.")
@click.option(
    "--prediction",
    type=click.Choice(PREDICTIONS),
    default="t(k-2)",
    show_default=True,
    help="The variant of the prediction interval.",
)
@click.option("--moderator", multiple=True, metavar="COLUMN", help="A moderator, of numbers.")
@click.option("--subgroup", default="", metavar="COLUMN", help="A model for each of its values.")
@say.as_json
def command(
    file: Path,
    tau2: Method,
    ci: Interval,
    level: float,
    prediction: Variant,
    moderator: tuple[str, ...],
    subgroup: str,
    as_json: bool,
) -> None:
    """Pool the effects of a CSV file with the columns yi and vi (or sei), and maybe label.

    A row that cannot be used is left out with its line and the reason, never repaired. Exit status
    1 where one was left out. Ratios of benefits to costs are refused: they are never pooled.
    """
    from litreview.cli.synth._reading import read

    if moderator and subgroup:
        raise UsageError("--moderator and --subgroup are two models", remedy="fit one at a time")
    found = read(file, needed=(*moderator, *([subgroup] if subgroup else [])))
    groups = _groups(found, subgroup)
    fits = {
        name: _fit(one, (tau2, ci, prediction), level, moderator) for name, one in groups.items()
    }
    status = say.will_end(1 if found.left_out else 0)
    if as_json:
        say.out(_all(fits, found, subgroup))
    else:
        for name, one in fits.items():
            say.out_lines(*_account(one, name))
        for left in found.left_out[:_SHOWN]:
            say.note(f"left out: line {left.line}: {left.reason}")
        if len(found.left_out) > _SHOWN:
            say.note(f"... and {len(found.left_out) - _SHOWN} more: --json has all")
    say.note(
        f"{say.count(found.n_in, 'row')} in {file.name}: {found.effects.k:,} pooled, "
        f"{len(found.left_out):,} left out"
    )
    raise SystemExit(status)


def _groups(found: Read, column: str) -> dict[str, Read]:
    """The effects of each value of `column`, in order; all of them under "" without one."""
    from litreview.cli.synth._reading import Read

    if not column:
        return {"": found}
    values = [row[column].strip() for row in found.rows]
    return {
        name: Read(
            found.effects.take([at for at, value in enumerate(values) if value == name]),
            (),
            tuple(row for row, value in zip(found.rows, values, strict=True) if value == name),
            0,
        )
        for name in dict.fromkeys(values)
    }


def _fit(
    found: Read, how: tuple[Method, Interval, Variant], level: float, names: tuple[str, ...]
) -> Fit:
    import numpy as np

    from litreview.cli.synth._reading import numbers
    from litreview.synthesis.design import Moderators
    from litreview.synthesis.fit import fit

    tau2, ci, wanted = how
    moderators = Moderators(np.array(numbers(found, names)), names) if names else None
    return fit(
        found.effects,
        tau2=tau2,
        ci=ci,
        level=level,
        moderators=moderators,
        predict=wanted,
    )


def _all(fits: dict[str, Fit], found: Read, subgroup: str) -> dict[str, Any]:
    left = [
        {"line": one.line, "label": one.label, "code": one.code, "reason": one.reason}
        for one in found.left_out
    ]
    if not subgroup:
        return {**_json(fits[""]), "left_out": left}
    return {
        "subgroup": subgroup,
        "groups": {name: _json(one) for name, one in fits.items()},
        "left_out": left,
    }


def _json(one: Fit) -> dict[str, Any]:
    spread, pooled = one.heterogeneity, one.pooled
    found: dict[str, Any] = {
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci": list(pooled.ci),
        "tau2": one.tau2.value,
        "i2": spread.i2,
        "q": spread.q,
        "q_p": spread.q_p,
        "prediction": list(one.prediction.interval) if one.prediction else None,
        "prediction_variant": one.prediction.variant if one.prediction else None,
        "k": one.k,
        "method": one.method,
        "ci_method": one.interval,
        "level": one.level,
        "statistic": pooled.statistic,
        "df": pooled.df,
        "p": pooled.p,
        "tau2_se": one.tau2.se,
        "tau2_ci": spread.tau2_ci,
        "i2_ci": spread.i2_ci,
        "h2": spread.h2,
        "q_df": spread.q_df,
        "log_likelihood": one.log_likelihood,
        "aic": one.aic,
        "weights": dict(zip(one.labels, one.weights, strict=True)),
        "notes": list(one.notes),
    }
    if one.moderators is not None:
        found["coefficients"] = [
            {"name": c.name, "estimate": c.estimate, "se": c.se, "p": c.p, "ci": list(c.ci)}
            for c in one.coefficients
        ]
        test = one.moderators
        found["moderators"] = {"statistic": test.statistic, "df": test.df, "p": test.p}
        found["r2"] = one.r2
    return found


def _account(one: Fit, group: str) -> Iterator[str]:
    """A calm account of a fit: what was done, the estimate, the spread, what to mind."""
    model = "common-effect model" if one.method == "FE" else f"random effects, {one.method}"
    interval = "Wald" if one.interval == "z" else "Knapp and Hartung"
    yield f"{f'{group}: ' if group else ''}{say.count(one.k, 'effect')}, {model}, {interval}"
    level = f"{one.level:.0%}"
    for c in one.coefficients:
        name = "estimate" if c.name == "intercept" and one.moderators is None else c.name
        yield (
            f"  {name:14} {c.estimate:10.4f}   se {c.se:.4f}   {level} {c.ci[0]:.4f} to "
            f"{c.ci[1]:.4f}   p {_p(c.p)}"
        )
    if one.prediction is not None:
        low, high = one.prediction.interval
        yield f"  {'prediction':14} {low:10.4f} to {high:.4f}   ({one.prediction.variant})"
    spread = one.heterogeneity
    if spread.q is not None and spread.q_p is not None:
        yield f"  {'Q':14} {spread.q:10.4f}   df {spread.q_df}   p {_p(spread.q_p)}"
    if one.method != "FE" and spread.tau2_ci is not None:
        low, high = spread.tau2_ci
        yield f"  {'tau squared':14} {one.tau2.value:10.4f}   {level} {low:.4f} to {high:.4f}"
    if spread.i2 is not None and spread.i2_ci is not None:
        low, high = spread.i2_ci
        yield f"  {'I squared':14} {spread.i2:9.1f}%   {level} {low:.1f}% to {high:.1f}%"
    if one.moderators is not None:
        test = one.moderators
        law = f"chi2({test.df[0]})" if test.df[1] is None else f"F({test.df[0]}, {test.df[1]})"
        yield f"  {'moderators':14} {test.statistic:10.4f}   {law}   p {_p(test.p)}"
        if one.r2 is not None:
            yield f"  {'R squared':14} {one.r2:9.1f}%   of tau squared"
    for note in one.notes:
        yield f"  note: {note}"


def _p(value: float) -> str:
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"  # noqa: PLR2004 - as papers print it
