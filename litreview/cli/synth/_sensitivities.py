"""What a result rests on, as JSON has it, and as tables and lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from litreview.cli import say
from litreview.errors import UsageError
from litreview.synthesis.choices import METHODS

if TYPE_CHECKING:
    from litreview.synthesis.dependent import Dependent
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.fit import Fit
    from litreview.synthesis.pet_peese import PetPeese
    from litreview.synthesis.small_study import Filled

_LEAST: Final = 3
_NAME: Final = 26
_SHOWN: Final = 30


def everything(effects: Effects, tau2: str) -> dict[str, Any]:
    """All analyses that `effects` are enough for. Linear in them, but for leaving each out."""
    from litreview.synthesis.fit import fit
    from litreview.synthesis.influence import influence, leave_one_out

    told: dict[str, Any] = {
        "k": effects.k,
        "estimators": {name: _short(fit(effects, tau2=name)) for name in METHODS},
    }
    if effects.k > 1:
        without = leave_one_out(effects, tau2=tau2)
        told["leave_one_out"] = [{"without": name, **_short(one)} for name, one in without]
        pulls = influence(effects, fit(effects, tau2=tau2), without)
        told["influence"] = [asdict(one) for one in pulls]
    if effects.k >= _LEAST:
        told |= _small_studies(effects, tau2)
    return told


def _small_studies(effects: Effects, tau2: str) -> dict[str, Any]:
    from litreview.synthesis.pet_peese import pet_peese
    from litreview.synthesis.small_study import begg, egger, egger_mixed, rosenthal, trim_and_fill

    told: dict[str, Any] = {}
    rank = begg(effects)
    told["begg"] = {"tau": rank[0], "p": rank[1]}
    told["rosenthal"] = rosenthal(effects)
    try:
        told["egger"] = asdict(egger(effects))
        told["egger_mixed"] = asdict(egger_mixed(effects, tau2))
        told["pet_peese"] = _both(pet_peese(effects))
        told["trim_and_fill"] = {
            counting: _filled(trim_and_fill(effects, tau2=tau2, counting=counting))
            for counting in ("L0", "R0")
        }
    except UsageError as error:
        told["no_test"] = error.what
    return told


def dependence(effects: Effects, rho: float) -> dict[str, Any]:
    """The three-level model with CR2 by the assumed correlation, and without each cluster.

    With the reason under "refused" where there is no such model.
    """
    from litreview.synthesis.dependence import by_correlation, without_clusters

    told: dict[str, Any] = {"model": "three-level", "robust": "CR2", "rho": rho}
    try:
        told["by_rho"] = [{"rho": one, **_nested(model)} for one, model in by_correlation(effects)]
        told["without"] = [
            {"without": name, **_nested(one)} for name, one in without_clusters(effects, rho)
        ]
    except UsageError as error:
        told["refused"] = error.what
    return told


def account(told: dict[str, Any]) -> None:
    """All of it on standard output."""
    k = say.count(told["k"], "effect")
    columns = [("", "left"), ("estimate", "right"), ("95% CI", "left"), ("tau2", "right")]
    by_method = ((name, *_cells(one)) for name, one in told["estimators"].items())
    say.table(f"{k}, by estimator of tau squared", columns, by_method)
    if "leave_one_out" in told:
        shown = _most(told["influence"], told["leave_one_out"])
        others = ((_name(one["without"]), *_cells(one)) for _, one in shown)
        say.table(f"Without one effect{_of(shown, told['k'])}", columns, others)
        _influence([pull for pull, _ in shown], _of(shown, told["k"]))
    if "dependence" in told:
        _dependence(told["dependence"])
    if "begg" not in told:
        say.out_lines("fewer than three effects: no test of small-study effects")
        return
    _tests(told)


def _most(
    pulls: list[dict[str, Any]], without: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The effects that pull most, each with the model without it, in their order."""
    pairs = list(zip(pulls, without, strict=True))
    if len(pairs) <= _SHOWN:
        return pairs
    limit = sorted((pull["cook"] for pull in pulls), reverse=True)[_SHOWN - 1]
    return [pair for pair in pairs if pair[0]["cook"] >= limit]


def _of(shown: Sequence[object], k: int) -> str:
    return "" if len(shown) == k else f": the {len(shown)} that pull most, --json has all {k}"


