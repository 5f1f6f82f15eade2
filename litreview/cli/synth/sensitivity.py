"""`litreview synth sensitivity`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.synthesis.choices import METHODS

if TYPE_CHECKING:
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.fit import Fit
    from litreview.synthesis.small_study import Asymmetry, Filled

_LEAST = 3


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--tau2",
    type=click.Choice(METHODS, case_sensitive=False),
    default="REML",
    show_default=True,
    help="The estimator for leaving studies out and for trim and fill.",
)
@say.as_json
def command(file: Path, tau2: str, as_json: bool) -> None:
    """What the result of `synth fit` rests on: estimators, single studies, small-study effects.

    Exit status 1 where a row of FILE was left out.
    """
    from litreview.cli.synth._reading import read

    found = read(file)
    told = _all(found.effects, tau2)
    status = say.will_end(1 if found.left_out else 0)
    if as_json:
        say.out({**told, "left_out": found.left_out})
    else:
        say.out_lines(*_account(told))
    for left in found.left_out:
        say.note(f"left out: line {left.line}: {left.reason}")
    raise SystemExit(status)


def _all(effects: Effects, tau2: str) -> dict[str, Any]:
    from litreview.synthesis.fit import fit
    from litreview.synthesis.influence import leave_one_out
    from litreview.synthesis.small_study import begg, egger, egger_mixed, rosenthal, trim_and_fill

    told: dict[str, Any] = {
        "k": effects.k,
        "estimators": {name: _short(fit(effects, tau2=name)) for name in METHODS},
    }
    if effects.k > 1:
        without = leave_one_out(effects, tau2=tau2)
        told["leave_one_out"] = [{"without": name, **_short(one)} for name, one in without]
    if effects.k >= _LEAST:
        rank = begg(effects)
        told["egger"] = _test(egger(effects))
        told["egger_mixed"] = _test(egger_mixed(effects, tau2))
        told["begg"] = {"tau": rank[0], "p": rank[1]}
        told["rosenthal"] = rosenthal(effects)
        told["trim_and_fill"] = {
            counting: _filled(trim_and_fill(effects, tau2=tau2, counting=counting))
            for counting in ("L0", "R0")
        }
    return told


def _short(one: Fit) -> dict[str, Any]:
    return {
        "estimate": one.pooled.estimate,
        "se": one.pooled.se,
        "ci": list(one.pooled.ci),
        "tau2": one.tau2.value,
        "i2": one.heterogeneity.i2,
    }


def _test(one: Asymmetry) -> dict[str, Any]:
    return {
        "limit": one.limit,
        "slope": one.slope,
        "se": one.se,
        "statistic": one.statistic,
        "df": one.df,
        "p": one.p,
        "few": one.few,
    }


def _filled(one: Filled) -> dict[str, Any]:
    return {
        "side": one.side,
        "missing": one.missing,
        "se_missing": one.se,
        "filled": [list(pair) for pair in one.filled],
        **_short(one.fit),
    }


def _account(told: dict[str, Any]) -> Iterator[str]:
    yield f"{say.count(told['k'], 'effect')}, by estimator of tau squared"
    for name, one in told["estimators"].items():
        yield f"  {name:28} {_line(one)}"
    if "leave_one_out" in told:
        yield "without one study"
        for one in told["leave_one_out"]:
            yield f"  {one['without'][:28]:28} {_line(one)}"
    if "egger" not in told:
        yield "fewer than three effects: no test of small-study effects"
        return
    test = told["egger"]
    few = "   fewer than 10 effects: little power" if test["few"] else ""
    yield f"Egger's test: slope {test['slope']:.4f}, p {test['p']:.4f}{few}"
    yield f"Begg's test: tau {told['begg']['tau']:.4f}, p {told['begg']['p']:.4f}"
    for name, one in told["trim_and_fill"].items():
        yield f"trim and fill, {name}: {one['missing']} missing on the {one['side']}"
        yield f"  {'with them':28} {_line(one)}"


def _line(one: dict[str, Any]) -> str:
    low, high = one["ci"]
    return f"{one['estimate']:9.4f}   {low:.4f} to {high:.4f}   tau2 {one['tau2']:.4f}"