def _influence(pulls: Iterable[dict[str, Any]], which: str) -> None:
    columns = [
        ("", "left"), ("weight", "right"), ("rstudent", "right"), ("DFFITS", "right"),
        ("Cook", "right"), ("cov.r", "right"), ("Q", "right"),
    ]  # fmt: skip
    rows = [
        (
            ("! " if one["influential"] else "") + _name(one["label"], 24),
            f"{one['weight']:.1f}%", f"{one['rstudent']:.2f}", f"{one['dffits']:.2f}",
            f"{one['cook']:.3f}", f"{one['cov_ratio']:.3f}",
            "" if one["q"] is None else f"{one['q']:.2f}",
        )
        for one in pulls
    ]  # fmt: skip
    say.table(f"Influence{which} (Q without it; ! passes a usual limit)", columns, rows)


def _dependence(found: dict[str, Any]) -> None:
    columns = [("", "left"), ("estimate", "right"), ("95% CI", "left"), ("df", "right"),
               ("between", "right"), ("within", "right")]  # fmt: skip
    if "by_rho" in found:
        by_rho = ((f"rho {one['rho']:g}", *_nested_cells(one)) for one in found["by_rho"])
        title = f"By the assumed correlation, {found['model']} model, {found['robust']}"
        say.table(title, columns, by_rho)
    if "without" in found:
        others = ((_name(one["without"]), *_nested_cells(one)) for one in found["without"])
        say.table(f"Without one cluster, rho {found['rho']:g}", columns, others)
    if "refused" in found:
        say.out_wrapped(found["refused"], head="no further model of clusters: ")


def _tests(told: dict[str, Any]) -> None:
    if "egger" in told:
        test = told["egger"]
        few = "   fewer than 10 effects: little power" if test["few"] else ""
        say.out_lines(f"Egger's test: slope {test['slope']:.4f}, p {test['p']:.4f}{few}")
    say.out_lines(f"Begg's test: tau {told['begg']['tau']:.4f}, p {told['begg']['p']:.4f}")
    for name, one in told.get("trim_and_fill", {}).items():
        low, high = one["ci"]
        say.out_lines(
            f"trim and fill, {name}: {one['missing']} missing on the {one['side']}; with them "
            f"{one['estimate']:.4f} ({low:.4f} to {high:.4f}), tau2 {one['tau2']:.4f}"
        )
    if "no_test" in told:
        say.out_wrapped(told["no_test"], head="no further test of small-study effects: ")
    if "pet_peese" not in told:
        return
    both = told["pet_peese"]
    for name in ("pet", "peese"):
        limit = both[name]["limit"]
        low, high = limit["ci"]
        mark = "   <- by the rule" if both["chosen"] == name.upper() else ""
        say.out_lines(
            f"{name.upper()}: {limit['estimate']:.4f} ({low:.4f} to {high:.4f}), "
            f"p {limit['p']:.4f}{mark}"
        )
    say.out_wrapped(both["rule"], head="  rule: ")
    for note in both["notes"]:
        say.out_wrapped(note, head="  note: ")
    if "dependence" in told:
        say.out_wrapped("these tests take effects as independent", head="  note: ")


def _short(one: Fit) -> dict[str, Any]:
    return {
        "estimate": one.pooled.estimate,
        "se": one.pooled.se,
        "ci": list(one.pooled.ci),
        "tau2": one.tau2.value,
        "i2": one.heterogeneity.i2,
    }


def _nested(one: Dependent) -> dict[str, Any]:
    pooled = one.pooled
    return {
        "estimate": pooled.estimate, "se": pooled.se, "ci": list(pooled.ci), "df": pooled.df,
        "p": pooled.p, "between": one.between, "within": one.within, "notes": list(one.notes),
    }  # fmt: skip


def _both(one: PetPeese) -> dict[str, Any]:
    from litreview.synthesis.pet_peese import RULE

    return {
        "pet": asdict(one.pet),
        "peese": asdict(one.peese),
        "p_one_sided": one.p,
        "rule": RULE,
        "chosen": one.chosen,
        "notes": list(one.notes),
    }


def _filled(one: Filled) -> dict[str, Any]:
    return {
        "side": one.side,
        "missing": one.missing,
        "se_missing": one.se,
        "filled": [list(pair) for pair in one.filled],
        **_short(one.fit),
    }


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    low, high = one["ci"]
    return f"{one['estimate']:.4f}", f"{low:.4f} to {high:.4f}", f"{one['tau2']:.4f}"


def _nested_cells(one: dict[str, Any]) -> tuple[str, ...]:
    low, high = one["ci"]
    return (
        f"{one['estimate']:.4f}", f"{low:.4f} to {high:.4f}", f"{one['df']:.1f}",
        f"{one['between']:.4f}", f"{one['within']:.4f}",
    )  # fmt: skip


def _name(text: str, room: int = _NAME) -> str:
    """`text` in so many characters, with its end, which tells effects of one study apart."""
    line = say.one_line(text)
    return line if len(line) <= room else f"{line[: room - 11]}…{line[-10:]}"
